import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { AuditDraft } from '../../../src/domain/audit/audit-entry.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { CrmError } from '../../../src/ports/crm.ts';
import type { Store } from '../store/open-store.ts';
import type { StoreTransaction } from '../store/transaction.ts';
import { type RetryTiming, SYSTEM_TIMING } from '../system/retry.ts';
import { VaultError } from '../system/vault.ts';
import { OAuthError } from './token-endpoint.ts';

/** Longer than a refresh takes with all its attempts: then whoever took the lease is gone. */
const LEASE_MS = 30_000;
/** How often somebody who waits for another instance's refresh looks again, and for how long at most. */
const LOOK_MS = 100;
const PATIENCE_MS = 20_000;
/** How often storing a new token is tried before the call that needs it fails. */
const MOST_SAVES = 5;

/** What of a stored connection the taking of turns needs. Tokens are sealed. */
export interface LeasedConnection {
  readonly state: 'connected' | 'refused' | 'uninstalled';
  /** Somebody is getting a new access token until then, unless they are done before. */
  readonly lease: { readonly id: string; readonly until: Date } | null;
}

/** The tokens of a connection in clear; never stored or logged so. */
export interface OpenTokens {
  readonly refreshToken: string;
  readonly accessToken: string | null;
}

/** What a vendor gives for a refresh token. */
export interface Grant extends OpenTokens {
  readonly accessToken: string;
}

/** How the connections of one vendor are kept and refreshed. */
export interface TokenKeeper<C extends LeasedConnection, G extends Grant> {
  lock(tx: StoreTransaction): Promise<C | null>;
  save(tx: StoreTransaction, connection: C): Promise<void>;
  /** @throws VaultError */
  open(connection: C): OpenTokens;
  /** The connection with the tokens of a grant. @param askedAt milliseconds since 1970 UTC */
  withGrant(connection: C, grant: G, askedAt: number): C;
  /** Until when its access token may be used, in milliseconds since 1970 UTC. */
  goodUntil(connection: C): number;
  /** @throws OAuthError */
  refresh(refreshToken: string): Promise<G>;
  /** What the trail says when the vendor refuses the connection for good. */
  refusedEntry(connection: C, now: Date): AuditDraft;
  readonly words: {
    readonly notConnected: string;
    readonly refused: string;
    readonly cannotNow: string;
  };
}

export interface LeasedTokensParts {
  readonly store: Pick<Store, 'transact'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  readonly timing?: Pick<RetryTiming, 'sleep' | 'now'>;
}

/** A token to call with, and the connection it belongs to. */
export interface CurrentToken<C> {
  readonly token: string;
  readonly connection: C;
}

export interface LeasedTokens<C> {
  /** @throws CrmError `unavailable`; its message says what an administrator must do */
  get(): Promise<CurrentToken<C>>;
  /** Tells that a token was not accepted: it is not given again. */
  discard(token: string): void;
}

interface Known<C> extends CurrentToken<C> {
  readonly goodUntil: number;
}

/** A grant that the vendor gave and the store does not have yet. */
interface Unsaved<G> {
  readonly leaseId: string;
  readonly usedToken: string;
  readonly grant: G;
  readonly askedAt: number;
}

/** What the store says about who gets the next token. */
type Claim<C> =
  | { readonly kind: 'fresh'; readonly known: Known<C> }
  | { readonly kind: 'busy' }
  | { readonly kind: 'ours'; readonly leaseId: string; readonly refreshToken: string };

/**
 * Access tokens of one connection. Kept in memory while they are good; whoever asks while one is fetched waits for the
 * same one. Of several instances one refreshes: it takes a lease under the row's lock, calls the vendor with no
 * transaction open, and stores both tokens before either is used. The others find the new token in the store. A grant
 * that could not be stored is kept and stored before anything else is done: the old refresh token is used up by then.
 * When the vendor refuses the refresh token for good, the connection is marked `refused`, with an entry in the trail.
 */
