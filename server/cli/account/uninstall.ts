import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { Command } from 'commander';
import type { AppContext, Notifications } from '../../../src/application/context.ts';
import {
  endEveryException,
  openRequests,
  type ReleaseReport,
} from '../../../src/application/end-every-exception.ts';
import { TASKS_ONLY } from '../../../src/domain/notice/notice-settings.ts';
import { createHubSpotCrm } from '../../adapters/hubspot/crm.ts';
import { forgetAccount } from '../../adapters/hubspot/oauth/connect-account.ts';
import { openTokens } from '../../adapters/hubspot/oauth/sealed-tokens.ts';
import { type UninstallEntry, uninstallProperties } from '../../adapters/hubspot/uninstall.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { createSystemIds } from '../../adapters/system/system-ids.ts';
import { createLogger } from '../../logger.ts';
import { EXIT } from '../exit-codes.ts';
import { mendContextOf } from '../guard/context.ts';
import { type OpenHubSpot, openHubSpot } from '../open-hubspot.ts';
import { print, printJson } from '../print.ts';
import { createProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { withStore } from '../with-store.ts';
import { type ExportCounts, exportAccount } from './export-account.ts';
import { ACCESS_HELP, portalOption } from './options.ts';
import { type MendRemoval, mendsInForce, removeMends } from './uninstall-mends.ts';
import { uninstallInWords } from './uninstall-words.ts';

/** A notice would wait for a server that has no access to the account any more. */
const NOBODY_TOLD: Notifications = { settings: TASKS_ONLY, channels: new Set(), notifiersOf: () => ({}) };

interface UninstallOptions {
  readonly portal?: string;
  /** A file; false for --no-export; undefined when neither was said. */
  readonly export?: string | false;
  readonly force: boolean;
  readonly undoMends: boolean;
  readonly keepMends: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** What an uninstall did, or would do. */
export interface UninstallReport {
  readonly tenantId: string;
  readonly dryRun: boolean;
  /** `refused`: exceptions occupy records, and nothing was changed in the CRM. */
  readonly outcome: 'uninstalled' | 'refused' | 'not_connected';
  /** Requests that occupy a record, before anything was done. */
  readonly open: number;
  readonly exported?: ExportCounts & { readonly file: string };
  readonly released?: ReleaseReport;
  /** Workflows that are mended, by name, where the uninstall was refused because of them. */
  readonly mended?: readonly string[];
  readonly mends?: MendRemoval;
  readonly entries: readonly UninstallEntry[];
  /** What became of our access. `by_hand`: a static token can be withdrawn only in HubSpot. */
  readonly access?: 'revoked' | 'by_hand';
}

export function uninstallCommand(): Command {
  return new Command('uninstall')
    .description(
      `Takes Handrail out of the HubSpot account and leaves it as it was: exports what Handrail keeps, removes its properties and their group and the list that mends made, and gives its access up. Refused while exceptions occupy records, unless --force ends those in force first; what waits for a decision stays undecided. Refused while workflows are mended, unless --undo-mends puts their former definitions back or --keep-mends leaves them. Requests and trail stay in the store, notes and tasks in HubSpot. Safe to repeat. ${ACCESS_HELP}`,
    )
    .addOption(portalOption())
    .option('--export <file>', 'write requests, policy versions and trail to a new file first, as JSON lines')
    .option('--no-export', 'do not export')
    .option('--force', 'end the exceptions in force first', false)
    .option('--undo-mends', 'put the former definitions of mended workflows back', false)
    .option('--keep-mends', 'leave mended workflows as they are: they look at a property that goes', false)
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
  const progress = createProgress();
  try {
    const report = await withStore((store) =>
      uninstallFrom(store, openHubSpot(options.portal, store), options, (text) => progress.show(text)),
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
  store: Store,
  account: OpenHubSpot,
  { export: file, force, undoMends, keepMends, dryRun }: UninstallOptions,
  show: (text: string) => void,
): Promise<UninstallReport> {
  const { tenantId, client, grant } = account;
  const common = { tenantId, dryRun, entries: [] };
  if (grant && !(await isConnected(store, tenantId))) return { ...common, outcome: 'not_connected', open: 0 };
  const open = (await openRequests({ unitOfWork: store }, tenantId)).length;
  if (open > 0 && !force) return { ...common, outcome: 'refused', open };
  const mending = mendContextOf(store, account);
  const mended = (await mendsInForce(mending, tenantId)).map(({ automationName }) => automationName);
  if (mended.length > 0 && !undoMends && !keepMends) return { ...common, outcome: 'refused', open, mended };

  let exported: UninstallReport['exported'];
  if (typeof file === 'string' && !dryRun) {
    show('Exporting …');
    exported = { file, ...(await exportAccount(store, tenantId, file, systemClock.now())) };
  }
  let released: ReleaseReport | undefined;
  if (open > 0 && !dryRun) {
    show('Ending exceptions …');
    released = await endEveryException(contextOf(store, account), tenantId);
    if (released.stuck.length > 0) {
      return { ...common, outcome: 'refused', open, ...(exported && { exported }), released };
    }
  }
  show('Looking for mended workflows …');
  const mends = await removeMends(mending, tenantId, { undo: undoMends, dryRun });
  if (mends.left.length > 0 && !keepMends) {
    const done = { ...(exported && { exported }), ...(released && { released }) };
    return { ...common, outcome: 'refused', open, ...done, mends };
  }
  const entries: UninstallEntry[] = [];
  for (const objectType of OBJECT_TYPES) {
    show(`Removing ${objectType} properties …`);
    entries.push(...(await uninstallProperties(client, objectType, { dryRun })));
  }
  if (grant && !dryRun) await giveAccessUp(store, tenantId, grant);
  return {
    ...common,
    outcome: 'uninstalled',
    open,
    ...(exported && { exported }),
    ...(released && { released }),
    mends,
    entries,
    access: grant ? 'revoked' : 'by_hand',
  };
}

async function isConnected(store: Store, tenantId: string): Promise<boolean> {
  const connection = await store.transact(tenantId, (tx) => tx.connection.find());
  return connection !== null && connection.state !== 'uninstalled';
}

/** HubSpot first: a token that is forgotten here could not be revoked any more. */
async function giveAccessUp(
  store: Store,
  tenantId: string,
  { oauth, vault }: NonNullable<OpenHubSpot['grant']>,
): Promise<void> {
  const connection = await store.transact(tenantId, (tx) => tx.connection.find());
  if (connection?.refreshToken) await oauth.revoke(openTokens(vault, tenantId, connection).refreshToken);
  await forgetAccount({ store, clock: systemClock }, tenantId);
}

function contextOf(store: Store, { client }: OpenHubSpot): AppContext {
  const crm = createHubSpotCrm({ client, logger: createLogger('error') });
  return {
    unitOfWork: store,
    crmOf: () => crm,
    clock: systemClock,
    ids: createSystemIds(systemClock),
    sha256,
    notifications: NOBODY_TOLD,
  };
}
