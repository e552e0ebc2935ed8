import type { PackageEntry } from '../../adapters/salesforce/install/install-package.ts';
import type { AssignmentEntry } from '../../adapters/salesforce/install/permission-assignments.ts';
import { findingsInWords } from '../account/doctor.ts';
import { countedByType } from './entries-in-words.ts';
import type { InstallResult } from './install.ts';

/** What an install did, or would do, line by line. */
export function installInWords(result: InstallResult): string {
  const { dryRun, outcome, entries, unchanged, assignments, findings } = result;
  if (outcome === 'refused') {
    return [
      ...entries.flatMap(refusalLines),
      `The org refuses the package: ${entries.length} components. Nothing was changed.`,
    ].join('\n');
  }
  const counts = { created: countOf(entries, 'created'), changed: countOf(entries, 'changed') };
  const summary = `${counts.created} created, ${counts.changed} changed, ${unchanged} unchanged`;
  return [
    ...countedByType(entries),
    dryRun ? `Dry run, nothing was written. Would be: ${summary}.` : `${summary}.`,
    ...assignmentLines(assignments, dryRun),
    ...(dryRun ? [] : environmentLines(result)),
    ...(findings.length > 0 ? ['', findingsInWords(findings)] : []),
  ].join('\n');
}

/** The component, where it is wrong, in Salesforce's words, and what to do. */
function refusalLines({ type, name, source, line, problem, next }: PackageEntry): readonly string[] {
  const place = source === undefined ? '' : ` (${source}${line === undefined ? '' : `, line ${line}`})`;
  return [
    `FAILED    ${type} ${name}${place}: ${problem ?? 'no reason was given'}`,
    ...(next === undefined ? [] : [`          Next: ${next}`]),
  ];
}

const ASSIGNMENT: Readonly<Record<AssignmentEntry['outcome'], string>> = {
  assigned: 'may now',
  unchanged: 'could before',
  unknown_user: 'FAILED: the org has no such user',
  inactive_user: 'FAILED: the user is not active',
  refused: 'FAILED',
};

function assignmentLines(assignments: readonly AssignmentEntry[], dryRun: boolean): readonly string[] {
  return assignments
    .filter(({ outcome }) => outcome !== 'unchanged')
    .map(({ username, role, outcome, detail }) => {
      const words = outcome === 'assigned' && dryRun ? 'would get it' : ASSIGNMENT[outcome];
      return `${role.padEnd(11)} ${username}: ${words}${detail === undefined ? '' : `: ${detail}`}`;
    });
}

function environmentLines({ environment, certificateValidTo, findings }: InstallResult): readonly string[] {
  const missing = ['SALESFORCE_CLIENT_ID', 'SALESFORCE_USERNAME', 'SALESFORCE_PRIVATE_KEY_FILE'].filter(
    (name) => !(name in environment),
  );
  return [
    '',
    'For the server:',
    ...Object.entries(environment).map(([name, value]) => `  ${name}=${value}`),
    ...(certificateValidTo === undefined ? [] : [`The certificate is valid until ${certificateValidTo}.`]),
    ...(missing.length > 0 ? [`Not known: ${missing.join(', ')}. ${HOW[missing[0] ?? ''] ?? ''}`] : []),
    ...(findings.length === 0 ? ['Then run "handrail salesforce doctor".'] : []),
  ];
}

const HOW: Readonly<Record<string, string>> = {
  SALESFORCE_CLIENT_ID:
    'Copy the consumer key from Setup, External Client App Manager, Handrail, Settings, OAuth Settings.',
  SALESFORCE_USERNAME: 'Say --integration-user.',
  SALESFORCE_PRIVATE_KEY_FILE: 'It is the key of the certificate; --make-key makes both.',
};

function countOf(entries: readonly PackageEntry[], outcome: PackageEntry['outcome']): number {
  return entries.filter((entry) => entry.outcome === outcome).length;
}
