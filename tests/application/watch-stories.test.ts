import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { loadCard } from '../../src/application/load-card.ts';
import { ownerIdOf, startWatchWorld, TENANT, userIdOf, type WatchWorld } from './watch-world.ts';

jest.setTimeout(60_000);

const OWNER = 'hubspot_owner_id';
const HOLD = 'handoff_routing_hold';
const MAYA = ownerIdOf('maya.chen');
const HANA = ownerIdOf('hana.sato');

let world: WatchWorld;
beforeAll(async () => {
  world = await startWatchWorld();
});
beforeEach(() => world.use({}));
afterAll(() => world.close());

describe('a workflow reshuffles the owner during an exception', () => {
  it('is put back again when the window is over', async () => {
    const deal = world.makeDeal();
    await world.hold(deal, { proposedOwnerId: MAYA });
    const workflow = { sourceType: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:1' };
    for (let round = 0; round < 3; round += 1) {
      world.write(workflow, deal, { [OWNER]: HANA });
      await world.look(deal);
    }
    expect(world.value(deal, OWNER)).toBe(HANA);
    world.pass({ hours: 25 });
    world.edit('priya.nair', deal, { [OWNER]: MAYA });
    world.write(workflow, deal, { [OWNER]: HANA });
    await world.look(deal);
    expect(world.value(deal, OWNER)).toBe(MAYA);
  });

  it('is left alone when it is right again before anybody looked, however often it is told', async () => {
    const deal = world.makeDeal();
    await world.hold(deal, { proposedOwnerId: MAYA });
    world.write({ sourceType: 'AUTOMATION_PLATFORM' }, deal, { [OWNER]: HANA });
    world.edit('maya.chen', deal, { [OWNER]: MAYA });
    const before = world.portal.writeLog.length;
    await world.look(deal);
    await world.look(deal);
    expect(await world.story(deal)).toEqual([
      're_correction against_hold: already_right',
      'allowed fits_exception:',
    ]);
    expect(world.portal.writeLog).toHaveLength(before);
  });

  it('keeps an owner whom the exception did not set', async () => {
    const deal = world.makeDeal();
    await world.hold(deal);
    world.write({ sourceType: 'AUTOMATION_PLATFORM' }, deal, { [OWNER]: HANA });
    await world.look(deal);
    expect(world.value(deal, OWNER)).toBe(MAYA);
  });

  it('is not fought after the exception has ended', async () => {
    const deal = world.makeDeal();
    const requestId = await world.hold(deal, { proposedOwnerId: MAYA });
    world.write({ sourceType: 'AUTOMATION_PLATFORM' }, deal, { [OWNER]: HANA });
    await world.end(requestId);
    world.write({ sourceType: 'AUTOMATION_PLATFORM' }, deal, { [OWNER]: ownerIdOf('luis.prado') });
    await world.look(deal);
    expect(await world.story(deal)).toEqual([
      're_correction against_hold: over',
      'standard_routing routing:',
    ]);
    expect(world.value(deal, OWNER)).toBe(ownerIdOf('luis.prado'));
  });
});

describe('our own writes', () => {
  it.each([
    ['by the app that the CRM names', undefined],
    ['by value and time where nobody said which app is ours', null],
  ])('are no changes to anybody else: %s', async (_name, ownAppId) => {
    if (ownAppId === null) world.use({ ownAppId });
    const deal = world.makeDeal({ [OWNER]: HANA });
    const requestId = await world.hold(deal, { proposedOwnerId: MAYA });
    await world.look(deal);
    world.write({ sourceType: 'AUTOMATION_PLATFORM' }, deal, { [OWNER]: HANA });
    await world.look(deal);
    // Looks at what it put back itself.
    await world.look(deal);
    await world.end(requestId);
    await world.look(deal);
    expect(await world.story(deal)).toEqual(['re_correction against_hold: put_back']);
    expect((await world.changes(deal)).length).toBeGreaterThan(10);
  });
});

describe('somebody changes a governed field without leave', () => {
  it('gets a task that tells what was changed, and RevOps does not', async () => {
    const deal = world.makeDeal();
    world.edit('amira.haddad', deal, { [OWNER]: ownerIdOf('amira.haddad') });
    await world.look(deal);
    await world.look(deal);
    expect(await world.story(deal)).toEqual(['untracked_override owner_outside_standard: asked']);
    expect(world.value(deal, OWNER)).toBe(ownerIdOf('amira.haddad'));
    expect(world.tasks(deal)).toEqual([
      {
        subject: 'Explain: the owner was changed without leave',
        body: expect.stringContaining('owner: Maya Chen → Amira Haddad'),
        owner: ownerIdOf('amira.haddad'),
      },
    ]);
    world.edit('priya.nair', deal, { [OWNER]: MAYA });
    await world.look(deal);
    expect((await world.story(deal)).at(-1)).toBe('standard_routing role_may_change:');
  });

  it('is asked of the owner of the record when nobody can name the author', async () => {
    const deal = world.makeDeal();
    world.write({ sourceType: 'CRM_UI' }, deal, { [OWNER]: HANA });
    await world.look(deal);
    expect(world.tasks(deal).map(({ owner }) => owner)).toEqual([HANA]);
  });

  it('is told to object when an exception is in force', async () => {
    const deal = world.makeDeal();
    await world.hold(deal, { proposedOwnerId: MAYA });
    world.edit('amira.haddad', deal, { [OWNER]: ownerIdOf('amira.haddad') });
    await world.look(deal);
    expect(await world.story(deal)).toEqual(['untracked_override person_against_exception: asked']);
    expect(world.tasks(deal).find(({ owner }) => owner === ownerIdOf('amira.haddad'))?.body).toContain(
      'object to the exception',
    );
    expect(world.value(deal, OWNER)).toBe(ownerIdOf('amira.haddad'));
  });
});

describe('an override is explained by a request that is filed afterwards', () => {
  const overridden = async () => {
    const deal = world.makeDeal();
    world.edit('amira.haddad', deal, { [OWNER]: ownerIdOf('amira.haddad') });
    await world.look(deal);
    const card = await loadCard(world.context, world.as('amira.haddad'), {
      objectType: 'deal',
      recordId: deal,
    });
    return { deal, override: card.override };
  };

  it('names the change, keeps who owned the record before, and writes no owner that stands there', async () => {
    const { deal, override } = await overridden();
    expect(override?.words).toContain('owner: Maya Chen → Amira Haddad');
    const changeId = override?.judged.changeId ?? '';
    const requestId = await world.hold(deal, {
      proposedOwnerId: ownerIdOf('amira.haddad'),
      retroactive: { changeId },
    });
    const stored = await world.store.transact(TENANT, (tx) => tx.findRequest(requestId));
    expect(stored?.state.request.former.owner?.name).toBe('Maya Chen');
    expect(stored?.state.request.retroactive).toMatchObject({ changeId, field: 'owner', from: MAYA });
    const steps = await world.store.transact(TENANT, (tx) => tx.listSteps(requestId));
    expect(steps.find(({ step }) => step.action.kind === 'set_owner')?.outcome).toBe('already_there');
    const [submitted] = (await world.trail(requestId)).filter(({ type }) => type === 'exception_submitted');
    expect(submitted?.body).toContain(`"retroactiveTo":"${changeId}"`);
    expect((await world.changes(deal)).find(({ judged }) => judged.changeId === changeId)?.explainedBy).toBe(
      requestId,
    );
    await world.look(deal);
    expect(await world.story(deal)).toEqual(['untracked_override owner_outside_standard: asked']);
  });

  it.each([
    ['a change that nobody knows', () => 'f'.repeat(32), 'change_not_found'],
    ['a change of another record', (other: string) => other, 'change_not_found'],
  ] as const)('is refused for %s', async (_name, changeOf, code) => {
    const { override } = await overridden();
    const deal = world.makeDeal();
    const changeId = changeOf(override?.judged.changeId ?? '');
    await expect(world.hold(deal, { retroactive: { changeId } })).rejects.toMatchObject({ code });
  });

  it('is refused when another request explains it already', async () => {
    const { deal, override } = await overridden();
    const retroactive = { changeId: override?.judged.changeId ?? '' };
    const requestId = await world.hold(deal, { proposedOwnerId: ownerIdOf('amira.haddad'), retroactive });
    await world.end(requestId);
    await expect(
      world.hold(deal, { proposedOwnerId: ownerIdOf('amira.haddad'), retroactive }),
    ).rejects.toMatchObject({ code: 'change_explained' });
  });
});

describe('two writers', () => {
  const SYNC = { sourceType: 'SALESFORCE', updatedByUserId: Number(userIdOf('grace.okafor')) };

  it('are told to RevOps at once, and nothing is put back: the synchronisation would write again', async () => {
    const deal = world.makeDeal();
    await world.hold(deal, { proposedOwnerId: MAYA });
    world.write(SYNC, deal, { [OWNER]: HANA });
    await world.look(deal);
    world.write(SYNC, deal, { [OWNER]: ownerIdOf('luis.prado') });
    await world.look(deal);
    expect(await world.story(deal)).toEqual([
      're_correction two_writers: raised',
      're_correction two_writers: raised_before',
    ]);
    const [task] = world.tasks(deal).filter(({ subject }) => subject.startsWith('Two systems'));
    expect(task?.body).toContain(
      'Written by: The synchronisation with Salesforce (integration user Grace Okafor)',
    );
    expect(task?.body).toContain('one system must own the field');
    expect(world.value(deal, OWNER)).toBe(ownerIdOf('luis.prado'));
  });

  it('are fought where the settings say so', async () => {
    world.use({ settings: { otherSystems: 'put_back' } });
    const deal = world.makeDeal();
    await world.hold(deal, { proposedOwnerId: MAYA });
    world.write({ sourceType: 'INTEGRATION', sourceId: '77', sourceLabel: 'RoutePilot' }, deal, {
      [OWNER]: HANA,
    });
    await world.look(deal);
    expect(world.value(deal, OWNER)).toBe(MAYA);
    expect(
      world.notes(deal).some((note) => note.includes('The integration RoutePilot wrote the owner')),
    ).toBe(true);
  });
});

describe('the hold is ticked by hand', () => {
  it('is taken off again, and whoever ticked it is asked', async () => {
    const deal = world.makeDeal();
    world.edit('amira.haddad', deal, { [HOLD]: 'true' });
    await world.look(deal);
    expect(world.value(deal, HOLD)).toBe('false');
    expect(await world.story(deal)).toEqual(['untracked_override hold_without_request: put_back asked']);
    expect(world.tasks(deal)[0]?.owner).toBe(ownerIdOf('amira.haddad'));
  });

  it('stands where the settings say so, as an override that is asked about', async () => {
    world.use({ settings: { ownFields: { hold: 'adopt', others: 'put_back' } } });
    const deal = world.makeDeal();
    world.edit('amira.haddad', deal, { [HOLD]: 'true' });
    await world.look(deal);
    expect(world.value(deal, HOLD)).toBe('true');
    expect(await world.story(deal)).toEqual(['untracked_override hold_without_request: asked']);
  });

  it('is put back when it is taken off during an exception, which counts as a re-correction', async () => {
    const deal = world.makeDeal();
    await world.hold(deal, { proposedOwnerId: MAYA });
    world.edit('amira.haddad', deal, { [HOLD]: 'false', handoff_exception_reason: 'I say so' });
    await world.look(deal);
    expect(world.value(deal, HOLD)).toBe('true');
    expect(world.value(deal, 'handoff_exception_reason')).toContain('strategic list');
    expect(await world.story(deal)).toEqual([
      're_correction tag_changed: put_back',
      're_correction hold_taken_off: put_back',
    ]);
  });

  it('is told to RevOps when a workflow ticked it: it has no author', async () => {
    const deal = world.makeDeal();
    world.write({ sourceType: 'AUTOMATION_PLATFORM' }, deal, { [HOLD]: 'true' });
    await world.look(deal);
    expect(await world.story(deal)).toEqual(['untracked_override hold_without_request: put_back raised']);
    expect(world.tasks(deal).map(({ owner }) => owner)).toContain(ownerIdOf('priya.nair'));
  });
});

describe('a workflow of the account fights an exception', () => {
  it('is put back twice; the third time RevOps is told, with the workflow named', async () => {
    const deal = world.makeDeal();
    const requestId = await world.hold(deal, { proposedOwnerId: MAYA });
    // The workflows that were read for an earlier fight are not remembered for longer than minutes.
    world.pass({ hours: 1 });
    const flow = world.addFight('Old territory sweep', 'hana.sato');
    await world.look(deal);
    world.write({ sourceType: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:1' }, deal, { [OWNER]: HANA });

    // It writes again as soon as it sees the owner change: each put back sets it off.
    for (let round = 0; round < 4; round += 1) {
      await world.look(deal);
      await world.runWorkflows();
    }

    expect(await world.story(deal)).toEqual([
      're_correction against_hold: put_back',
      're_correction against_hold: put_back',
      're_correction against_hold: limit_reached raised',
    ]);
    expect(world.value(deal, OWNER)).toBe(HANA);
    const [task, ...others] = world.tasks(deal).filter(({ subject }) => subject.startsWith('Stopped'));
    expect(others).toEqual([]);
    expect(task?.owner).toBe(ownerIdOf('priya.nair'));
    expect(task?.body).toContain('Suspected workflows: "Old territory sweep"');
    expect(task?.body).toContain(flow);
    expect(task?.body).toContain('Should be: Maya Chen');
    expect(task?.body).toContain('Was written: Hana Sato');
    // The record's timeline and the trail of the request say the same.
    const notes = world.notes(deal).filter((note) => note.includes('workflow'));
    expect(notes.map((note) => /put it back to Maya Chen|leaves it as it is/.exec(note)?.[0])).toEqual([
      'put it back to Maya Chen',
      'put it back to Maya Chen',
      'leaves it as it is',
    ]);
    const types = (await world.trail(requestId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'change_judged')).toHaveLength(3);
    expect(types.filter((type) => type === 'change_remedied')).toHaveLength(4);
  });
});