export function createLeasedTokens<C extends LeasedConnection, G extends Grant>(
  tenantId: string,
  keeper: TokenKeeper<C, G>,
  parts: LeasedTokensParts,
): LeasedTokens<C> {
  const { store, clock, logger, timing = SYSTEM_TIMING } = parts;
  let known: Known<C> | undefined;
  let asking: Promise<Known<C>> | undefined;
  let discarded: string | undefined;
  let unsaved: Unsaved<G> | undefined;
  const nowMs = () => clock.now().getTime();

  async function ask(): Promise<Known<C>> {
    const kept = unsaved && (await saveGrant(unsaved));
    if (kept) return remember(kept);
    const giveUpAt = timing.now() + PATIENCE_MS;
    for (;;) {
      const next = await claim();
      if (next.kind === 'fresh') return remember(next.known);
      if (next.kind === 'ours') {
        const refreshed = await refresh(next.leaseId, next.refreshToken);
        if (refreshed) return remember(refreshed);
      }
      if (timing.now() >= giveUpAt) throw cannotNow('another instance holds the lease and does not finish');
      await timing.sleep(LOOK_MS);
    }
  }

  function remember(next: Known<C>): Known<C> {
    known = next;
    return next;
  }

  function claim(): Promise<Claim<C>> {
    return store.transact(tenantId, async (tx): Promise<Claim<C>> => {
      const { connection, tokens } = usable(await keeper.lock(tx));
      if (tokens.accessToken !== null && tokens.accessToken !== discarded) {
        const goodUntil = keeper.goodUntil(connection);
        const token = tokens.accessToken;
        if (goodUntil > nowMs()) return { kind: 'fresh', known: { token, connection, goodUntil } };
      }
      if (connection.lease && connection.lease.until.getTime() > nowMs()) return { kind: 'busy' };
      const leaseId = randomUUID();
      const until = new Date(nowMs() + LEASE_MS);
      await keeper.save(tx, { ...connection, lease: { id: leaseId, until } });
      return { kind: 'ours', leaseId, refreshToken: tokens.refreshToken };
    });
  }

  /** @throws CrmError when there is nothing to call with */
  function usable(found: C | null) {
    const { words } = keeper;
    if (!found || found.state === 'uninstalled') {
      throw new CrmError('unavailable', words.notConnected, 'no connection is stored');
    }
    if (found.state === 'refused') throw refused();
    try {
      return { connection: found, tokens: keeper.open(found) };
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      throw new CrmError('unavailable', error.message, `vault: ${error.code}`, { cause: error });
    }
  }

  async function refresh(leaseId: string, usedToken: string): Promise<Known<C> | null> {
    const askedAt = nowMs();
    let grant: G;
    try {
      grant = await keeper.refresh(usedToken);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      logger.warn({ tenantId, code: error.code, internal: error.internal }, 'no new access token');
      await settle(leaseId, error.code === 'grant_refused' ? 'refused' : 'connected');
      throw error.code === 'grant_refused' ? refused() : cannotNow(error.internal, error);
    }
    unsaved = { leaseId, usedToken, grant, askedAt };
    return saveGrant(unsaved);
  }

  /** @returns null when what somebody else stored stands */
  async function saveGrant(pending: Unsaved<G>): Promise<Known<C> | null> {
    const { grant, askedAt } = pending;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const saved = await store.transact(tenantId, async (tx) => {
          const found = await keeper.lock(tx);
          // Somebody connected anew, or gave the connection up, while we asked: what they stored stands.
          if (!found || !isStillOurs(found, pending)) return null;
          const connection = { ...keeper.withGrant(found, grant, askedAt), lease: null };
          await keeper.save(tx, connection);
          return connection;
        });
        unsaved = undefined;
        if (!saved) return null;
        return { token: grant.accessToken, connection: saved, goodUntil: keeper.goodUntil(saved) };
      } catch (error) {
        logger.warn({ tenantId, err: error, attempt }, 'a new token could not be stored yet');
        if (attempt >= MOST_SAVES) throw error;
        await timing.sleep(LOOK_MS * 2 ** attempt);
      }
    }
  }

  /** Whether nobody stored tokens since ours were asked for; the lease may have run out over it. */
  function isStillOurs(connection: C, { leaseId, usedToken }: Unsaved<G>): boolean {
    if (connection.lease?.id === leaseId) return true;
    if (connection.state !== 'connected') return false;
    return keeper.open(connection).refreshToken === usedToken;
  }

  function settle(leaseId: string, state: 'connected' | 'refused'): Promise<void> {
    return store.transact(tenantId, async (tx) => {
      const connection = await keeper.lock(tx);
      if (connection?.lease?.id !== leaseId) return;
      await keeper.save(tx, { ...connection, state, lease: null });
      if (state === 'refused') await tx.appendAudit([keeper.refusedEntry(connection, clock.now())]);
    });
  }

  function refused(): CrmError {
    return new CrmError('unavailable', keeper.words.refused, 'the refresh token was refused');
  }

  function cannotNow(internal: string, cause?: unknown): CrmError {
    const isApp = cause instanceof OAuthError && cause.code === 'app_refused';
    return new CrmError('unavailable', isApp ? cause.message : keeper.words.cannotNow, internal, { cause });
  }

  return {
    get: () => {
      if (known && known.goodUntil > nowMs()) return Promise.resolve(known);
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    discard: (token) => {
      discarded = token;
      if (known?.token === token) known = undefined;
    },
  };
}
