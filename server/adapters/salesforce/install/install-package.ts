import type { SalesforceClient } from '../client.ts';
import type { SalesforceSession } from '../jwt-sessions.ts';
import type { SourceFile } from '../package/read-source.ts';
import { type MetadataPackage, sourceOf, toMetadataFormat } from '../package/to-metadata-format.ts';
import {
  CLIENT_APP_FOLDERS,
  type ClientCertificate,
  clientAppSettings,
  readConsumerKey,
} from './client-app.ts';
import type { DeployMessage, DeployReport, MetadataDeploys } from './metadata-deploys.ts';
import {
  type AssignmentEntry,
  assignPermissionSets,
  type WantedAssignment,
} from './permission-assignments.ts';

/** What is installed, and for whom. */
export interface PackageInstall {
  readonly sources: readonly SourceFile[];
  /** Handed over with the External Client App; left out where the app stays as it is, or there is none. */
  readonly certificate?: ClientCertificate;
  /** False leaves the External Client App out. */
  readonly withApp: boolean;
  readonly people: readonly WantedAssignment[];
}

/** An administrator's way into an org. */
export interface AdminOrg {
  readonly session: SalesforceSession;
  readonly client: SalesforceClient;
  readonly deploys: MetadataDeploys;
}

/** One component that was, or would be, changed, or that the org refused. */
export interface PackageEntry {
  readonly type: string;
  readonly name: string;
  readonly outcome: DeployMessage['outcome'];
  /** The file of the package that it is about. */
  readonly source?: string;
  readonly line?: number;
  readonly problem?: string;
  readonly next?: string;
}

/** What an install did, or would do. */
export interface PackageReport {
  readonly dryRun: boolean;
  /** `refused`: nothing was deployed, because the org refuses a component. */
  readonly outcome: 'installed' | 'unchanged' | 'refused';
  /** What differs from the org, or was refused; what stands is only counted. */
  readonly entries: readonly PackageEntry[];
  readonly unchanged: number;
  readonly assignments: readonly AssignmentEntry[];
  /** SALESFORCE_CLIENT_ID; absent where the org does not tell it. */
  readonly consumerKey?: string;
}

/**
 * Brings an org to what the package says: first a check, which finds what differs and what the org refuses; then the
 * deployment, if something differs; then the permission sets. A run that was broken off is finished by the next one, and
 * a run with nothing to do writes nothing.
 *
 * @throws CrmError, PackageError
 */
export async function installPackage(
  { session, client, deploys }: AdminOrg,
  { sources, certificate, withApp, people }: PackageInstall,
  { dryRun, show }: { readonly dryRun: boolean; readonly show: (text: string) => void },
): Promise<PackageReport> {
  const all = [...sources, ...(withApp && certificate ? [clientAppSettings(certificate)] : [])];
  const built = toMetadataFormat(withApp ? all : all.filter(({ path }) => !isOfApp(path)));
  const content = { members: built.components, files: built.files };
  show('Comparing the package with the org …');
  const checked = await deploys.deploy(content, { checkOnly: true, show: counted(show, 'Comparing') });
  const assign = async () => {
    show('Looking at the permission sets …');
    return assignPermissionSets(client, people, { dryRun });
  };
  const differing = checked.messages.filter(({ outcome }) => outcome === 'created' || outcome === 'changed');
  const unchanged = checked.messages.filter(({ outcome }) => outcome === 'unchanged').length;
  const common = { dryRun, unchanged };
  if (!checked.succeeded)
    return { ...common, outcome: 'refused', entries: refusals(built, checked), assignments: [] };
  if (differing.length > 0 && !dryRun) {
    const done = await deploys.deploy(content, { checkOnly: false, show: counted(show, 'Deploying') });
    if (!done.succeeded)
      return { ...common, outcome: 'refused', entries: refusals(built, done), assignments: [] };
  }
  const assignments = await assign();
  const consumerKey = withApp && !dryRun ? await readConsumerKey(session) : undefined;
  const isChanged = differing.length > 0 || assignments.some(({ outcome }) => outcome === 'assigned');
  return {
    ...common,
    outcome: isChanged ? 'installed' : 'unchanged',
    entries: differing.map((message) => entryOf(built, message)),
    assignments,
    ...(consumerKey !== undefined && { consumerKey }),
  };
}

function isOfApp(path: string): boolean {
  return CLIENT_APP_FOLDERS.some((folder) => path.startsWith(`${folder}/`));
}

function counted(show: (text: string) => void, verb: string) {
  return (done: number, of: number) => show(of > 0 ? `${verb}: ${done} of ${of} components …` : `${verb} …`);
}

function refusals(built: MetadataPackage, { messages, problem }: DeployReport): readonly PackageEntry[] {
  const failed = messages.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0) return failed.map((message) => entryOf(built, message));
  const said = problem ?? 'Salesforce did not say why.';
  return [{ type: '', name: 'package', outcome: 'failed', problem: said, next: nextOf(said) }];
}

function entryOf(built: MetadataPackage, message: DeployMessage): PackageEntry {
  const { type, fullName, file, outcome, problem, line } = message;
  const from = sourceOf(built, file, line);
  const component = built.components.find((one) => one.type === type && one.fullName === fullName);
  const source = from?.source ?? component?.source;
  const place = from ? from.line : line;
  return {
    type,
    name: fullName,
    outcome,
    ...(source !== undefined && { source }),
    ...(problem !== undefined && {
      problem,
      next: nextOf(problem),
      ...(place !== undefined && { line: place }),
    }),
  };
}

/** What an administrator does about a refusal; the first line that fits. */
const NEXT: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /external ?client|consumer secret|ecaGlblOauth|eca\b/i,
    'In Setup, External Client Apps, Settings: switch on "Allow access to External Client App consumer secrets via REST API" and what it asks for, then run this again; --without-app installs the rest.',
  ],
  [/certificate/i, 'Hand over a certificate of an RSA key in PEM: --certificate, or --make-key.'],
  [/referenced elsewhere/i, 'Take it out of what is named, then run this again.'],
  [
    /no (CustomObject|CustomField|RecordType|CustomPermission|CustomTab) named/i,
    'The org lacks what is named, or its edition does. If it is part of the package, the package in --package is not whole.',
  ],
  [
    /duplicate|already (exists|in use)/i,
    'The org has something of this name that Handrail did not make. Rename or delete it in Setup, then run this again.',
  ],
  [/limit|maximum/i, 'The org has reached a limit of its edition. Make room in Setup, then run this again.'],
];

function nextOf(problem: string): string {
  return (
    NEXT.find(([pattern]) => pattern.test(problem))?.[1] ??
    'Mend what Salesforce names, then run this again. Nothing was changed in the org.'
  );
}
