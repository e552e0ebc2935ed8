import { Command } from 'commander';
import { diffPolicies, type PolicyChange } from '../../../src/domain/policy/diff-policies.ts';
import { positive } from '../positive.ts';
import { print, printJson } from '../print.ts';
import { readSource } from './read-source.ts';

export function diffCommand(): Command {
  return new Command('diff')
    .description(
      'Says in words what changes between two policies: from the version in force to the files of a folder, unless told otherwise.',
    )
    .argument('[dir]', 'the configuration folder with the draft', 'config')
    .option('--from <number>', 'the published version to start from (default: the one in force)', positive)
    .option('--to <number>', 'a published version instead of the draft', positive)
    .option('--json', 'print the changes as JSON', false)
    .action(diff);
}

async function diff(
  dir: string,
  { from, to, json }: { from?: number; to?: number; json: boolean },
): Promise<void> {
  const before = await readSource(from === undefined ? {} : { policyVersion: from });
  const after = await readSource(to === undefined ? { dir } : { policyVersion: to });
  const changes = diffPolicies(before.policy, after.policy);
  if (json) printJson({ from: before.name, to: after.name, changes });
  else print([`From ${before.name} to ${after.name}:`, changesInWords(changes)].join('\n'));
}

/** One line a change. */
export function changesInWords(changes: readonly PolicyChange[]): string {
  if (changes.length === 0) return 'Nothing changes.';
  const marks = { added: '+', removed: '-', changed: '~' } as const;
  return changes.map(({ kind, words }) => `${marks[kind]} ${words}`).join('\n');
}
