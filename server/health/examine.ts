import type { Policy } from '../../src/domain/policy/policy.ts';
import type { Store } from '../adapters/store/open-store.ts';
import { checkConnection, checkInstalledProperties, type ExaminedAccount } from './check-hubspot.ts';
import { checkStored, unreadStore } from './check-store.ts';
import { failed, type HealthFinding, type HealthReport, ok, skipped, warning } from './health-report.ts';

/** What is examined. */
export interface Examined {
  readonly account: ExaminedAccount;
  /** The open store, or why it cannot be opened. */
  readonly store: Store | { readonly problem: string };
  /** The policy as the files have it; null when they cannot be read. */
  readonly files: Policy | null;
  readonly publicOrigin: string | undefined;
}

/**
 * Looks at everything one account needs, in one order. Each finding has a stable code, plain words and the next step;
 * one check that cannot be made does not keep the others from being made. Writes nothing to HubSpot.
 */
export async function examine({ account, store, files, publicOrigin }: Examined): Promise<HealthReport> {
  const opened = 'problem' in store ? null : store;
  const connection = await checkConnection(account, opened);
  const isConnected = connection.some(({ code, status }) => code === 'connection' && status === 'ok');
  const findings: readonly HealthFinding[] = [
    checkOrigin(publicOrigin),
    await checkDatabase(store),
    ...connection,
    ...(isConnected ? await checkInstalledProperties(account.client) : unreachable()),
    ...(opened ? await checkStored(opened, account.tenantId, files) : unreadStore()),
  ];
  return {
    tenantId: account.tenantId,
    healthy: findings.every(({ status }) => status !== 'failed'),
    findings,
  };
}

function checkOrigin(publicOrigin: string | undefined): HealthFinding {
  if (publicOrigin?.startsWith('https:')) return ok('public_origin', `HubSpot calls ${publicOrigin}.`);
  return warning(
    'public_origin',
    publicOrigin === undefined
      ? 'PUBLIC_ORIGIN is not set, so signatures are checked against the address the server listens on.'
      : `${publicOrigin} is not https, and HubSpot calls nothing else.`,
    'Set PUBLIC_ORIGIN to the https origin under which HubSpot reaches the server.',
  );
}

async function checkDatabase(store: Examined['store']): Promise<HealthFinding> {
  const next = 'Mend this first: most other checks need the store.';
  if ('problem' in store) return failed('store', store.problem, next);
  await store.ping();
  return ok('store', store.kind === 'pglite' ? 'The data directory opens.' : 'The database answers.');
}

function unreachable(): readonly HealthFinding[] {
  const why = 'HubSpot cannot be asked.';
  return [skipped('properties', why), skipped('property_conflict', why)];
}
