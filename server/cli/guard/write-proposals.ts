import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OrgProposals } from '../../adapters/salesforce/automations/org-files.ts';
import type { GuardProposals } from '../../adapters/salesforce/metadata/patch/propose-guards.ts';
import { unifiedDiff } from '../../adapters/salesforce/metadata/patch/unified-diff.ts';

/** What is proposed; `notNewest` for an org alone. */
type Proposals = GuardProposals & Partial<Pick<OrgProposals, 'notNewest'>>;

/** The files that `--patch` writes. */
export const PATCH_FILE = 'handrail-guard.patch';
export const INSTRUCTIONS_FILE = 'INSTRUCTIONS.md';

/**
 * Writes the proposed changes as one patch, with instructions beside it; nothing else is touched. Without a change
 * to propose only the instructions are written. Repeatable: former files of these names are replaced.
 *
 * @param out the folder; made when it is not there
 */
export async function writeProposals(
  out: string,
  found: Proposals,
  of: 'folder' | 'org' = 'folder',
): Promise<void> {
  await mkdir(out, { recursive: true });
  const patch = found.proposals
    .map(({ file, content }) => unifiedDiff(file.file, file.content, content))
    .join('');
  if (patch !== '') await writeFile(join(out, PATCH_FILE), patch);
  await writeFile(join(out, INSTRUCTIONS_FILE), instructionsFor(found, of));
}

/** Says on standard error what was written. */
export function tellProposals(out: string, { proposals, byHand, notNewest = [] }: Proposals): void {
  const files = proposals.length === 1 ? '1 file' : `${proposals.length} files`;
  const changes = proposals.length === 0 ? 'No change to propose' : `Proposed changes to ${files}`;
  process.stderr.write(
    `${changes}; ${byHand.length + notNewest.length} to be mended by hand. Next: read ${join(out, INSTRUCTIONS_FILE)}.\n`,
  );
}

/** What to do with the patch, by where its files come from. */
const STEPS: Readonly<Record<'folder' | 'org', readonly string[]>> = {
  folder: [
    '1. Read the patch. In the folder that was scanned: `git apply --check handrail-guard.patch`, then `git apply handrail-guard.patch`.',
    '2. Run `handrail guard scan` on the folder again: what is listed below must now read "respects".',
  ],
  org: [
    '1. Read the patch. The files it is for stand beside it, as Salesforce gave them. If your team keeps metadata in version control, apply it there instead, to what `sf project retrieve start` gives now.',
    '2. In this folder: `git apply --check handrail-guard.patch`, then `git apply handrail-guard.patch`, then `handrail guard scan .`: what is listed below must now read "respects".',
  ],
};

function instructionsFor({ proposals, byHand, notNewest = [] }: Proposals, of: 'folder' | 'org'): string {
  return [
    '# Making standard automation respect the routing hold',
    '',
    ...(proposals.length > 0
      ? [
          ...STEPS[of],
          '3. Validate against a sandbox org (`sf project deploy start --dry-run`), try one record on hold there, then deploy as you always do. A deployed flow is a new version: see that it is the active one.',
          '',
          'Handrail deploys nothing itself.',
          '',
        ]
      : []),
    ...proposals.flatMap(({ file, mends, what, notes }) => [
      `## ${file.file}`,
      '',
      ...mends.map(({ name, evidence }) => `- **${name}**, so far: ${evidence}`),
      ...what.map((one) => `- Proposed: ${one}`),
      ...notes.map((one) => `- Mind: ${one}`),
      '',
    ]),
    ...(notNewest.length > 0
      ? [
          '## Whose newest version is not the active one',
          '',
          'What can be retrieved of these is a newer version than the one that runs, or nothing. Decide which version shall run, activate it, and run this again.',
          '',
          ...notNewest.map(
            ({ name, automationId, evidence }) => `- **${name}** (${automationId}): ${evidence}`,
          ),
          '',
        ]
      : []),
    ...(byHand.length > 0
      ? [
          '## To be mended by hand',
          '',
          'For these no change is offered that was found to be enough. Read each record anew right before it is written, and go on only when Handoff_Routing_Hold__c is false; or leave held records out where they are looked up.',
          '',
          ...byHand.map(({ name, automationId, evidence }) => `- **${name}** (${automationId}): ${evidence}`),
          '',
        ]
      : []),
    ...(proposals.length + byHand.length + notNewest.length === 0
      ? ['Nothing that is on ignores the routing hold, and nothing respects it in part only.', '']
      : []),
  ].join('\n');
}
