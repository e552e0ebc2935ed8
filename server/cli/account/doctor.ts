import { Command } from 'commander';
import { connectedTenants } from '../../adapters/hubspot/oauth/connect-account.ts';
import { readablePolicyFiles } from '../../adapters/policy-catalog/load-policy-files.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import { codeOf, StoreError } from '../../adapters/store/store-error.ts';
import { readHubSpotEnvironment, readSetup } from '../../env.ts';
import { examine } from '../../health/examine.ts';
import {
  docsOf,
  type FindingCode,
  type HealthFinding,
  type HealthReport,
  type OrgFinding,
} from '../../health/health-report.ts';
import { portalOfTenant } from '../../tenant-names.ts';
import { EXIT } from '../exit-codes.ts';
import { openHubSpot } from '../open-hubspot.ts';
import { print, printJson } from '../print.ts';
import { createProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { withStore } from '../with-store.ts';
import { ACCESS_HELP, portalOption } from './options.ts';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      `Looks whether an account has everything Handrail needs, and says in plain words what is wrong and what to do next. Each finding has a code that docs/health.md explains. Without --portal, every account that is connected by OAuth is examined. Changes nothing. ${ACCESS_HELP}`,
    )
    .addOption(portalOption())
    .option('--json', 'print the findings as JSON', false)
    .action(doctor);
}

async function doctor({ portal, json }: { portal?: string; json: boolean }): Promise<void> {
  const reports = await examineAccounts(portal);
  if (json) printJson({ healthy: reports.every(({ healthy }) => healthy), accounts: reports });
  else print(reports.map(healthInWords).join('\n\n'));
  process.exitCode = reports.every(({ healthy }) => healthy) ? EXIT.ok : EXIT.found;
}

/**
 * Examines the account asked for, or every one that is connected.
 *
 * @throws EnvironmentError, UsageError when no account is named and none is connected
 */
export async function examineAccounts(portal: string | undefined): Promise<readonly HealthReport[]> {
  const { publicOrigin, policyDir } = readSetup();
  const files = await readablePolicyFiles(policyDir);
  const progress = createProgress();
  progress.show('Examining …');
  const examineAll = async (store: Store | { readonly problem: string }) => {
    const reports: HealthReport[] = [];
    for (const portalId of await portalsOf(portal, store)) {
      const account = openHubSpot(portalId, 'problem' in store ? undefined : store);
      reports.push(await examine({ account, store, files, publicOrigin }));
    }
    return reports;
  };
  try {
    return await withStore(examineAll);
  } catch (error) {
    const problem = storeProblem(error);
    if (problem === null) throw error;
    return await examineAll({ problem });
  } finally {
    progress.done();
  }
}

/** Undefined stands for the account of the environment. */
async function portalsOf(
  portal: string | undefined,
  store: Store | { readonly problem: string },
): Promise<readonly (string | undefined)[]> {
  if (portal !== undefined || readHubSpotEnvironment().auth === 'static') return [portal];
  if ('problem' in store) throw new UsageError(store.problem);
  const connected = await connectedTenants(store);
  if (connected.length > 0) return connected.map((tenantId) => portalOfTenant(tenantId));
  throw new UsageError('No HubSpot account is connected. Start the server and open /install in a browser.');
}

/** Why a store cannot be opened, in words; null for any other error. */
export function storeProblem(error: unknown): string | null {
  if (error instanceof StoreError) return error.message;
  if (error instanceof UsageError && error.message.startsWith('There is no data directory'))
    return error.message;
  const code = codeOf(error);
  // What the system and PostgreSQL say of a connection that does not come about.
  return code !== undefined && /^(E[A-Z]+|08\w{3}|28\w{3}|3D000|57P03)$/.test(code)
    ? `The database cannot be reached (${code}). Compare DATABASE_URL with where it runs.`
    : null;
}

const MARK: Readonly<Record<HealthFinding['status'], string>> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'FAILED',
  skipped: 'skipped',
};

/** One finding a line, the next step below it. */
export function findingsInWords(findings: readonly OrgFinding[]): string {
  const lines = findings.flatMap(({ code, status, what, next }) => [
    `${MARK[status].padEnd(8)} ${code.padEnd(18)} ${what}`,
    ...(next === undefined ? [] : [`${' '.repeat(28)}Next: ${next} See ${docsOf(code)}`]),
  ]);
  return lines.join('\n');
}

/** The findings of one account or org, and how it stands. */
export function healthInWords({ tenantId, healthy, findings }: HealthReport<FindingCode>): string {
  const count = (status: HealthFinding['status']) =>
    findings.filter((finding) => finding.status === status).length;
  const summary = healthy
    ? `${tenantId} is well: nothing failed, ${count('warning')} warnings.`
    : `${tenantId} is not well: ${count('failed')} failed, ${count('warning')} warnings.`;
  return [findingsInWords(findings), summary].join('\n');
}
