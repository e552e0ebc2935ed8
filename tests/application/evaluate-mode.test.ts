import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluateAlongside } from '../../src/application/evaluate-alongside.ts';
import {
  endOverdueEvaluation,
  evaluatedRequests,
  startEvaluation,
  stopEvaluation,
} from '../../src/application/policy-evaluation.ts';
import { submitException } from '../../src/application/submit-exception.ts';
import type { FiledState } from '../../src/domain/exception-request/state.ts';
import { EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import type { ExceptionType, Policy } from '../../src/domain/policy/policy.ts';
import type { EvaluatedRequest } from '../../src/ports/evaluation-store.ts';
import { needs } from '../domain/policy-builder.ts';
import { policyEvaluation } from '../fixtures/people.ts';
import { shippedPolicy } from '../policies/shipped-policy.ts';
import { type ApplicationWorld, NOW, openApplication, submissionOn, TENANT } from './application-world.ts';

const PRIYA: Person = { email: 'priya.nair@northwind.example', name: 'Priya Nair', userId: '48100113' };
const INES = 'ines.moreau@northwind.example';
const inForce = await shippedPolicy();
const { policy } = inForce;
let world: ApplicationWorld;

beforeAll(async () => {
  world = await openApplication(policy);
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.setClock(NOW);
  const running = await world.store.transact(TENANT, (tx) => tx.findEvaluation());
  if (running) await stopEvaluation(world.context, TENANT, PRIYA);
});

/** The shipped policy with another Strategic Logo. */
function draftWith(change: (type: ExceptionType) => ExceptionType): Policy {
  const exceptionTypes = policy.exceptionTypes.map((type) =>
    type.id === 'strategic-logo' ? change(type) : type,
  );
  return { ...policy, exceptionTypes };
}
const STRICTER = draftWith((type) => ({
  ...type,
  decisionRights: [...type.decisionRights, { id: 'x', label: 'X', when: [], require: needs('revops') }],
}));

const start = (draft: Policy, until: string | null = null) =>
  startEvaluation(world.context, TENANT, {
    policy: draft,
    by: PRIYA,
    reason: 'See what it would do.',
    until: until === null ? null : new Date(until),
  });

async function submit(mailbox = 'maya.chen') {
  const recordId = world.makeDeal();
  const { stored } = await submitException(world.context, world.as(mailbox), submissionOn(recordId));
  return stored.state;
}

async function resultsOf(number: number): Promise<readonly EvaluatedRequest[]> {
  const all: EvaluatedRequest[] = [];
  for await (const page of evaluatedRequests(world.store, TENANT, number)) all.push(...page);
  return all;
}

async function trail(): Promise<readonly Record<string, unknown>[]> {
  const entries = await world.store.transact(TENANT, (tx) => tx.readAudit({ limit: 1000 }));
  return entries.map(({ body }) => JSON.parse(body));
}

describe('while a draft is evaluated', () => {
  it.each<[string, Policy, object]>([
    ['asks somebody more', STRICTER, { changed: true, added: [PRIYA.email], dropped: [] }],
    ['asks the same', draftWith((type) => ({ ...type, label: 'Big Logo' })), { changed: false, added: [] }],
    [
      'has no such type',
      { ...policy, exceptionTypes: policy.exceptionTypes.filter(({ id }) => id !== 'strategic-logo') },
      { changed: true, after: { outcome: 'unknown_exception_type' }, dropped: [INES] },
    ],
    [
      'would refuse it for its criteria',
      draftWith((type) => ({
        ...type,
        criteria: { words: 'Huge', when: [[{ property: 'deal.amount', operator: 'GT', value: 1_000_000 }]] },
      })),
      { changed: true, after: { outcome: 'criteria_not_met' } },
    ],
    [
      'names nobody for it',
      draftWith((type) => ({
        ...type,
        decisionRights: type.decisionRights.filter(({ id }) => id === 'over-100k'),
      })),
      { changed: true, after: { outcome: 'policy_gap' } },
    ],
    [
      'reads a fact that the policy in force does not',
      draftWith((type) => ({
        ...type,
        decisionRights: [
          ...type.decisionRights,
          {
            id: 'named',
            label: 'Named',
            when: [[{ property: 'deal.dealname', operator: 'EQ', value: 'a name that no deal has' }]],
            require: needs('cro'),
          },
        ],
      })),
      // Were the fact unknown, the row could not be excluded and would add somebody.
      { changed: false, added: [] },
    ],
  ])('a submit is kept with what the draft would have made of it: it %s', async (_, draft, expected) => {
    const { number } = await start(draft);
    const { request, status } = await submit();
    expect(status).toBe('pending');
    expect(request.policyVersion).toBe(1);
    expect(await resultsOf(number)).toEqual([
      { requestId: request.requestId, at: NOW, against: 1, result: expect.objectContaining(expected) },
    ]);
    await stopEvaluation(world.context, TENANT, PRIYA);
    const plain = await submit();
    // The same request in everything but which record, when and under which id.
    const same = ({ request: { requirement, decision, clock, facts } }: typeof plain) => ({
      requirement,
      asks: decision.rows.map(({ id, truth }) => [id, truth]),
      clock,
      facts: Object.keys(facts),
    });
    expect(same({ ...plain, request })).toEqual(same(plain));
    expect(await resultsOf(number)).toHaveLength(1);
  });

  it('a draft that cannot be evaluated does not hurt, and is counted', async () => {
    const broken = JSON.parse('{"exceptionTypes":[{"id":"strategic-logo"}],"roles":null}') as Policy;
    const { number } = await start(broken);
    expect((await submit()).status).toBe('pending');
    expect(await resultsOf(number)).toMatchObject([{ result: { failed: 'TypeError' } }]);
  });

  it('the same form sent twice is kept once', async () => {
    const { number } = await start(STRICTER);
    const form = submissionOn(world.makeDeal());
    await submitException(world.context, world.as('maya.chen'), form);
    await submitException(world.context, world.as('maya.chen'), form);
    expect(await resultsOf(number)).toHaveLength(1);
  });
});

it('changes nothing about a submit, whatever the draft is', async () => {
  const outcomeOf = ({
    status,
    request: { requirement, decision, clock, facts, expiresAt },
  }: FiledState) => ({
    status,
    requirement,
    decision,
    clock,
    facts,
    expiresAt,
  });
  const plain = outcomeOf(await submit());
  const rows = fc.record({ id: fc.string(), when: fc.jsonValue(), require: fc.jsonValue() });
  const draft = fc.oneof(
    fc.jsonValue(),
    fc.jsonValue().map((roles) => ({ ...policy, roles })),
    fc.array(rows).map((decisionRights) => ({
      ...draftWith((type) => ({ ...type, decisionRights: decisionRights as never })),
    })),
    fc.constant(STRICTER),
  );
  await fc.assert(
    fc.asyncProperty(draft, async (anything) => {
      await start(anything as unknown as Policy);
      try {
        expect(outcomeOf(await submit())).toEqual(plain);
      } finally {
        await stopEvaluation(world.context, TENANT, PRIYA);
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);

describe('an evaluation', () => {
  it('is one at a time, needs a future end, and never compares a policy with itself', async () => {
    await expect(start(policy)).rejects.toMatchObject({ code: 'already_in_force' });
    await expect(start(STRICTER, NOW)).rejects.toMatchObject({ code: 'end_in_past' });
    await start(STRICTER);
    await expect(start(STRICTER)).rejects.toMatchObject({
      code: 'evaluation_running',
      message: expect.stringContaining(PRIYA.email),
    });
    await stopEvaluation(world.context, TENANT, PRIYA);
    await expect(stopEvaluation(world.context, TENANT, PRIYA)).rejects.toMatchObject({
      code: 'no_evaluation',
    });
  });

  it('ends by itself at its date, and its start and end stand in the trail without names or reasons', async () => {
    const { number, hash } = await start(STRICTER, '2026-11-24T00:00:00.000Z');
    world.setClock('2026-11-24T00:00:00.000Z');
    await submit();
    expect(await resultsOf(number)).toEqual([]);
    expect(await endOverdueEvaluation(world.context, TENANT)).toBe(true);
    expect(await endOverdueEvaluation(world.context, TENANT)).toBe(false);
    const entries = (await trail()).filter(
      ({ data }) => (data as { evaluation?: number }).evaluation === number,
    );
    expect(entries).toMatchObject([
      {
        type: 'policy_evaluation_started',
        actor: { kind: 'user', userId: PRIYA.userId },
        data: { hash, against: 1, until: '2026-11-24T00:00:00.000Z' },
      },
      { type: 'policy_evaluation_ended', actor: { kind: 'system' }, data: { hash, why: 'expired' } },
    ]);
    expect(JSON.stringify(entries)).not.toContain('See what');
    expect(JSON.stringify(entries)).not.toContain('priya');
  });

  it('ends when its draft comes into force', async () => {
    const { number } = await start(STRICTER);
    await world.publish({ ...STRICTER, calendars: [] });
    expect(await world.store.transact(TENANT, (tx) => tx.findEvaluation())).toMatchObject({ number });
    await world.publish(STRICTER);
    expect(await world.store.transact(TENANT, (tx) => tx.findLatestEvaluation())).toMatchObject({
      number,
      ended: { why: 'published' },
    });
    await world.publish(policy);
  });
});

it('never throws, whatever the draft is', () => {
  const submitted = {
    requestId: 'r',
    exceptionTypeId: 'strategic-logo',
    requesterEmail: 'maya.chen@northwind.example',
    facts: {},
    directory: EMPTY_DIRECTORY,
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.array(fc.jsonValue()), (anything, rights) => {
      const drafts = [
        anything,
        { ...policy, roles: anything },
        { ...policy, exceptionTypes: [{ ...policy.exceptionTypes[3], decisionRights: rights }] },
      ];
      for (const draft of drafts) {
        const evaluation = {
          number: 1,
          ...policyEvaluation({ policy: draft as unknown as Policy }),
          ended: null,
        };
        expect(evaluateAlongside(evaluation, inForce, submitted)).toBeDefined();
      }
    }),
  );
});
