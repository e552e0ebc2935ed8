import { randomBytes } from 'node:crypto';
import type { OrgSessions } from '../oauth/org-sessions.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import type { BayeuxMessage, BayeuxReply } from './bayeux-message.ts';
import { ALL_CHANGES, objectOfChannel } from './change-channels.ts';
import { type ChangeFeed, type FeedEvent, ONLY_NEW } from './change-feed.ts';

/** What the streaming API of an org works with. */
export interface BayeuxParts {
  readonly feed: ChangeFeed;
  readonly sessions: OrgSessions;
  readonly objects: () => readonly ObjectDefinition[];
  /** Users whose subscriptions are refused. */
  readonly locked: ReadonlySet<string>;
}

/** Who sends messages. */
export interface BayeuxCaller {
  readonly token: string;
  readonly cookie: string | undefined;
}

interface Client {
  readonly id: string;
  readonly token: string;
  readonly cookie: string;
  /** The newest event that was sent of each channel. */
  readonly places: Map<string, number>;
  isNew: boolean;
  /** Ends the poll that waits. */
  wake: (() => void) | undefined;
}

type Verdict = { readonly successful: boolean; readonly error?: string; readonly advice?: object };

/** What a client is told to do when it lost its place. */
const AGAIN = { reconnect: 'handshake', interval: 0 };
const NEVER = { reconnect: 'none', interval: 0 };
/** Milliseconds that the server holds a poll, as it advises. */
export const POLL_MS = 110_000;

/** The server side of Bayeux as Salesforce speaks it: clients, their subscriptions, and what each has been sent. */
export class BayeuxServer {
  readonly #parts: BayeuxParts;
  readonly #clients = new Map<string, Client>();
  #repeats = 0;

