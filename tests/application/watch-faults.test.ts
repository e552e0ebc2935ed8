import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { runRemedies } from '../../src/application/watch/run-remedies.ts';
import { ownerIdOf, startWatchWorld, TENANT, type WatchWorld } from './watch-world.ts';

jest.setTimeout(120_000);

const OWNER = 'hubspot_owner_id';
const MAYA = ownerIdOf('maya.chen');
const HANA = ownerIdOf('hana.sato');
const WORKFLOW = { sourceType: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:1' };
const HOUR = 3_600_000;

let world: WatchWorld;
beforeAll(async () => {
  world = await startWatchWorld();
});
afterAll(() => world.close());

/** A held deal that a workflow has just given to Hana. */
async function fought(): Promise<string> {
  const deal = world.makeDeal();
  await world.hold(deal, { proposedOwnerId: MAYA });
  world.write(WORKFLOW, deal, { [OWNER]: HANA });
  return deal;
}

const changeOf = async (deal: string) =>
  (await world.changes(deal)).find(({ judged }) => judged.verdict === 're_correction')?.judged.changeId ?? '';
const ourOwnerWrites = (deal: string) =>
  world.portal.writeLog.filter(
    ({ objectId, properties, source }) =>
      objectId === deal && properties[OWNER] !== undefined && source.sourceType === 'INTEGRATION',
  );

describe('a repair that is broken off', () => {
  it('is tried again when the CRM is down, and comes about once', async () => {
    const deal = await fought();
    world.portal.faults.inject({
      kind: 'status',
      status: 503,
      method: 'PATCH',
      path: `/deals/${deal}`,
      times: 99,
    });
    await expect(world.look(deal)).rejects.toMatchObject({ code: 'unavailable' });
    expect(world.value(deal, OWNER)).toBe(HANA);
    world.portal.faults.clear();
    await world.look(deal);
    await world.look(deal);
    expect(world.value(deal, OWNER)).toBe(MAYA);
    expect(await world.story(deal)).toEqual(['re_correction against_hold: put_back']);
    expect(world.notes(deal).filter((note) => note.includes('put it back'))).toHaveLength(1);
  });

  it('is raised when the CRM does not come back', async () => {
    const deal = await fought();
    world.portal.faults.inject({
      kind: 'status',
      status: 503,
      method: 'PATCH',
      path: `/deals/${deal}`,
      times: 99,
    });
    await expect(world.look(deal)).rejects.toMatchObject({ code: 'unavailable' });
    await runRemedies(world.context, TENANT, await changeOf(deal), true);
    world.portal.faults.clear();
    expect(await world.story(deal)).toEqual(['re_correction against_hold: refused raised']);
  });

  it('is found done when the process was killed after the write', async () => {
    const deal = await fought();
    // The reply is lost, and so is every look at what became of it.
    world.portal.faults.inject({ kind: 'lose-reply', method: 'PATCH', path: `/deals/${deal}` });
    world.portal.faults.inject({ kind: 'status', status: 503, method: 'POST', path: '/notes', times: 99 });
    await expect(world.look(deal)).rejects.toMatchObject({ code: 'unavailable' });
    world.portal.faults.clear();
    const before = ourOwnerWrites(deal).length;
    await world.look(deal);
    expect(ourOwnerWrites(deal)).toHaveLength(before);
    expect(await world.story(deal)).toEqual(['re_correction against_hold: put_back']);
    expect(world.notes(deal).filter((note) => note.includes('put it back'))).toHaveLength(1);
  });

  it('is over when the record is gone', async () => {
    const deal = await fought();
    world.portal.faults.inject({
      kind: 'status',
      status: 503,
      method: 'PATCH',
      path: `/deals/${deal}`,
      times: 99,
    });
    await expect(world.look(deal)).rejects.toMatchObject({ code: 'unavailable' });
    world.portal.faults.clear();
    const { portal } = world.portal;
    portal.archive('deals', deal, { method: 'UI', path: '', body: null, source: { sourceType: 'CRM_UI' } });
    await runRemedies(world.context, TENANT, await changeOf(deal), false);
    expect(await world.story(deal)).toEqual(['re_correction against_hold: over']);
  });
});

describe('a person’s change', () => {
  it('is not judged on facts that cannot be read', async () => {
    const deal = world.makeDeal();
    world.edit('amira.haddad', deal, { [OWNER]: ownerIdOf('amira.haddad') });
    world.portal.faults.inject({
      kind: 'status',
      status: 503,
      method: 'GET',
      path: `/deals/${deal}`,
      times: 99,
    });
    await expect(world.look(deal)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await world.story(deal)).toEqual([]);
    world.portal.faults.clear();
    await world.look(deal);
    expect(await world.story(deal)).toEqual(['untracked_override owner_outside_standard: asked']);
  });
});

type Deed = { readonly kind: 'write'; readonly to: string } | { readonly kind: 'look' | 'mend' | 'wait' };

describe('whatever happens in whatever order', () => {
  it('a field is never put back more often than the settings say, nor over the right value', async () => {
    const deed: fc.Arbitrary<Deed> = fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .constantFrom(HANA, ownerIdOf('ravi.menon'))
          .map((to) => ({ kind: 'write', to }) as const),
      },
      { weight: 5, arbitrary: fc.constant({ kind: 'look' } as const) },
      { weight: 1, arbitrary: fc.constant({ kind: 'mend' } as const) },
      { weight: 1, arbitrary: fc.constant({ kind: 'wait' } as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 12 }), async (deeds) => {
        const deal = world.makeDeal();
        await world.hold(deal, { proposedOwnerId: MAYA });
        const start = ourOwnerWrites(deal).length;
        for (const one of deeds) {
          if (one.kind === 'write') world.write(WORKFLOW, deal, { [OWNER]: one.to });
          else if (one.kind === 'mend') world.edit('priya.nair', deal, { [OWNER]: MAYA });
          else if (one.kind === 'wait') world.pass({ hours: 20 });
          else {
            const right = world.value(deal, OWNER) === MAYA;
            const before = ourOwnerWrites(deal).length;
            await world.look(deal);
            if (right) expect(ourOwnerWrites(deal)).toHaveLength(before);
          }
        }
        const times = ourOwnerWrites(deal)
          .slice(start)
          .map(({ at }) => Date.parse(at));
        for (const at of times) {
          expect(times.filter((other) => other >= at && other < at + 24 * HOUR).length).toBeLessThanOrEqual(
            2,
          );
        }
      }),
      { numRuns: 8 },
    );
  });
});
