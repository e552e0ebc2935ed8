import type { Logger } from 'pino';
import type { Clock } from '../../../src/ports/clock.ts';
import { CrmError } from '../../../src/ports/crm.ts';
import { type RetryTiming, SYSTEM_TIMING } from '../system/retry.ts';
import type { SalesforceSession, SessionSource } from './jwt-sessions.ts';
import { BayeuxError, type BayeuxSession, openBayeuxSession } from './streaming/bayeux-session.ts';
import { changeDataSchema } from './streaming/schema.ts';

/** What a change event says: which records of an object changed, and by whom. What changed is read from the org. */
export interface RecordsChanged {
  readonly entityName: string;
  /** Empty when events were missed: then everything since the last reading may have changed. */
  readonly recordIds: readonly string[];
  /** `CREATE`, `UPDATE`, `DELETE`, `UNDELETE`, one of them behind `GAP_`, or `GAP_OVERFLOW`. */
  readonly changeType: string;
  /** The user's id; null when events were missed. */
  readonly commitUser: string | null;
  readonly commitAt: Date;
  /** Where to go on from after a restart; null when events were missed. */
  readonly replayId: number | null;
}

export interface ChangeEventsParts {
  readonly sessions: SessionSource;
  readonly logger: Pick<Logger, 'debug' | 'info' | 'warn'>;
  readonly clock: Clock;
  /** API names of objects, such as `Opportunity` or `Handoff_Exception__c`; the org must have selected them. */
  readonly entities: readonly string[];
  /**
   * Called for one event after the other, each once while it is remembered; the next is read when it has ended. What
   * it throws is logged, and the event counts as read.
   */
  readonly onChange: (change: RecordsChanged) => void | Promise<void>;
  /** The last event that was read; null for those that come from now on. */
  readonly replayFrom: number | null;
  readonly timing?: RetryTiming;
}

