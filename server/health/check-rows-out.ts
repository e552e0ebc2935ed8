import type { OutboxBacklog, PolicyRowsStand } from '../../src/ports/row-outbox.ts';
import type { Store } from '../adapters/store/open-store.ts';
import { type HealthFinding, ok, warning } from './health-report.ts';

/** A server that runs leaves nothing behind for so long; an org that is down may. */
const LATE_MINUTES = 15;

/** Whether people see in Salesforce how their requests stand, and the policy in force. */
export async function checkRowsOut(
  store: Store,
  tenantId: string,
  now: Date = new Date(),
): Promise<HealthFinding> {
  const { policy, backlog } = await store.transact(tenantId, async ({ rowOutbox }) => ({
    policy: await rowOutbox.findPolicyRows(),
    backlog: await rowOutbox.backlog(),
  }));
  return policyTrouble(policy) ?? requestTrouble(backlog, now) ?? ok('rows_shown', inOrder(policy, backlog));
}

function policyTrouble(policy: PolicyRowsStand | null): HealthFinding | null {
  if (!policy?.trouble) return null;
  const stands =
    policy.policyVersion === null ? 'None stands there yet' : `Version ${policy.policyVersion} stands there`;
  return warning(
    'rows_shown',
    `The policy cannot be written into Salesforce, as of ${policy.checkedAt}. ${stands}. ${policy.trouble.message}`,
    'Mend that in Salesforce. Until then its form explains an older policy; the policy in force decides all the same. Handrail tries again every minute.',
  );
}

function requestTrouble({ waiting, oldest, troubles }: OutboxBacklog, now: Date): HealthFinding | null {
  if (waiting === 0 || oldest === null) return null;
  const late = now.getTime() - Date.parse(oldest) >= LATE_MINUTES * 60_000;
  if (!late && troubles.length === 0) return null;
  const what = `${waiting} ${waiting === 1 ? 'request is' : 'requests are'} not shown in Salesforce as they stand, since ${oldest}.`;
  if (troubles.length === 0) {
    return warning(
      'rows_shown',
      what,
      'Look whether the server runs. Nothing is lost: rows follow as soon as it does.',
    );
  }
  const reasons = troubles.map(({ message, requests }) => `${message} (${requests})`).join(' ');
  return warning(
    'rows_shown',
    `${what} ${reasons}`,
    'Mend that in Salesforce. Handrail tries again by itself, at the latest after six hours; nothing is lost.',
  );
}

function inOrder(policy: PolicyRowsStand | null, { waiting, gone, leftOut }: OutboxBacklog): string {
  if (policy === null) return 'Nothing is shown in rows of Salesforce.';
  const parts = [
    `Policy version ${policy.policyVersion} stands in Salesforce, looked at ${policy.checkedAt}.`,
    ...(waiting > 0 ? [`${waiting} requests are being written there.`] : []),
    ...(gone > 0
      ? [`${gone} rows were deleted there, or their record was: nothing is written any more.`]
      : []),
    ...(leftOut > 0
      ? [
          `${leftOut} times somebody with something to do has no active user there; they decide in HubSpot, or somebody stands in.`,
        ]
      : []),
  ];
  return parts.join(' ');
}