  constructor(parts: BayeuxParts) {
    this.#parts = parts;
    parts.feed.onEvents(() => {
      for (const client of [...this.#clients.values()]) if (this.#hasEvents(client)) client.wake?.();
    });
  }

  /** Clients that are known. */
  get clients(): number {
    return this.#clients.size;
  }

  /** Forgets every client: their next message is answered `403::Unknown client`. */
  forgetClients(): void {
    const gone = [...this.#clients.values()];
    this.#clients.clear();
    for (const { wake } of gone) wake?.();
  }

  /** Sends the next so many events twice. */
  repeatNext(count: number): void {
    this.#repeats += count;
  }

  /** Lets a client in. @returns the reply, and the cookie it must send from now on */
  handshake({ id }: BayeuxMessage, { token }: BayeuxCaller): readonly [BayeuxReply, string | undefined] {
    const reply = { channel: '/meta/handshake', ...(id !== undefined && { id }) };
    if (this.#parts.sessions.userOf(token) === undefined) {
      const ext = { sfdc: { failureReason: '401::Authentication invalid' }, replay: true };
      return [{ ...reply, ext, successful: false, error: '403::Handshake denied', advice: NEVER }, undefined];
    }
    const client: Client = {
      id: randomBytes(16).toString('hex'),
      token,
      cookie: randomBytes(12).toString('hex'),
      places: new Map(),
      isNew: true,
      wake: undefined,
    };
    this.#clients.set(client.id, client);
    const told = {
      version: '1.0',
      minimumVersion: '1.0',
      supportedConnectionTypes: ['long-polling'],
      clientId: client.id,
      ext: { replay: true, 'payload.format': true },
      successful: true,
    };
    return [{ ...reply, ...told }, client.cookie];
  }

  /** Answers every message but a handshake and a connect. */
  answer(message: BayeuxMessage, caller: BayeuxCaller): BayeuxReply {
    const { channel, id, subscription } = message;
    const reply = { channel, ...(id !== undefined && { id }), ...(subscription && { subscription }) };
    const client = this.#clientOf(message, caller);
    if (typeof client === 'string') return { ...reply, ...refusalOf(client) };
    switch (channel) {
      case '/meta/subscribe':
        return { ...reply, clientId: client.id, ...this.#subscribe(client, message) };
      case '/meta/unsubscribe':
        client.places.delete(subscription ?? '');
        return { ...reply, clientId: client.id, successful: true };
      case '/meta/disconnect':
        this.#clients.delete(client.id);
        client.wake?.();
        return { ...reply, clientId: client.id, successful: true };
      default:
        return { ...reply, successful: false, error: `400::The channel ${channel} takes no messages` };
    }
  }

  /**
   * Answers a connect: at once when it is the client's first or events wait, else when one comes or the time is over.
   *
   * @param hold waits until the poll is woken or its time is over; false when the caller went away
   */
  async connect(
    message: BayeuxMessage,
    caller: BayeuxCaller,
    hold: (onWake: (wake: () => void) => void) => Promise<boolean>,
  ): Promise<readonly BayeuxReply[] | null> {
    const reply = { channel: '/meta/connect', ...(message.id !== undefined && { id: message.id }) };
    const client = this.#clientOf(message, caller);
    if (typeof client === 'string') return [{ ...reply, ...refusalOf(client) }];
    const isFirst = client.isNew;
    client.isNew = false;
    if (!isFirst && message.advice?.timeout !== 0 && !this.#hasEvents(client)) {
      // One poll at a time: a further one ends the one before.
      client.wake?.();
      const isThere = await hold((wake) => {
        client.wake = wake;
      });
      client.wake = undefined;
      if (!isThere) return null;
      const still = this.#clientOf(message, caller);
      if (typeof still === 'string') return [{ ...reply, ...refusalOf(still) }];
    }
    const advice = isFirst && { advice: { reconnect: 'retry', interval: 0, timeout: POLL_MS } };
    return [...this.#take(client), { ...reply, clientId: client.id, successful: true, ...advice }];
  }

  #clientOf(message: BayeuxMessage, { token, cookie }: BayeuxCaller): Client | 'unknown' | 'session' {
    const client = this.#clients.get(message.clientId ?? '');
    // Without its cookie a client comes to another server of the cluster, which does not know it.
    if (!client || client.cookie !== cookie) return 'unknown';
    if (token === client.token && this.#parts.sessions.userOf(token) !== undefined) return client;
    this.#clients.delete(client.id);
    return 'session';
  }

  #subscribe(client: Client, { subscription = '', ext }: BayeuxMessage): Verdict {
    const { feed, sessions, objects, locked } = this.#parts;
    if (subscription !== ALL_CHANGES && !objectOfChannel(objects(), subscription)) {
      return { successful: false, error: `400::The channel ${subscription} is not valid` };
    }
    if (locked.has(sessions.userOf(client.token) ?? '')) {
      return { successful: false, error: '403:denied_by_security_policy:create_denied' };
    }
    const from = ext?.replay?.[subscription] ?? ONLY_NEW;
    const place = feed.placeOf(from);
    if (place === null) {
      const error = `400::The replayId {${from}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`;
      return { successful: false, error };
    }
    client.places.set(subscription, place);
    if (this.#hasEvents(client)) client.wake?.();
    return { successful: true };
  }

  #hasEvents(client: Client): boolean {
    return [...client.places].some(([channel, place]) => this.#parts.feed.after(channel, place).length > 0);
  }

  /** The events a client has not been sent; counts as sent from now on, whether they arrive or not. */
  #take(client: Client): readonly BayeuxReply[] {
    const taken = [...client.places].flatMap(([channel, place]) =>
      this.#parts.feed.after(channel, place).map((event) => ({ channel, event })),
    );
    taken.sort((a, b) => a.event.replayId - b.event.replayId);
    for (const { channel, event } of taken) client.places.set(channel, event.replayId);
    return taken.flatMap(({ channel, event }) => {
      const message = { channel, data: dataOf(event) };
      if (this.#repeats === 0) return [message];
      this.#repeats -= 1;
      return [message, message];
    });
  }
}

function refusalOf(why: 'unknown' | 'session'): Verdict {
  return why === 'unknown'
    ? { successful: false, error: '403::Unknown client', advice: AGAIN }
    : { successful: false, error: '401::Authentication invalid', advice: NEVER };
}

function dataOf({ header, values, replayId }: FeedEvent) {
  return {
    schema: 'sandbox',
    payload: { ChangeEventHeader: header, ...values },
    event: { replayId },
  };
}