/** Change events that are followed. */
export interface ChangeEvents {
  /** Ends the calls that wait. No change is told once it has resolved. Safe to repeat. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const PIECE_MS = 500;
/** Failures one after the other before another session is begun, which costs a login. */
const TRIES_PER_SESSION = 3;
/** Events remembered to know a second delivery by. */
const REMEMBERED = 2_000;
const ONLY_NEW = -1;

/**
 * Follows the change events of one org until it is stopped. They only make things faster: an event may be lost, so
 * whoever uses them polls as well, and an org that tells no events is served all the same.
 *
 * A session that ended is replaced by a new one, a lost connection by another, and both go on behind the last event
 * that was read; pauses between failures grow to five minutes. When the org no longer keeps what came after it, a
 * change without records asks for a reading of each object, and new events are followed from then on.
 *
 * Source: Change Data Capture Developer Guide, "Subscribe with CometD"; Streaming API Developer Guide, "Message
 * durability" and "Streaming API error codes".
 */
export function startChangeEvents(parts: ChangeEventsParts): ChangeEvents {
  const { sessions, logger, clock, entities, onChange, replayFrom, timing = SYSTEM_TIMING } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const seen = new Set<string>();
  /** The last event that was read of each object. */
  const places = new Map<string, number>();
  let session: SalesforceSession | undefined;
  let refused: string | undefined;
  let failures = 0;
  let wasFollowing = false;

  async function follow(): Promise<void> {
    session ??= await sessions.begin(refused);
    const client = await openBayeuxSession(session, { signal, timing });
    try {
      await subscribeAll(client);
      wasFollowing = true;
      for (;;) {
        const messages = await client.poll();
        failures = 0;
        refused = undefined;
        for (const { channel, data } of messages) await tell(channel, data);
      }
    } finally {
      if (signal.aborted) await client.end();
    }
  }

  /** A session that ended is not used again, and neither is one that has not helped for a while. */
  function leaveSession(error: BayeuxError | CrmError): void {
    if (error.code === 'session_ended') refused = session?.accessToken;
    if (error.code === 'session_ended' || failures % TRIES_PER_SESSION === 0) session = undefined;
  }

  async function subscribeAll(client: BayeuxSession): Promise<void> {
    let usable = 0;
    let refusal: BayeuxError | undefined;
    for (const entityName of entities) {
      try {
        await subscribe(client, entityName);
        usable += 1;
      } catch (error) {
        // One object that may not be followed does not keep the others from being followed.
        if (!(error instanceof BayeuxError) || error.code !== 'refused') throw error;
        logger.warn({ entityName, internal: error.message }, 'salesforce tells no changes of this object');
        refusal = error;
      }
    }
    if (usable === 0) throw refusal ?? new BayeuxError('refused', 'no object to follow');
  }

  async function subscribe(client: BayeuxSession, entityName: string): Promise<void> {
    const from = places.get(entityName) ?? replayFrom ?? ONLY_NEW;
    try {
      await client.subscribe(channelOf(entityName), from);
      // Nobody knows where to go on from when no event was read before the connection broke.
      if (wasFollowing && from === ONLY_NEW) await askForReading(entityName);
    } catch (error) {
      if (!(error instanceof BayeuxError) || error.code !== 'replay_too_old') throw error;
      await client.subscribe(channelOf(entityName), ONLY_NEW);
      places.set(entityName, ONLY_NEW);
      logger.warn({ entityName, replayId: from }, 'salesforce keeps the missed change events no longer');
      await askForReading(entityName);
    }
  }

  function askForReading(entityName: string): Promise<void> {
    const commitAt = clock.now();
    return call({
      entityName,
      recordIds: [],
      changeType: 'GAP_OVERFLOW',
      commitUser: null,
      commitAt,
      replayId: null,
    });
  }

  async function tell(channel: string, data: unknown): Promise<void> {
    if (signal.aborted) return;
    const parsed = changeDataSchema.safeParse(data);
    if (!parsed.success) {
      logger.warn({ channel }, 'a salesforce change event is not as documented');
      return;
    }
    const { replayId } = parsed.data.event;
    if (!isNew(`${channel} ${replayId}`)) return;
    const { entityName, recordIds, changeType, commitUser, commitTimestamp } =
      parsed.data.payload.ChangeEventHeader;
    await call({
      entityName,
      recordIds,
      changeType,
      commitUser,
      commitAt: new Date(commitTimestamp),
      replayId,
    });
    places.set(entityName, replayId);
  }

  function isNew(key: string): boolean {
    if (seen.has(key)) return false;
    seen.add(key);
    const [oldest] = seen;
    if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
    return true;
  }

  async function call(change: RecordsChanged): Promise<void> {
    try {
      await onChange(change);
    } catch (error) {
      logger.warn({ err: error, entityName: change.entityName }, 'a change event was not handled');
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await follow();
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof BayeuxError) && !(error instanceof CrmError)) throw error;
        failures += 1;
        leaveSession(error);
        const pause = pauseAfter(failures, timing.random);
        const { code } = error;
        const internal = error instanceof CrmError ? error.internal : error.message;
        logger.warn({ code, internal, pause }, 'salesforce change events broke off');
        await rest(pause);
      }
    }
  }

  /** In short pieces, so that a stop does not wait for a long pause. */
  async function rest(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0 && !signal.aborted; left -= PIECE_MS) {
      await timing.sleep(Math.min(left, PIECE_MS));
    }
  }

  const running = run();
  running.catch((error: unknown) => {
    logger.warn({ err: error }, 'salesforce change events have ended (this is a bug)');
  });
  return {
    async stop() {
      stopping.abort();
      await running.catch(() => undefined);
    },
  };
}

/** The channel of an object: `/data/OpportunityChangeEvent`, `/data/Handoff_Exception__ChangeEvent`. */
function channelOf(entityName: string): string {
  return entityName.endsWith('__c')
    ? `/data/${entityName.replace(/__c$/, '__ChangeEvent')}`
    : `/data/${entityName}ChangeEvent`;
}

/** The first failure after a good time is mended at once: sessions end, and servers forget clients, every day. */
function pauseAfter(failures: number, random: () => number): number {
  if (failures === 1) return 0;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 2)) * (0.5 + random() / 2);
}
