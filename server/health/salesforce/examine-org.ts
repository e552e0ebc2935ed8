import { ORG_HEALTH_CODES, type OrgHealthCode } from '@handrail/contracts/admin-codes';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { CrmError } from '../../../src/ports/crm.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import { checkStored, unreadStore } from '../check-store.ts';
import {
  type FindingCode,
  failed,
  type HealthReport,
  type OrgFinding,
  ok,
  skipped,
} from '../health-report.ts';
import { checkAccess, type ExaminedOrg } from './check-access.ts';
import { checkPackage } from './check-package.ts';
import { checkSetup } from './check-setup.ts';

/** What is examined. */
export interface ExaminedOrgTenant {
  readonly org: ExaminedOrg;
  /** The open store, or why it cannot be opened. */
  readonly store: Store | { readonly problem: string };
  /** The policy as the files have it; null when they cannot be read. */
  readonly files: Policy | null;
}

/**
 * Looks at everything Handrail needs of a Salesforce org, then at what it keeps itself, in one order. Each finding has a
 * stable code, plain words and the next step; one check that cannot be made does not keep the others from being made.
 * Writes nothing to Salesforce.
 */
export async function examineOrgTenant({
  org,
  store,
  files,
}: ExaminedOrgTenant): Promise<HealthReport<FindingCode>> {
  const opened = 'problem' in store ? null : store;
  const stored = opened ? await checkStored(opened, org.tenantId, files) : unreadStore();
  const findings: readonly OrgFinding[] = [
    ...(await examineOrg(org)),
    await checkDatabase(store),
    // An org has no webhooks: what it changed is asked for.
    ...stored.filter(({ code }) => code !== 'webhooks'),
  ];
  return {
    tenantId: org.tenantId,
    healthy: findings.every(({ status }) => status !== 'failed'),
    findings,
  };
}

/** The part of it that is about the org. */
export async function examineOrg(org: ExaminedOrg): Promise<readonly OrgFinding[]> {
  const access = await checkAccess(org);
  const isRightOrg = access.every(({ status }) => status !== 'failed');
  return isRightOrg
    ? [...access, ...(await inside(org))]
    : [...access, ...unasked('The org cannot be looked at.', 'org_api_calls')];
}

async function inside(org: ExaminedOrg): Promise<readonly OrgFinding[]> {
  try {
    return [...(await checkPackage(org)), ...(await checkSetup(org))];
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    const next = 'If Salesforce is only busy, try again in some minutes.';
    return [
      failed('org_fields', error.message, next),
      ...unasked('Salesforce stopped answering.', 'org_fields'),
    ];
  }
}

/** The checks behind one that could not be made. */
function unasked(why: string, behind: OrgHealthCode): readonly OrgFinding[] {
  return ORG_HEALTH_CODES.slice(ORG_HEALTH_CODES.indexOf(behind) + 1).map((code) => skipped(code, why));
}

async function checkDatabase(store: ExaminedOrgTenant['store']): Promise<OrgFinding> {
  if ('problem' in store)
    return failed('store', store.problem, 'Mend this first: the checks below need the store.');
  await store.ping();
  return ok('store', store.kind === 'pglite' ? 'The data directory opens.' : 'The database answers.');
}
