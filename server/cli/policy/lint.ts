import { Command } from 'commander';
import type { LintFinding } from '../../../src/domain/policy/lint/finding.ts';
import { isPublishable, lintPolicy } from '../../../src/domain/policy/lint/lint-policy.ts';
import { loadPolicyFiles } from '../../adapters/policy-catalog/load-policy-files.ts';
import { EXIT } from '../exit-codes.ts';
import { print, printJson } from '../print.ts';
import { openCrm, readPeople } from './crm.ts';

export function lintCommand(): Command {
  return new Command('lint')
    .description(
      'Looks for what is wrong or doubtful in policy files that are in order: rows that never apply, requests nobody is asked for, rows that add nothing, roles that hang on one person, managers in a circle, escalations that add nobody. Exit code 1 when there is an error; warnings are only listed.',
    )
    .argument('[dir]', 'the configuration folder', 'config')
    .option('--crm', 'also hold the roles against the people of the CRM', false)
    .option('--json', 'print the findings as JSON', false)
    .action(lint);
}

async function lint(dir: string, { crm, json }: { crm: boolean; json: boolean }): Promise<void> {
  const policy = await loadPolicyFiles(dir);
  const findings = lintPolicy(policy, crm ? (await readPeople(openCrm())).directory : undefined);
  const ok = isPublishable(findings);
  if (json) printJson({ ok, findings });
  else print(findingsInWords(findings));
  process.exitCode = ok ? EXIT.ok : EXIT.found;
}

/** One line a finding, then how many there are. */
export function findingsInWords(findings: readonly LintFinding[]): string {
  const lines = findings.map(({ severity, code, message }) => `${severity.padEnd(7)} ${code}: ${message}`);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return [...lines, `${errors} errors, ${findings.length - errors} warnings.`].join('\n');
}
