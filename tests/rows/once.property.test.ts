import { afterAll, it } from '@jest/globals';
import fc from 'fast-check';
import { expectOnce } from './expect-once.ts';
import { type Blow, startMortal } from './mortal-worker.ts';
import { closeSharedStore, MAYA, openRows, PRIYA, type RowsWorld, TOM, VICTOR } from './rows-world.ts';

const RUNS = Number(process.env.HANDRAIL_ROW_RUNS ?? 12);
const PEOPLE = [MAYA, TOM, PRIYA, VICTOR] as const;
const KINDS = ['approve', 'reject', 'ask', 'answer', 'withdraw', 'end'] as const;

const person = fc.constantFrom(...PEOPLE);
const action = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('file' as const),
      as: person,
      deal: fc.nat(2),
      valid: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      as: person,
      about: fc.nat(3),
      kind: fc.constantFrom(...KINDS),
      version: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('poll' as const),
      at: fc.nat(60),
      blow: fc.constantFrom<Blow[]>('dies', 'stalls'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(0.3, 1.1, 20, 70) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose-reply' as const) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

afterAll(closeSharedStore);

it('gives each row one effect and one answer, whatever is written, lost, killed and repeated when', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 14 }), async (actions) => {
      const world = await openRows();
      try {
        await check(world, actions);
      } finally {
        await world.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 600_000);

async function check(world: RowsWorld, actions: readonly Action[]): Promise<void> {
  const { org } = world;
  const deals = [world.makeDeal(), world.makeDeal(), world.makeDeal()];
  const filed: string[] = [];
  const said: string[] = [];
  const stalled: (() => Promise<void>)[] = [];
  for (const [at, one] of actions.entries()) {
    switch (one.do) {
      case 'file':
        filed.push(
          world.file(deals[one.deal] ?? '', { as: one.as, ...(!one.valid && { Reason_Code__c: 'mood' }) }),
        );
        break;
      case 'say': {
        const about = filed[one.about];
        if (about === undefined) break;
        const values = { Comment__c: `What is meant by ${at}?`, Version__c: one.version };
        said.push(world.say(about, one.kind, { as: one.as, ...values }));
        break;
      }
      case 'poll': {
        const worker = startMortal(world, `worker-${at}`, one.at, one.blow);
        const struck = (await worker.struck) === 'struck';
        if (struck && one.blow === 'stalls') stalled.push(worker.goOn);
        break;
      }
      case 'pass':
        world.pass(one.minutes);
        // A sleeper wakes while others have the rows.
        await stalled.shift()?.();
        break;
      case 'lose-reply':
        org.faults.inject({ kind: 'lose-reply', method: 'PATCH', path: '/composite/sobjects' });
        break;
    }
  }
  for (const goOn of stalled) await goOn();
  org.faults.clear();
  await expectOnce(world, filed, said);
}
