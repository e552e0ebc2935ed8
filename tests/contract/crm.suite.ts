import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FieldValue } from '../../src/domain/exception-request/break-glass.ts';
import type { StepAction } from '../../src/domain/playbook/step.ts';
import type { HandoffFacts } from '../../src/domain/policy/facts.ts';
import { CrmError } from '../../src/ports/crm.ts';
import { ACTIONS, type CrmWorld, expectEffect, HELD, RELEASED, stepOf, TAG } from './crm-world.ts';

/**
 * The promises of `CrmPort`, checked on a real implementation.
 *
 * @param setUp makes a fresh CRM; with `installed` false it lacks Handrail's own properties. Its port must not wait
 * in real time between attempts.
 */
export function crmSuite(name: string, setUp: (options: { installed: boolean }) => Promise<CrmWorld>): void {
  describe(`CRM port on ${name}`, () => {
    let open: CrmWorld | undefined;
    const start = async (installed = true) => {
      open = await setUp({ installed });
      return open;
    };
    afterEach(async () => {
      await open?.close();
      open = undefined;
    });

    describe('loadHandoff', () => {
      it('reads title, owner, stage and each kind of fact', async () => {
        const { crm, deal, expected, unknownProperty } = await start();
        const { number, text, blank, company } = expected.facts;
        const names = [number.name, text.name, blank.name, company.name];
        const handoff = await crm.loadHandoff(deal, [
          ...names,
          'owner.team',
          'owner.email',
          unknownProperty,
          'ticket.subject',
        ]);
        expect(handoff).toMatchObject({
          record: deal,
          title: expected.title,
          owner: expected.owner,
          stage: expected.stage,
        });
        expect(handoff.facts).toEqual({
          [number.name]: number.fact,
          [text.name]: text.fact,
          [blank.name]: { state: 'blank' },
          [company.name]: company.fact,
          'owner.team': { state: 'known', value: expected.owner.team },
          'owner.email': { state: 'known', value: expected.owner.email },
          [unknownProperty]: { state: 'unreadable', why: expect.stringContaining('has no deal property') },
          'ticket.subject': { state: 'unreadable', why: 'this record is a deal' },
        });
        expect(number.fact).toEqual({ state: 'known', value: expect.any(Number) });
        expect(handoff).not.toHaveProperty('unavailable');
        expect(handoff).not.toHaveProperty('notReady');
      });

      it('says so when the record does not exist', async () => {
        const { crm, noDeal } = await start();
        await expect(failure(crm.loadHandoff(noDeal, []))).resolves.toMatchObject({
          code: 'record_not_found',
        });
      });

      it.each(['breakDown', 'forbid'] as const)(
        'does not throw after %s: everything is unreadable',
        async (fault) => {
          const world = await start();
          world[fault]();
          const handoff = await world.crm.loadHandoff(world.deal, [
            'deal.amount',
            'company.country',
            'owner.team',
          ]);
          const { unavailable } = handoff;
          expect(unavailable).toMatch(fault === 'forbid' ? /permission/ : /cannot/);
          expect(handoff).toEqual({
            record: world.deal,
            title: world.deal.recordId,
            owner: null,
            stage: null,
            unavailable,
            facts: unreadableFacts(['deal.amount', 'company.country', 'owner.team'], unavailable),
          });
        },
      );

      it('says what an administrator must do when our properties are not there', async () => {
        const { crm, deal, installHint } = await start(false);
        const handoff = await crm.loadHandoff(deal, []);
        expect(handoff.notReady).toContain(installHint);
      });
    });

    describe('loadHandoffs', () => {
      it('reads many as loadHandoff reads one, and says which do not exist', async () => {
        const { crm, deal, noDeal, expected } = await start();
        const { number, text, blank, company } = expected.facts;
        const names = [number.name, text.name, blank.name, company.name, 'owner.team', 'ticket.subject'];
        const ids = [noDeal.recordId, deal.recordId, 'none-of-this-crm'];
        const readings = await crm.loadHandoffs('deal', ids, names);
        expect(readings.map(({ recordId, handoff }) => [recordId, handoff === null])).toEqual([
          [noDeal.recordId, true],
          [deal.recordId, false],
          ['none-of-this-crm', true],
        ]);
        expect(readings[1]?.handoff).toEqual(await crm.loadHandoff(deal, names));
      });

      it('throws when the CRM does not answer: a record that was not read is not one that is gone', async () => {
        const world = await start();
        world.breakDown();
        const reading = failure(world.crm.loadHandoffs('deal', [world.deal.recordId], []));
        await expect(reading).resolves.toMatchObject({ code: 'unavailable' });
      });
    });

    describe('record lists', () => {
      it('finds a list by id and by name, of its own record type only, and reads its records', async () => {
        const { crm, list } = await start();
        const { listId, name, recordIds } = list;
        expect(await crm.findRecordList('deal', listId)).toEqual({ listId, name });
        expect(await crm.findRecordList('deal', name)).toEqual({ listId, name });
        expect(await crm.findRecordList('contact', listId)).toBeNull();
        expect(await crm.findRecordList('deal', 'No such list')).toBeNull();
        const read: string[] = [];
        for (let after: string | undefined, more = true; more; ) {
          const page = await crm.readRecordList(listId, after);
          read.push(...page.recordIds);
          after = page.next;
          more = after !== undefined;
        }
        expect(read.toSorted()).toEqual([...recordIds].sort());
      });

      it('says so when the list is gone', async () => {
        const { crm } = await start();
        await expect(failure(crm.readRecordList('404404'))).resolves.toMatchObject({
          code: 'record_not_found',
        });
      });
    });

    describe('loadChoices', () => {
      it('lists owners and stages', async () => {
        const { crm, deal, expected, otherOwner, otherStage } = await start();
        const choices = await crm.loadChoices(deal);
        expect(choices.owners).toEqual(expect.arrayContaining([expected.owner, otherOwner]));
        expect(choices.stages).toEqual(expect.arrayContaining([expected.stage, otherStage]));
      });

      it.each(['breakDown', 'forbid'] as const)('is unavailable after %s', async (fault) => {
        const world = await start();
        world[fault]();
        await expect(failure(world.crm.loadChoices(world.deal))).resolves.toMatchObject({
          code: 'unavailable',
        });
      });
    });

    describe('resolveUser', () => {
      it('finds a person whatever the case of the address', async () => {
        const { crm, expected } = await start();
        await expect(crm.resolveUser(expected.owner.email.toUpperCase())).resolves.toEqual(expected.owner);
      });

      it('gives null for an address the CRM does not know', async () => {
        const { crm } = await start();
        await expect(crm.resolveUser('nobody@elsewhere.example')).resolves.toBeNull();
      });

      it('is unavailable when the CRM is down', async () => {
        const { crm, breakDown } = await start();
        breakDown();
        await expect(failure(crm.resolveUser('nobody@elsewhere.example'))).resolves.toMatchObject({
          code: 'unavailable',
        });
      });
    });

    describe('loadPeople', () => {
      it('lists everybody, those who were deactivated too, and teams with their people', async () => {
        const world = await start();
        const { owner } = world.expected;
        world.deactivate(world.otherOwner.email);
        const { people, teams } = await world.crm.loadPeople();
        expect(people.find(({ email }) => email === owner.email)).toEqual(owner);
        expect(people.find(({ email }) => email === world.otherOwner.email)).toMatchObject({ active: false });
        expect(people.map(({ email }) => email)).toEqual([...new Set(people.map(({ email }) => email))]);
        expect(teams.find(({ name }) => name === owner.team)?.members).toContain(owner.email);
      });

      it.each(['breakDown', 'forbid'] as const)(
        'is unavailable after %s, and never half a list',
        async (fault) => {
          const world = await start();
          world[fault]();
          await expect(failure(world.crm.loadPeople())).resolves.toMatchObject({ code: 'unavailable' });
        },
      );
    });

    describe.each(Object.entries(ACTIONS))('applyStep %s', (_, action) => {
      it('writes once, then says that it is already there', async () => {
        const world = await start();
        const step = stepOf(world, action(world));
        const first = await world.crm.applyStep(step);
        expect(first.outcome).toBe('written');
        expectEffect(world, step);
        expect(world.writes()).toBe(1);
        await expect(world.crm.applyStep(step)).resolves.toEqual({ ...first, outcome: 'already_there' });
        expect(world.writes()).toBe(1);
      });

      it('writes once when the reply is lost', async () => {
        const world = await start();
        const step = stepOf(world, action(world));
        world.loseNextReply();
        await world.crm.applyStep(step);
        world.mend();
        expectEffect(world, step);
        await expect(world.crm.applyStep(step)).resolves.toMatchObject({ outcome: 'already_there' });
        expect(world.writes()).toBe(1);
      });

      it('writes once when the reply is lost and the CRM stays down for a while', async () => {
        const world = await start();
        const step = stepOf(world, action(world));
        world.loseNextReply({ thenBreakDown: true });
        await expect(failure(world.crm.applyStep(step))).resolves.toMatchObject({
          code: 'unavailable',
          retryable: true,
        });
        world.mend();
        await expect(world.crm.applyStep(step)).resolves.toMatchObject({ outcome: 'already_there' });
        expectEffect(world, step);
        expect(world.writes()).toBe(1);
      });

      it('is refused for good without permission, and unavailable when the CRM is down', async () => {
        const world = await start();
        const step = stepOf(world, action(world));
        world.forbid();
        await expect(failure(world.crm.applyStep(step))).resolves.toMatchObject({
          code: 'refused',
          retryable: false,
        });
        world.mend();
        world.breakDown();
        await expect(failure(world.crm.applyStep(step))).resolves.toMatchObject({ code: 'unavailable' });
        expect(world.writes()).toBe(0);
      });

      it('says so when the record does not exist', async () => {
        const world = await start();
        const step = { ...stepOf(world, action(world)), record: world.noDeal };
        await expect(failure(world.crm.applyStep(step))).resolves.toMatchObject({ code: 'record_not_found' });
        expect(world.writes()).toBe(0);
      });
    });

    describe('applyStep of a revert', () => {
      const fields = ({ otherOwner, otherStage, textProperty }: CrmWorld): readonly FieldValue[] => [
        { field: 'owner', ownerId: otherOwner.ownerId ?? '' },
        { field: 'stage', stageId: otherStage.stageId },
        { field: 'property', property: textProperty, value: 'set by a playbook' },
      ];
      const remembered = async (world: CrmWorld) => {
        const action = { kind: 'remember_fields', fields: fields(world) } as const;
        const outcome = await world.crm.applyStep(stepOf(world, action));
        if (outcome.outcome !== 'read') throw new Error(`nothing was read: ${outcome.outcome}`);
        return outcome.values;
      };
      const restore = async (world: CrmWorld, was: FieldValue | undefined, set: FieldValue | undefined) => {
        if (!was || !set) throw new Error('no such field');
        return world.crm.applyStep(stepOf(world, { kind: 'restore_field', was, set }));
      };

      it('reads what fields hold, blank ones too, and writes nothing', async () => {
        const world = await start();
        const { owner, stage } = world.expected;
        expect(await remembered(world)).toEqual([
          { field: 'owner', ownerId: owner.ownerId },
          { field: 'stage', stageId: stage.stageId, pipelineId: stage.pipelineId },
          { field: 'property', property: world.textProperty, value: '' },
        ]);
        expect(world.writes()).toBe(0);
      });

      it('puts owner, stage and property back, once', async () => {
        const world = await start();
        const before = { owner: world.ownerId(), stage: world.stageId() };
        const was = await remembered(world);
        for (const kind of ['set_owner', 'set_stage', 'set_property'] as const)
          await world.crm.applyStep(stepOf(world, ACTIONS[kind](world)));
        for (const [at, set] of fields(world).entries()) {
          await expect(restore(world, was[at], set)).resolves.toEqual({ outcome: 'written' });
          await expect(restore(world, was[at], set)).resolves.toEqual({ outcome: 'already_there' });
        }
        expect({ owner: world.ownerId(), stage: world.stageId() }).toEqual(before);
        expect(world.value(world.textProperty)).toBe('');
        expect(world.writes()).toBe(6);
      });

      it('leaves a field that somebody changed since', async () => {
        const world = await start();
        const [, , was] = await remembered(world);
        const [, , set] = fields(world);
        await world.crm.applyStep(stepOf(world, ACTIONS.set_property(world)));
        world.change(world.textProperty, 'written by a person');
        const before = world.writes();
        await expect(restore(world, was, set)).resolves.toEqual({
          outcome: 'skipped',
          why: expect.stringContaining('was changed since'),
        });
        expect(world.value(world.textProperty)).toBe('written by a person');
        expect(world.writes()).toBe(before);
      });

      it('cannot remember what cannot be read', async () => {
        const world = await start();
        const step = stepOf(world, { kind: 'remember_fields', fields: fields(world) });
        await expect(failure(world.crm.applyStep({ ...step, record: world.noDeal }))).resolves.toMatchObject({
          code: 'record_not_found',
        });
        world.breakDown();
        await expect(failure(world.crm.applyStep(step))).resolves.toMatchObject({ code: 'unavailable' });
      });
    });

    describe('applyStep', () => {
      it.each([
        ['hold_routing', HELD],
        ['tag_record', TAG],
        ['release_hold', RELEASED],
      ] as const)('%s asks for an administrator when our properties are not there', async (kind, tag) => {
        const world = await start(false);
        const error = await failure(world.crm.applyStep(stepOf(world, { kind, tag })));
        expect(error).toMatchObject({ code: 'properties_missing', retryable: false });
        expect(error.message).toContain(world.installHint);
        expect(world.writes()).toBe(0);
      });

      it('refuses an owner the CRM does not know, and says why', async () => {
        const world = await start();
        const action: StepAction = { kind: 'set_owner', ownerId: '1', ownerName: 'Nobody' };
        const error = await failure(world.crm.applyStep(stepOf(world, action)));
        expect(error).toMatchObject({
          code: 'refused',
          retryable: false,
          message: expect.stringContaining('set the owner'),
        });
        expect(world.writes()).toBe(0);
      });

      it('clears what a tag says is empty', async () => {
        const world = await start();
        world.setTag(RECORD_PROPERTY.nextStep, 'an older next step');
        await world.crm.applyStep(stepOf(world, { kind: 'tag_record', tag: TAG }));
        expect(world.tag(RECORD_PROPERTY.nextStep)).toBe('');
      });

      it('does not release the hold of another exception', async () => {
        const world = await start();
        world.setTag(RECORD_PROPERTY.exceptionId, 'another-request');
        world.setTag(RECORD_PROPERTY.routingHold, 'true');
        const before = world.writes();
        await expect(
          world.crm.applyStep(stepOf(world, { kind: 'release_hold', tag: RELEASED })),
        ).resolves.toEqual({
          outcome: 'skipped',
          why: expect.stringContaining('another-request'),
        });
        expect(world.writes()).toBe(before);
        expect(world.tag(RECORD_PROPERTY.routingHold)).toBe('true');
      });

      it('writes a hold again that somebody took away', async () => {
        const world = await start();
        const step = stepOf(world, { kind: 'hold_routing', tag: HELD });
        await world.crm.applyStep(step);
        world.setTag(RECORD_PROPERTY.routingHold, 'false');
        await expect(world.crm.applyStep(step)).resolves.toMatchObject({ outcome: 'written' });
        expect(world.tag(RECORD_PROPERTY.routingHold)).toBe('true');
      });

      it('keeps the notes of like steps apart', async () => {
        const world = await start();
        const action: StepAction = { kind: 'add_note', body: 'Same words.', at: '2026-11-23T10:00:00.000Z' };
        const steps = [10, 1, 0].map((position) => stepOf(world, action, position));
        for (const step of steps) {
          await expect(world.crm.applyStep(step)).resolves.toMatchObject({ outcome: 'written' });
        }
        expect(world.activities('note')).toHaveLength(3);
      });
    });
  });
}

function unreadableFacts(names: readonly string[], why: string | undefined): HandoffFacts['facts'] {
  return Object.fromEntries(names.map((name) => [name, { state: 'unreadable', why: why ?? '' }]));
}

async function failure(promise: Promise<unknown>): Promise<CrmError> {
  const error = await promise.then(
    (value) => new Error(`expected a CrmError, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof CrmError) return error;
  throw error;
}
