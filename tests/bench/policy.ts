import { PGlite } from '@electric-sql/pglite';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import { openOnPglite } from '../../server/adapters/store/open-pglite.ts';
import { sha256 } from '../../server/adapters/system/sha256.ts';
import { pastRequests } from '../../src/application/past-requests.ts';
import type { FiledState } from '../../src/domain/exception-request/state.ts';
import { EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import { evaluatePolicy } from '../../src/domain/policy/evaluate-policy.ts';
import type { FactMap } from '../../src/domain/policy/facts.ts';
import type { Condition, Policy, PolicyVersion } from '../../src/domain/policy/policy.ts';
import { compareCase } from '../../src/domain/simulation/compare-case.ts';
import type { SimulatedCase } from '../../src/domain/simulation/judge-case.ts';
import { createSimulationTotals } from '../../src/domain/simulation/simulation-totals.ts';
import { collectWaitingTimes } from '../../src/domain/simulation/waiting-time.ts';
import { exceptionType, known, policyVersion, row } from '../domain/policy-builder.ts';
import { activeState, pendingState } from '../fixtures/exception-request.ts';
import { quietLogger } from '../fixtures/store.ts';

const ROWS = 200;
const REQUESTS = 100_000;
const EVALUATION_LIMIT_MS = 1;
const SIMULATION_LIMIT_MS = 10_000;

/** Runs that come before what is measured, so that the compiler has seen the code. */
const WARM_UP = 300;
const RUNS = 1_000;

const evaluation = measureEvaluation();
const pure = await measureSimulation('made up in memory', madeUp);
const stored = await measureStored();
process.exitCode = evaluation && pure && stored ? 0 : 1;

/** One request against 200 rows of two conditions, beside a bare loop over the same rows, turn by turn in one run. */
function measureEvaluation(): boolean {
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const when: Condition[] = [
      { property: 'deal.amount', operator: 'GT', value: at * 1_000 },
      { property: 'deal.sales_region', operator: 'IN', values: ['EMEA', `R${at}`] },
    ];
    return row(`row-${at}`, [when], at % 2 === 0 ? 'revops' : 'cro');
  });
  const type = exceptionType(rows);
  const roles = ['revops', 'cro'].map((id) => ({ id, label: id, people: [`${id}@example.com`] }));
  const policy = policyVersion(roles, type);
  const facts: FactMap = { 'deal.amount': known(100_500), 'deal.sales_region': known('EMEA') };
  const question = { policy, exceptionType: type, facts, directory: EMPTY_DIRECTORY };
  const ours: number[] = [];
  const bare: number[] = [];
  let kept = 0;
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    const started = performance.now();
    kept += evaluatePolicy(question).rows.filter(({ truth }) => truth !== 'false').length;
    const between = performance.now();
    kept -= bareLoop(rows, facts);
    if (run < WARM_UP) continue;
    ours.push(between - started);
    bare.push(performance.now() - between);
  }
  if (kept !== 0) throw new Error('the bare loop answers otherwise');
  const [mine, loop] = [percentile(ours, 50), percentile(bare, 50)];
  console.log(
    `evaluate ${ROWS} rows: median ${mine.toFixed(3)} ms, p99 ${percentile(ours, 99).toFixed(3)} ms; bare loop ${loop.toFixed(4)} ms; ratio ${(mine / loop).toFixed(0)} (with every sentence of the explanation); limit ${EVALUATION_LIMIT_MS} ms`,
  );
  return mine < EVALUATION_LIMIT_MS;
}

/** The same question by hand: how many rows apply. No unknowns, no people, no reasons. */
function bareLoop(
  rows: readonly { readonly when: readonly (readonly Condition[])[] }[],
  facts: FactMap,
): number {
  let applying = 0;
  for (const { when } of rows) {
    const holds = when.some((group) =>
      group.every(({ property, operator, value, values }) => {
        const fact = facts[property];
        if (fact?.state !== 'known') return false;
        return operator === 'GT' ? Number(fact.value) > Number(value) : values?.includes(String(fact.value));
      }),
    );
    if (holds) applying += 1;
  }
  return applying;
}

