import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { AuditDraft } from '../../../../src/domain/audit/audit-entry.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { CrmError } from '../../../../src/ports/crm.ts';
import type { StoredConnection } from '../../store/hubspot-connections.ts';
import type { Store } from '../../store/open-store.ts';
import { type RetryTiming, SYSTEM_TIMING } from '../../system/retry.ts';
import { type Vault, VaultError } from '../../system/vault.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { type OAuthClient, OAuthError, type TokenGrant } from './oauth-client.ts';
import { openTokens, sealTokens } from './sealed-tokens.ts';

/** A token is used no longer than until this before its end: calls take time, and clocks differ. */
const MARGIN_MS = 60_000;
/** Longer than a refresh takes with all its attempts: then whoever took the lease is gone. */
const LEASE_MS = 30_000;
/** How often somebody who waits for another instance's refresh looks again, and for how long at most. */
const LOOK_MS = 100;
const PATIENCE_MS = 20_000;

export interface ConnectionTokensParts {
  readonly store: Pick<Store, 'transact'>;
  readonly oauth: OAuthClient;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  readonly timing?: Pick<RetryTiming, 'sleep' | 'now'>;
}

/** What the store says about who gets the next token. */
type Claim =
  | { readonly kind: 'fresh'; readonly token: string; readonly goodUntil: number }
  | { readonly kind: 'busy' }
  | { readonly kind: 'ours'; readonly leaseId: string; readonly refreshToken: string };

/**
 * Access tokens of one connected account. Kept in memory until a minute before their end; whoever asks while one is
 * fetched waits for the same one. Of several instances one refreshes: it takes a lease under the row's lock, calls
 * HubSpot with no transaction open, and stores both tokens before either is used. The others find the new token in
 * the store. When HubSpot refuses the refresh token for good, the connection is marked `refused`, with an entry in
 * the trail: that is how an uninstall shows, because HubSpot announces none.
 */
export function createConnectionTokens(tenantId: string, parts: ConnectionTokensParts): AccessTokens {
  const { store, oauth, vault, clock, logger, timing = SYSTEM_TIMING } = parts;
  let known: { readonly token: string; readonly goodUntil: number } | undefined;
  let asking: Promise<string> | undefined;
  let discarded: string | undefined;
  const nowMs = () => clock.now().getTime();

  async function ask(): Promise<string> {
    const giveUpAt = timing.now() + PATIENCE_MS;
    for (;;) {
      const next = await claim();
      if (next.kind === 'fresh') return remember(next.token, next.goodUntil);
      if (next.kind === 'ours') return refresh(next.leaseId, next.refreshToken);
      if (timing.now() >= giveUpAt) throw cannotNow('another instance holds the lease and does not finish');
      await timing.sleep(LOOK_MS);
    }
  }

  function claim(): Promise<Claim> {
    return store.transact(tenantId, async (tx): Promise<Claim> => {
      const found = await tx.connection.lock();
      const { connection, tokens } = usable(found);
      if (tokens.accessToken !== null && tokens.accessToken !== discarded) {
        const goodUntil = (connection.accessExpiresAt?.getTime() ?? 0) - MARGIN_MS;
        if (goodUntil > nowMs()) return { kind: 'fresh', token: tokens.accessToken, goodUntil };
      }
      if (connection.lease && connection.lease.until.getTime() > nowMs()) return { kind: 'busy' };
      const leaseId = randomUUID();
      await tx.connection.save({
        ...connection,
        lease: { id: leaseId, until: new Date(nowMs() + LEASE_MS) },
      });
      return { kind: 'ours', leaseId, refreshToken: tokens.refreshToken };
    });
  }

  /** @throws CrmError when there is nothing to call with */
  function usable(found: StoredConnection | null) {
    if (!found || found.state === 'uninstalled') throw notConnected();
    if (found.state === 'refused') throw refusedByHubSpot();
    try {
      return { connection: found, tokens: openTokens(vault, tenantId, found) };
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      throw new CrmError('unavailable', error.message, `vault: ${error.code}`, { cause: error });
    }
  }

  async function refresh(leaseId: string, refreshToken: string): Promise<string> {
    const askedAt = nowMs();
    let grant: TokenGrant;
    try {
      grant = await oauth.refresh(refreshToken);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      logger.warn({ tenantId, code: error.code, internal: error.internal }, 'no new access token');
      await settle(leaseId, error.code === 'grant_refused' ? 'refused' : 'connected');
      throw error.code === 'grant_refused' ? refusedByHubSpot() : cannotNow(error.internal, error);
    }
    const expiresAt = new Date(askedAt + grant.expiresInSeconds * 1000);
    await store.transact(tenantId, async (tx) => {
      const connection = await tx.connection.lock();
      // Somebody connected the account anew, or gave it up, while we asked: what they stored stands.
      if (connection?.lease?.id !== leaseId) return;
      await tx.connection.save({
        ...connection,
        ...sealTokens(vault, tenantId, grant),
        accessExpiresAt: expiresAt,
        lease: null,
      });
    });
    return remember(grant.accessToken, expiresAt.getTime() - MARGIN_MS);
  }

  function settle(leaseId: string, state: 'connected' | 'refused'): Promise<void> {
    return store.transact(tenantId, async (tx) => {
      const connection = await tx.connection.lock();
      if (connection?.lease?.id !== leaseId) return;
      await tx.connection.save({ ...connection, state, lease: null });
      if (state === 'refused') await tx.appendAudit([refusalEntry(connection.portalId, clock.now())]);
    });
  }

  function remember(token: string, goodUntil: number): string {
    known = { token, goodUntil };
    return token;
  }

  return {
    get: () => {
      if (known && known.goodUntil > nowMs()) return Promise.resolve(known.token);
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    discard: (token) => {
      discarded = token;
      if (known?.token === token) known = undefined;
      return true;
    },
  };
}

function refusalEntry(portalId: string, now: Date): AuditDraft {
  return {
    at: now.toISOString(),
    type: 'hubspot_connection_refused',
    actor: { kind: 'system' },
    data: { portalId },
  };
}

function notConnected(): CrmError {
  return new CrmError(
    'unavailable',
    'This HubSpot account is not connected. An administrator must open /install on the Handrail server.',
    'no connection is stored',
  );
}

function refusedByHubSpot(): CrmError {
  return new CrmError(
    'unavailable',
    'HubSpot no longer accepts the connection to this account: the app was uninstalled there or its access withdrawn. An administrator must open /install on the Handrail server and connect it again.',
    'the refresh token was refused',
  );
}

function cannotNow(internal: string, cause?: unknown): CrmError {
  const message =
    cause instanceof OAuthError && cause.code === 'app_refused'
      ? cause.message
      : 'HubSpot gives Handrail no access token at the moment.';
  return new CrmError('unavailable', message, internal, { cause });
}
