import { Command, InvalidArgumentError } from 'commander';
import {
  EvaluationRefusal,
  endOverdueEvaluation,
  evaluatedRequests,
  startEvaluation,
  stopEvaluation,
} from '../../../src/application/policy-evaluation.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import { lintPolicy } from '../../../src/domain/policy/lint/lint-policy.ts';
import { loadPolicyFiles } from '../../adapters/policy-catalog/load-policy-files.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { readTenant } from '../../env.ts';
import { EXIT } from '../exit-codes.ts';
import { positive } from '../positive.ts';
import { print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';
import { activeUser, openCrm, readPeople } from './crm.ts';
import { collectEvaluation, evaluatedJson, evaluationInWords, reportJson } from './evaluation-in-words.ts';
import { findingsInWords } from './lint.ts';
import { reasonOf } from './publish.ts';

const BY = ['--by <e-mail>', 'who does it, as the CRM knows them'] as const;
const JSON_FLAG = ['--json', 'print the result as JSON', false] as const;
const emailOf = (text: string) => text.trim().toLowerCase();

/** Evaluate mode: a draft that reports beside the policy in force. */
export function evaluateCommand(): Command {
  const start = new Command('start')
    .description(
      'Puts a draft beside the policy in force: every submit is evaluated under both, only the policy in force binds, and reps see nothing of it. One draft at a time. Audited. Ends when it is stopped, published, or at --until.',
    )
    .argument('[dir]', 'the configuration folder with the draft', 'config')
    .requiredOption(...BY, emailOf)
    .requiredOption('--reason <text>', 'why, for the record', reasonOf)
    .option(
      '--until <date>',
      'when it ends by itself, such as 2026-12-31 (the start of that day, UTC)',
      dateOf,
    )
    .option(...JSON_FLAG)
    .action(startDraft);
  const status = new Command('status')
    .description(
      'Reports what the draft made of the submits since: who would have been asked more or less, which would have been refused. Of the newest evaluation, ended or not. Exit code 1 when a request could not be decided under the draft.',
    )
    .option('--show <number>', 'how many differing requests to print', positive, 20)
    .option('--json', 'print JSON Lines: one object for each request, then the summary', false)
    .action(reportDraft);
  const stop = new Command('stop')
    .description('Ends the evaluation. Its results stay and "status" still reports them. Audited.')
    .requiredOption(...BY, emailOf)
    .option(...JSON_FLAG)
    .action(stopDraft);
  return new Command('evaluate')
    .description('Tries a draft on the requests that come in, without binding anybody (Evaluate mode).')
    .addCommand(start)
    .addCommand(status)
    .addCommand(stop);
}

interface StartOptions {
  readonly by: string;
  readonly reason: string;
  readonly until?: Date;
  readonly json: boolean;
}

async function startDraft(dir: string, { by, reason, until, json }: StartOptions) {
  const policy = await loadPolicyFiles(dir);
  const { directory } = await readPeople(openCrm());
  const person = activeUser(directory, by);
  if (!person) return tell(json, 'unknown_person', `Not started: the CRM knows no active user ${by}.`);
  const findings = lintPolicy(policy, directory);
  await act(json, async (store) => {
    const started = await startEvaluation(contextOf(store), readTenant(), {
      policy,
      by: person,
      reason,
      until: until ?? null,
    });
    const { number, hash } = started;
    if (json) return printJson({ started: true, evaluation: number, hash, until: started.until, findings });
    const end = started.until === null ? 'until it is stopped' : `until ${started.until}`;
    print(`Evaluation ${number} of the files of ${dir} runs ${end}. They bind nobody.`);
    // A draft may have faults: finding them is what it is here for.
    print(findingsInWords(findings));
  });
}

async function stopDraft({ by, json }: { by: string; json: boolean }) {
  const { directory } = await readPeople(openCrm());
  const person: Person | null = activeUser(directory, by);
  if (!person) return tell(json, 'unknown_person', `Not stopped: the CRM knows no active user ${by}.`);
  await act(json, async (store) => {
    const { number } = await stopEvaluation(contextOf(store), readTenant(), person);
    if (json) printJson({ stopped: true, evaluation: number });
    else print(`Evaluation ${number} is stopped. "handrail policy evaluate status" still reports it.`);
  });
}

async function reportDraft({ show, json }: { show: number; json: boolean }) {
  const tenantId = readTenant();
  await act(json, async (store) => {
    await endOverdueEvaluation(contextOf(store), tenantId);
    const evaluation = await store.transact(tenantId, (tx) => tx.findLatestEvaluation());
    if (!evaluation) return tell(json, 'no_evaluation', 'No draft was evaluated yet.');
    const report = await collectEvaluation(
      evaluation,
      evaluatedRequests(store, tenantId, evaluation.number),
      {
        show,
        each: (request) => {
          if (json) print(evaluatedJson(request));
        },
      },
    );
    print(json ? reportJson(report) : evaluationInWords(report));
    if (report.types.some(({ unresolvable }) => unresolvable > 0)) process.exitCode = EXIT.found;
  });
}

function contextOf(unitOfWork: Store) {
  return { unitOfWork, clock: systemClock, sha256 };
}

async function act(json: boolean, work: (store: Store) => Promise<void>): Promise<void> {
  try {
    await withStore(work);
  } catch (error) {
    if (!(error instanceof EvaluationRefusal)) throw error;
    tell(json, error.code, error.message);
  }
}

function tell(json: boolean, code: string, message: string): void {
  if (json) printJson({ code, message });
  else print(message);
  process.exitCode = EXIT.found;
}

function dateOf(text: string): Date {
  const date = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError(
    'It must be a date such as 2026-12-31, or an instant such as 2026-12-31T17:00Z.',
  );
}
