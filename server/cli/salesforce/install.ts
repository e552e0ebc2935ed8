import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { CrmError } from '../../../src/ports/crm.ts';
import { installPackage, type PackageReport } from '../../adapters/salesforce/install/install-package.ts';
import { readSource, SHIPPED_PACKAGE } from '../../adapters/salesforce/package/read-source.ts';
import { readAdminEnvironment } from '../../env.ts';
import type { OrgFinding } from '../../health/health-report.ts';
import { examineOrg } from '../../health/salesforce/examine-org.ts';
import { createLogger } from '../../logger.ts';
import { tenantOfOrg } from '../../tenant-names.ts';
import { openOrg } from '../../tenants/org-tenant.ts';
import { EXIT } from '../exit-codes.ts';
import { print, printJson } from '../print.ts';
import { createProgress } from '../progress.ts';
import { ADMIN_HELP, instanceOption, type OpenAdminOrg, openAdminOrg } from './admin-org.ts';
import { installInWords } from './install-in-words.ts';
import { certificateOf, type HandedOver } from './key-files.ts';
import { type PeopleOptions, peopleOf } from './people.ts';

interface InstallOptions extends PeopleOptions {
  readonly instanceUrl: string;
  readonly certificate?: string;
  readonly makeKey?: string;
  readonly app: boolean;
  readonly package: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** What the command did, and how the org stands after it. */
export interface InstallResult extends PackageReport {
  readonly orgId: string;
  /** The variables of the server, as far as they are known. */
  readonly environment: Readonly<Record<string, string>>;
  /** The last day of the certificate that was handed over, ISO 8601. */
  readonly certificateValidTo?: string;
  /** What the integration user finds; empty when it could not be tried. */
  readonly findings: readonly OrgFinding[];
}

export function installCommand(): Command {
  const collect = (value: string, before: readonly string[]) => [...before, value];
  return new Command('install')
    .description(
      `Deploys the Handrail package to a Salesforce org, all of it or nothing, gives its permission sets to people and hands over the certificate by which the server gets in; then looks, as the integration user, whether everything is there. Safe to repeat: what stands is left as it is, and nobody loses anything. ${ADMIN_HELP}`,
    )
    .addOption(instanceOption())
    .option(
      '--integration-user <user name>',
      'the user that the server works as (default: SALESFORCE_USERNAME)',
    )
    .option('--requester <user name>', 'may request exceptions; repeatable', collect, [])
    .option('--approver <user name>', 'may approve them; repeatable', collect, [])
    .option('--revops <user name>', 'sees everything; repeatable', collect, [])
    .option('--people <file>', 'a CSV file with the columns username and role')
    .option('--certificate <file>', 'the certificate of the key that the server signs with, in PEM')
    .option('--make-key <folder>', 'make handrail.key and handrail.crt there, unless they are there')
    .option('--without-app', 'leave the External Client App out')
    .option('--package <folder>', 'the package in source format', SHIPPED_PACKAGE)
    .option('--dry-run', 'only say what would be done', false)
    .option('--json', 'print the report as JSON', false)
    .action(({ withoutApp, ...options }: InstallOptions & { withoutApp?: boolean }) =>
      install({ ...options, app: withoutApp !== true }),
    );
}

async function install(options: InstallOptions): Promise<void> {
  const progress = createProgress();
  try {
    const result = await installIn(options, (text) => progress.show(text));
    progress.done();
    if (options.json) printJson(result);
    else print(installInWords(result));
    process.exitCode = isWell(result) ? EXIT.ok : EXIT.found;
  } finally {
    progress.done();
  }
}

async function installIn(options: InstallOptions, show: (text: string) => void): Promise<InstallResult> {
  const env = readAdminEnvironment();
  const { dryRun, app: withApp } = options;
  const integrationUser = options.integrationUser ?? env.username;
  const people = await peopleOf({ ...options, ...(integrationUser !== undefined && { integrationUser }) });
  const sources = await readSource(options.package);
  const org = await openAdminOrg(options.instanceUrl);
  const handed = withApp ? await certificateOf(options, dryRun) : undefined;
  const certificate = handed && { certificate: handed.certificate };
  const report = await installPackage(org, { sources, withApp, people, ...certificate }, { dryRun, show });
  const keyFile = handed?.keyFile ?? env.privateKeyFile;
  const clientId = report.consumerKey ?? env.clientId;
  const known = { integrationUser, clientId, keyFile };
  show('Looking whether everything is there …');
  const findings = report.outcome === 'refused' || dryRun ? [] : await tryAsServer(org, known, env.loginUrl);
  return {
    ...report,
    orgId: org.orgId,
    environment: {
      SALESFORCE_ORG_ID: org.orgId,
      ...(clientId !== undefined && { SALESFORCE_CLIENT_ID: clientId }),
      ...(integrationUser !== undefined && { SALESFORCE_USERNAME: integrationUser }),
      ...(keyFile !== undefined && { SALESFORCE_PRIVATE_KEY_FILE: keyFile }),
    },
    ...(handed && { certificateValidTo: validTo(handed) }),
    findings,
  };
}

/** Gets in as the server will, and looks around. What is not known yet cannot be tried. */
async function tryAsServer(
  { orgId, session }: OpenAdminOrg,
  known: {
    readonly integrationUser: string | undefined;
    readonly clientId: string | undefined;
    readonly keyFile: string | undefined;
  },
  loginUrl: string = session.instanceUrl,
): Promise<readonly OrgFinding[]> {
  const { integrationUser: username, clientId, keyFile } = known;
  if (username === undefined || clientId === undefined || keyFile === undefined) return [];
  const privateKey = await readFile(keyFile, 'utf8').catch(() => undefined);
  if (privateKey === undefined) return [];
  try {
    const client = openOrg({ orgId, clientId, username, privateKey, loginUrl }, createLogger('fatal'));
    return await examineOrg({ tenantId: tenantOfOrg(orgId), orgId, username, client });
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return [{ code: 'org_session', status: 'failed', what: error.message }];
  }
}

function isWell({ outcome, assignments, findings }: InstallResult): boolean {
  return (
    outcome !== 'refused' &&
    assignments.every((one) => one.outcome === 'assigned' || one.outcome === 'unchanged') &&
    findings.every(({ status }) => status !== 'failed')
  );
}

function validTo({ certificate }: HandedOver): string {
  return certificate.validTo.toISOString().slice(0, 10);
}
