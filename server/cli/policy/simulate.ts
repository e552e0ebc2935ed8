import { once } from 'node:events';
import { Command } from 'commander';
import { pastRequests } from '../../../src/application/past-requests.ts';
import { hashOfPolicy } from '../../../src/application/published-policy.ts';
import { directoryOf } from '../../../src/domain/policy/directory.ts';
import type { PolicyVersion } from '../../../src/domain/policy/policy.ts';
import { type CaseComparison, compareCase } from '../../../src/domain/simulation/compare-case.ts';
import type { SimulatedCase } from '../../../src/domain/simulation/judge-case.ts';
import { createSimulationTotals } from '../../../src/domain/simulation/simulation-totals.ts';
import { collectWaitingTimes } from '../../../src/domain/simulation/waiting-time.ts';
import type { UnitOfWork } from '../../../src/ports/unit-of-work.ts';
import { loadPolicyFiles } from '../../adapters/policy-catalog/load-policy-files.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { readTenant } from '../../env.ts';
import { EXIT } from '../exit-codes.ts';
import { positive } from '../positive.ts';
import { print } from '../print.ts';
import { createProgress } from '../progress.ts';
import { withStore } from '../with-store.ts';
import { findVersion } from './find-version.ts';
import { madeUpRequests } from './made-up-requests.ts';
import {
  comparisonInWords,
  comparisonJson,
  type SimulationSummary,
  summaryInWords,
} from './simulation-in-words.ts';

export function simulateCommand(): Command {
  return new Command('simulate')
    .description(
      'Tries a draft on past requests, on the facts they were filed with, or on requests made up in a file, and says who would be asked, added and dropped. Writes nothing. Exit code 1 when the draft would leave a request without anybody who can decide. docs/policy-simulate.md describes the file and --json.',
    )
    .argument('[dir]', 'the configuration folder with the draft', 'config')
    .option(
      '--against <number>',
      'the published version to compare with (default: the one in force)',
      positive,
    )
    .option('--file <file>', 'requests made up in JSON Lines, instead of past ones')
    .option('--past', 'with --file: past requests, too', false)
    .option('--show <number>', 'how many changed requests to print', positive, 20)
    .option('--json', 'print JSON Lines: one object for each request, then the summary', false)
    .action(simulate);
}

interface SimulateOptions {
  readonly against?: number;
  readonly file?: string;
  readonly past: boolean;
  readonly show: number;
  readonly json: boolean;
}

async function simulate(dir: string, options: SimulateOptions): Promise<void> {
  const policy = await loadPolicyFiles(dir);
  const summary = await withStore((store) => run(store, readTenant(), policy, options));
  if (options.json) print(JSON.stringify({ kind: 'summary', draft: dir, ...summary }));
  else print(summaryInWords(summary, dir));
  process.exitCode = summary.types.some(({ unresolvable }) => unresolvable > 0) ? EXIT.found : EXIT.ok;
}

async function run(
  store: UnitOfWork,
  tenantId: string,
  policy: PolicyVersion['policy'],
  { against, file, past, show, json }: SimulateOptions,
): Promise<SimulationSummary> {
  const inForce = await findVersion(store, tenantId, against);
  const people = await store.transact(tenantId, (tx) => tx.findPeople());
  const directory = people ? directoryOf(people, systemClock.now()) : undefined;
  const draft: PolicyVersion = {
    version: inForce.version + 1,
    hash: hashOfPolicy({ sha256 }, policy),
    policy,
  };
  const progress = createProgress();
  const totals = createSimulationTotals();
  const waits = collectWaitingTimes();
  const readsPast = file === undefined || past;
  let seen = 0;
  let shown = 0;

  async function compare(cases: readonly SimulatedCase[]): Promise<void> {
    const comparisons = cases.map((one) => compareCase(inForce, draft, one, directory));
    for (const comparison of comparisons) totals.add(comparison);
    seen += cases.length;
    progress.show(`${seen} requests simulated …`);
    await write(json ? comparisons.map(comparisonJson) : changedInWords(comparisons));
  }

  function changedInWords(comparisons: readonly CaseComparison[]): readonly string[] {
    const changed = comparisons.filter((comparison) => comparison.changed).slice(0, show - shown);
    shown += changed.length;
    return changed.map(comparisonInWords);
  }

  if (file !== undefined) for await (const page of madeUpRequests(file)) await compare(page);
  if (readsPast) {
    for await (const page of pastRequests(store, tenantId)) {
      for (const request of page) waits.add(request);
      await compare(page);
    }
  }
  progress.done();
  const history = waits.histories();
  return {
    against: inForce.version,
    requests: seen,
    shown,
    readsPast,
    history,
    types: totals.totals(history),
  };
}

/** Waits for a reader that is slower than the simulation, so that memory stays flat. */
async function write(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  if (!process.stdout.write(`${lines.join('\n')}\n`)) await once(process.stdout, 'drain');
}
