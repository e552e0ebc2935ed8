import { Command } from 'commander';
import type { AppContext, Notifications } from '../../../src/application/context.ts';
import {
  endEveryException,
  openRequests,
  type ReleaseReport,
} from '../../../src/application/end-every-exception.ts';
import { TASKS_ONLY } from '../../../src/domain/notice/notice-settings.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import { createSalesforceCrm } from '../../adapters/salesforce/crm.ts';
import {
  countRows,
  type RemovalReport,
  uninstallPackage,
} from '../../adapters/salesforce/install/uninstall-package.ts';
import { readSource, SHIPPED_PACKAGE } from '../../adapters/salesforce/package/read-source.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { createSystemIds } from '../../adapters/system/system-ids.ts';
import { createLogger } from '../../logger.ts';
import { vendorOfId } from '../../tenants/vendors.ts';
import { type ExportCounts, exportAccount } from '../account/export-account.ts';
import { EXIT } from '../exit-codes.ts';
import { type OpenSalesforce, openSalesforce } from '../open-salesforce.ts';
import { print, printJson } from '../print.ts';
import { createProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { withStore } from '../with-store.ts';
import { ADMIN_HELP, instanceOption, type OpenAdminOrg, openAdminOrg } from './admin-org.ts';
import { uninstallInWords } from './uninstall-in-words.ts';

/** A notice would wait for a server that has no access to the org any more. */
const NOBODY_TOLD: Notifications = { settings: TASKS_ONLY, channels: new Set(), notifiersOf: () => ({}) };

interface UninstallOptions {
  readonly instanceUrl: string;
  /** A file; false for --no-export; undefined when neither was said. */
  readonly export?: string | false;
  readonly force: boolean;
  readonly keepRows: boolean;
  readonly deleteRows: boolean;
  readonly package: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** What an uninstall did, or would do. */
export interface OrgUninstallReport {
  readonly tenantId: string;
  readonly dryRun: boolean;
  /** `refused`: something stands in the way, and the package is still there. */
  readonly outcome: 'uninstalled' | 'refused';
  /** Why it was refused. */
  readonly why?: 'exceptions' | 'stuck' | 'rows' | 'needed';
  /** Requests that occupy a record of the org, before anything was done. */
  readonly open: number;
  /** Requests that people wrote in the org; absent where the administrator may not see them. */
  readonly rows?: number;
  readonly keptRows: boolean;
  readonly exported?: ExportCounts & { readonly file: string };
  readonly released?: ReleaseReport;
  readonly removal?: RemovalReport;
}

export function uninstallCommand(): Command {
  return new Command('uninstall')
    .description(
      `Takes Handrail out of a Salesforce org and leaves it as it was: exports what Handrail keeps, ends exceptions and frees their records, takes the permission sets back and removes the package with its app. Refused while exceptions occupy records, unless --force ends those in force first; what waits for a decision stays undecided. Refused while automation or pages of the org use something of the package. Requests and trail stay in the store, notes and tasks in the org. Safe to repeat. Needs the variables of the server besides. ${ADMIN_HELP}`,
    )
    .addOption(instanceOption())
    .option('--export <file>', 'write requests, policy versions and trail to a new file first, as JSON lines')
    .option('--no-export', 'do not export')
    .option('--force', 'end the exceptions in force first', false)
    .option('--keep-rows', 'leave the requests and decisions that people wrote in the org', false)
    .option('--delete-rows', 'delete them; the org keeps deleted objects for 15 days', false)
    .option('--package <folder>', 'the package in source format', SHIPPED_PACKAGE)
    .option('--dry-run', 'only say what would be done', false)
    .option('--json', 'print the report as JSON', false)
    .action(uninstall);
}

async function uninstall(options: UninstallOptions): Promise<void> {
  if (options.export === undefined && !options.dryRun) {
    throw new UsageError(
      'Say --export <file> to keep a copy of requests, policy and trail, or --no-export if you need none.',
    );
  }
  if (options.keepRows && options.deleteRows)
    throw new UsageError('Say --keep-rows or --delete-rows, not both.');
  const progress = createProgress();
  try {
    const server = openSalesforce();
    const org = await openAdminOrg(options.instanceUrl);
    if (org.orgId !== server.orgId) {
      throw new UsageError(
        `The session is of the org ${org.orgId}, and the server's is ${server.orgId}. Nothing was done.`,
      );
    }
    const report = await withStore((store) =>
      uninstallFrom({ store, server, org }, options, (text) => progress.show(text)),
    );
    progress.done();
    if (options.json) printJson(report);
    else print(uninstallInWords(report));
    process.exitCode = report.outcome === 'refused' ? EXIT.found : EXIT.ok;
  } finally {
    progress.done();
  }
}

async function uninstallFrom(
  {
    store,
    server,
    org,
  }: { readonly store: Store; readonly server: OpenSalesforce; readonly org: OpenAdminOrg },
  { export: file, force, keepRows, deleteRows, dryRun, package: folder }: UninstallOptions,
  show: (text: string) => void,
): Promise<OrgUninstallReport> {
  const { tenantId } = server;
  const sources = await readSource(folder);
  const open = (await openRequests({ unitOfWork: store }, tenantId, isOfOrg)).length;
  const rows = await countRows(org.client);
  const common = { tenantId, dryRun, open, keptRows: keepRows, ...(rows !== undefined && { rows }) };
  if (open > 0 && !force) return { ...common, outcome: 'refused', why: 'exceptions' };
  if (rows !== 0 && !keepRows && !deleteRows) return { ...common, outcome: 'refused', why: 'rows' };
  const removing = { keepRows, show };
  const checked = await uninstallPackage(org, sources, { ...removing, dryRun: true });
  if (checked.outcome === 'refused')
    return { ...common, outcome: 'refused', why: 'needed', removal: checked };
  if (dryRun) return { ...common, outcome: 'uninstalled', removal: checked };

  let exported: OrgUninstallReport['exported'];
  if (typeof file === 'string') {
    show('Exporting …');
    exported = { file, ...(await exportAccount(store, tenantId, file, systemClock.now())) };
  }
  let released: ReleaseReport | undefined;
  if (open > 0) {
    show('Ending exceptions …');
    released = await endEveryException(contextOf(store, server), tenantId, isOfOrg);
    if (released.stuck.length > 0) {
      return { ...common, outcome: 'refused', why: 'stuck', ...(exported && { exported }), released };
    }
  }
  const removal = await uninstallPackage(org, sources, { ...removing, dryRun: false });
  const isRefused = removal.outcome === 'refused';
  return {
    ...common,
    outcome: isRefused ? 'refused' : 'uninstalled',
    ...(isRefused && { why: 'needed' as const }),
    ...(exported && { exported }),
    ...(released && { released }),
    removal,
  };
}

/** A tenant with both CRMs keeps what concerns its HubSpot account. */
function isOfOrg({ recordId }: RecordRef): boolean {
  return vendorOfId(recordId) === 'salesforce';
}

function contextOf(store: Store, { client }: OpenSalesforce): AppContext {
  const crm = createSalesforceCrm({ client, logger: createLogger('error'), clock: systemClock });
  return {
    unitOfWork: store,
    crmOf: () => crm,
    clock: systemClock,
    ids: createSystemIds(systemClock),
    sha256,
    notifications: NOBODY_TOLD,
  };
}
