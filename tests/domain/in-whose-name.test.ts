import { describe, expect, it } from '@jest/globals';
import type { Circumstances, Writer } from '../../src/domain/watch/circumstances.ts';
import type { ChangeSource, FieldChange } from '../../src/domain/watch/field-change.ts';
import { judgeChange } from '../../src/domain/watch/judge-change.ts';
import { change, circumstances, exception } from './watch-stories.ts';

const NOW = new Date('2026-11-23T10:05:00.000Z');
const BY_SAM: ChangeSource = { kind: 'running_user', userId: '777' };
const IN_OUR_NAME: ChangeSource = { kind: 'own_user', userId: '1' };
const UNSEEN: ChangeSource = { kind: 'unseen' };
const IGNORES: Writer = { name: 'Territory routing', respects: false };
const RESPECTS: Writer = { name: 'Round robin', respects: true };
const HELD = { exceptions: [exception()] };
const HOLD = { field: 'tag', property: 'handoff_routing_hold', from: null, to: 'true' } as const;
const WROTE = { field: 'owner', values: ['9777'], requestId: 'req-1' } as const;

const judge = (
  source: ChangeSource,
  around: Partial<Circumstances> = {},
  changed: Partial<FieldChange> = {},
) => {
  const { reason, remedies } = judgeChange(change({ source, ...changed }), circumstances(around), NOW);
  return [reason, ...remedies].join(' ');
};

describe('a change that the CRM names only the running user for', () => {
  it.each<[string, Partial<Circumstances>, string]>([
    ['no automation can have made it', { writers: [] }, 'owner_outside_standard ask'],
    ['one that ignores the hold may have', { writers: [IGNORES] }, 'may_be_automation'],
    [
      'one that respects the hold may have, for nothing was held',
      { writers: [RESPECTS] },
      'may_be_automation',
    ],
    ['nobody could look', { writers: null }, 'automation_unread'],
    ['held: no automation', { ...HELD, writers: [] }, 'person_against_exception ask'],
    ['held: all respect the hold', { ...HELD, writers: [RESPECTS] }, 'person_against_exception ask'],
    ['held: one ignores the hold', { ...HELD, writers: [RESPECTS, IGNORES] }, 'in_name_of put_back'],
    ['held: nobody could look', { ...HELD, writers: null }, 'in_name_of raise'],
    [
      'held, and by a party of what is not set',
      { exceptions: [exception({ set: [], parties: ['777'] })], writers: [IGNORES] },
      'by_party',
    ],
    [
      'before the hold stood',
      { exceptions: [exception({ heldFrom: null })], writers: [IGNORES] },
      'before_hold',
    ],
    [
      'somebody with a role that may',
      { author: { person: null, mayChange: 'true' }, writers: [IGNORES] },
      'role_may_change',
    ],
    [
      'outside the standard handoffs',
      { before: { state: 'outside' }, writers: [IGNORES] },
      'no_standard_handoff',
    ],
  ])('%s', (_name, around, expected) => {
    expect(judge(BY_SAM, around)).toBe(expected);
  });

  it('never asks anybody while automation may have made it', () => {
    for (const field of ['owner', 'stage', 'lead_status', 'tag'] as const) {
      for (const writers of [null, [IGNORES], [RESPECTS]]) {
        for (const held of [{}, { exceptions: [exception({ set: [] })] }]) {
          const said = judge(BY_SAM, { writers, ...held }, field === 'tag' ? HOLD : { field });
          if (!said.startsWith('person_against_exception')) expect(said).not.toContain(' ask');
          else expect(writers).toEqual([RESPECTS]);
        }
      }
    }
  });
});

describe('a hold that is set while a request waits', () => {
  it.each([
    ['by the flow of the package', { kind: 'own_flow', userId: '777' } as const, false, 'own_flow'],
    ['in the name of the requester', BY_SAM, true, 'hold_while_waiting'],
    ['with nobody to name', UNSEEN, true, 'hold_while_waiting'],
    [
      'by a person whom the CRM names',
      { kind: 'person', userId: '777' } as const,
      true,
      'hold_without_request put_back ask',
    ],
    ['in the name of somebody, without a request', BY_SAM, false, 'hold_without_request put_back ask'],
  ])('%s', (_name, source, isWaiting, expected) => {
    expect(judge(source, { isWaiting, writers: [] }, HOLD)).toBe(expected);
  });
});

describe("a change in Handrail's own name", () => {
  it.each<[string, Partial<Circumstances>, Partial<FieldChange>, string]>([
    [
      'is ours with the value in the books',
      { ownWrites: [{ ...WROTE, at: '2026-11-23T10:00:40.000Z' }] },
      {},
      'own_write',
    ],
    ['is ours while its step is being worked', { begunWrites: [WROTE] }, {}, 'own_write'],
    ['is ours for our own fields', {}, HOLD, 'own_user_tag'],
    ['is automation that we set off otherwise', HELD, {}, 'against_hold put_back'],
    [
      'is not ours by a write of another day',
      { ...HELD, ownWrites: [{ ...WROTE, at: '2026-11-20T10:00:00.000Z' }] },
      {},
      'against_hold put_back',
    ],
    ['is routing without an exception', {}, {}, 'routing'],
  ])('%s', (_name, around, changed, expected) => {
    expect(judge(IN_OUR_NAME, around, changed)).toBe(expected);
  });

  it('is never ours when the CRM knows the writer as somebody else', () => {
    const foreign: ChangeSource = { kind: 'integration', isForeign: true, userId: '9' };
    const around = { ownAppId: null, ownWrites: [{ ...WROTE, at: '2026-11-23T10:00:40.000Z' }], ...HELD };
    expect(judge(foreign, around)).toBe('two_writers raise');
    expect(judge(foreign, { ownAppId: null }, HOLD)).toBe('hold_without_request put_back raise');
  });
});

describe('a change that the CRM keeps no history of', () => {
  it.each<[string, Partial<Circumstances>, Partial<FieldChange>, string]>([
    ['accuses nobody', {}, {}, 'author_unseen'],
    ['is put back while the field is held', HELD, {}, 'against_hold put_back'],
    [
      'is ours by a write since it was last seen',
      { ownWrites: [{ ...WROTE, at: '2026-11-23T07:00:00.000Z' }] },
      { notBefore: '2026-11-23T06:00:00.000Z' },
      'own_write',
    ],
    [
      'is not ours by a write from before',
      { ownWrites: [{ ...WROTE, at: '2026-11-23T05:00:00.000Z' }] },
      { notBefore: '2026-11-23T06:00:00.000Z' },
      'author_unseen',
    ],
  ])('%s', (_name, around, changed, expected) => {
    expect(judge(UNSEEN, around, changed)).toBe(expected);
  });
});