async function* madeUp(): AsyncGenerator<readonly SimulatedCase[]> {
  for (let from = 0; from < REQUESTS; from += 500) {
    yield Array.from({ length: 500 }, (_, at) => ({
      id: String(from + at),
      exceptionTypeId: 'strategic-logo',
      requesterEmail: 'maya.chen@northwind.example',
      facts: factsOf(from + at),
    }));
  }
}

function factsOf(at: number): FactMap {
  return {
    'request.object_type': known('deal'),
    'deal.amount': known(50_000 + ((at * 7_919) % 300_000)),
    'deal.sales_region': at % 9 === 0 ? { state: 'blank' } : known(['AMER', 'EMEA', 'APAC'][at % 3] ?? ''),
    'company.numberofemployees': known((at * 31) % 4_000),
  };
}

/** The shipped policy against one with another bound. */
async function measureSimulation(
  what: string,
  pages: () => AsyncGenerator<readonly SimulatedCase[]>,
): Promise<boolean> {
  const policy = await loadPolicyFiles('config');
  const inForce: PolicyVersion = { version: 1, hash: 'a', policy };
  const draft: PolicyVersion = { version: 2, hash: 'b', policy: raised(policy) };
  const totals = createSimulationTotals();
  const started = performance.now();
  for await (const page of pages()) for (const one of page) totals.add(compareCase(inForce, draft, one));
  const took = performance.now() - started;
  const [type] = totals.totals([]);
  console.log(
    `simulate ${type?.requests} requests ${what}: ${(took / 1000).toFixed(2)} s, ${type?.changed} changed; limit ${SIMULATION_LIMIT_MS / 1000} s`,
  );
  return took < SIMULATION_LIMIT_MS && type?.requests === REQUESTS;
}

/** The same over requests that stand in the embedded store, waiting times included. */
async function measureStored(): Promise<boolean> {
  const pglite = await PGlite.create();
  const store = await openOnPglite(pglite, { sha256, logger: quietLogger, release: async () => {} });
  const state = await filedState();
  await pglite.query(
    `insert into handrail.exception_request
       (tenant_id, request_id, status, object_type, record_id, submitted_at, version, state)
     select 'bench', to_char(n, 'FM000000'), 'active', 'deal', n::text, now(), 1,
       jsonb_set(jsonb_set($1::jsonb, '{request,requestId}', to_jsonb(to_char(n, 'FM000000'))),
         '{request,facts,deal.amount,value}', to_jsonb(50000 + (n * 7919) % 300000))
     from generate_series(1, ${REQUESTS}) n`,
    [JSON.stringify(state)],
  );
  const waits = collectWaitingTimes();
  try {
    return await measureSimulation('from the embedded store', async function* () {
      for await (const page of pastRequests(store, 'bench')) {
        for (const one of page) waits.add(one);
        yield page;
      }
    });
  } finally {
    await store.close();
  }
}

/** A request as a submit leaves it, with the whole decision and the playbook. */
async function filedState(): Promise<FiledState> {
  const policy: PolicyVersion = { version: 1, hash: 'a'.repeat(64), policy: await loadPolicyFiles('config') };
  const exceptionType = policy.policy.exceptionTypes.find(({ id }) => id === 'strategic-logo');
  const playbook = policy.policy.playbooks.find(({ id }) => id === 'strategic-logo');
  if (!exceptionType || !playbook) throw new Error('the shipped policy has a Strategic Logo');
  const facts = factsOf(1);
  const decision = evaluatePolicy({ policy, exceptionType, facts, directory: EMPTY_DIRECTORY });
  if (!decision.requirement) throw new Error('somebody is asked');
  const { requirement } = decision;
  const { id, label, governs, nextSteps } = exceptionType;
  return activeState(
    pendingState({
      exceptionType: { id, label, governs, nextSteps },
      facts,
      decision,
      requirement,
      playbook,
    }),
  );
}

function raised(policy: Policy): Policy {
  return {
    ...policy,
    exceptionTypes: policy.exceptionTypes.map((type) => ({
      ...type,
      decisionRights: type.decisionRights.map((right) =>
        right.id === 'over-100k'
          ? { ...right, when: [[{ property: 'deal.amount', operator: 'GT', value: 150_000 }]] }
          : right,
      ),
    })),
  };
}

function percentile(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
