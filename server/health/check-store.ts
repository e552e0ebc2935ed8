import { hashOfPolicy } from '../../src/application/published-policy.ts';
import { verifyTrail } from '../../src/application/read-trail.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import type { Store } from '../adapters/store/open-store.ts';
import { sha256 } from '../adapters/system/sha256.ts';
import { checkRows } from './check-rows.ts';
import { checkRowsOut } from './check-rows-out.ts';
import { failed, type HealthFinding, ok, skipped, warning } from './health-report.ts';

/** Whether what Handrail keeps is in order: policy, requests, jobs, trail. */
export async function checkStored(
  store: Store,
  tenantId: string,
  files: Policy | null,
): Promise<readonly HealthFinding[]> {
  return [
    await checkPolicy(store, tenantId, files),
    await checkRequests(store, tenantId),
    await checkJobs(store),
    await checkWebhooks(store, tenantId),
    await checkRows(store, tenantId),
    await checkRowsOut(store, tenantId),
    await checkTrail(store, tenantId),
  ];
}

/** The same findings for a store that cannot be read. */
export function unreadStore(): readonly HealthFinding[] {
  const codes = ['policy', 'stuck_requests', 'dead_jobs', 'webhooks', 'rows', 'rows_shown', 'trail'] as const;
  return codes.map((code) => skipped(code, 'The store cannot be read.'));
}

async function checkPolicy(store: Store, tenantId: string, files: Policy | null): Promise<HealthFinding> {
  const inForce = await store.transact(tenantId, (tx) => tx.findPolicyVersion('latest'));
  if (!inForce) {
    return warning(
      'policy',
      'No policy is in force for this account yet.',
      'Start the server: it publishes the files of HANDRAIL_POLICY_DIR once.',
    );
  }
  if (files && hashOfPolicy({ sha256 }, files) !== inForce.hash) {
    return warning(
      'policy',
      `Version ${inForce.version} is in force; the policy files differ from it.`,
      'See "handrail policy diff". If the files are meant, run "handrail policy publish".',
    );
  }
  return ok('policy', `Version ${inForce.version} is in force.`);
}

async function checkRequests(store: Store, tenantId: string): Promise<HealthFinding> {
  const stuck = await store.transact(tenantId, (tx) => tx.countRequests({ status: 'needs_attention' }));
  if (stuck === 0) return ok('stuck_requests', 'No request needs attention.');
  return warning(
    'stuck_requests',
    `${stuck} requests need attention: a step on their record failed for good.`,
    'Open them in the inbox (status "Needs attention"). The card says which step failed, and tries it again.',
  );
}

async function checkJobs(store: Store): Promise<HealthFinding> {
  const dead = await store.jobs.countDeadLetters();
  if (dead === 0) return ok('dead_jobs', 'No job was given up.');
  return warning(
    'dead_jobs',
    `${dead} jobs were given up after all their attempts, over all accounts.`,
    "Look into the server's log for their codes. Requests they belong to need attention; try their steps again there.",
  );
}

/** A worker that runs leaves nothing waiting so long; a CRM that is down may. */
const LATE_MINUTES = 15;
/** In so long somebody changes a record of an account that is in use. */
const QUIET_DAY_MS = 24 * 60 * 60 * 1000;

async function checkWebhooks(store: Store, tenantId: string): Promise<HealthFinding> {
  const { events, oldest, newest, beganAt } = await store.transact(tenantId, (tx) => tx.watch.backlog());
  if (newest === null) {
    if (beganAt === null) return ok('webhooks', 'The watch begins when a server serves this account.');
    if (Date.now() - Date.parse(beganAt) < QUIET_DAY_MS)
      return ok('webhooks', `No webhook has come since the watch began at ${beganAt}.`);
    return warning(
      'webhooks',
      'No webhook has come from HubSpot in the last days.',
      'If nobody changed a record, nothing is to do. Otherwise upload the project files of the app, whose webhooks call <PUBLIC_ORIGIN>/webhooks/hubspot, and look into the log for refused signatures. Until then changes are found by polling, minutes later.',
    );
  }
  const waited = oldest === null ? 0 : Math.floor((Date.now() - Date.parse(oldest)) / 60_000);
  if (waited < LATE_MINUTES) return ok('webhooks', `The last webhook came at ${newest}.`);
  return warning(
    'webhooks',
    `${events} webhook events wait, the oldest since ${oldest}.`,
    'Look whether the server runs and whether HubSpot answers it (connection, above). Nothing is lost: they are worked as soon as it does.',
  );
}

async function checkTrail(store: Store, tenantId: string): Promise<HealthFinding> {
  const verdict = await verifyTrail({ unitOfWork: store, sha256 }, tenantId);
  if (verdict.ok)
    return ok(
      'trail',
      `The audit trail is whole: ${verdict.entries} ${verdict.entries === 1 ? 'entry' : 'entries'}.`,
    );
  const { seq, why } = verdict.broken;
  return failed(
    'trail',
    `The audit trail is broken at entry ${seq}: ${why}.`,
    'Keep the database as it is, compare it with a backup, and find out who had access.',
  );
}
