import { describe, expect, it } from '@jest/globals';
import type { ChangeVerdict, RemedyKind } from '../../src/contracts/vocabulary.ts';
import type { Circumstances } from '../../src/domain/watch/circumstances.ts';
import type { FieldChange } from '../../src/domain/watch/field-change.ts';
import { judgeChange } from '../../src/domain/watch/judge-change.ts';
import type { ChangeReason } from '../../src/domain/watch/judgement.ts';
import { STANDARD_WATCH } from '../../src/domain/watch/watch-settings.ts';
import {
  BULK_IMPORT,
  byUser,
  change,
  circumstances,
  exception,
  NAMELESS_APP,
  OTHER_APP,
  SYNC,
  US,
} from './watch-stories.ts';

const NOW = new Date('2026-11-23T10:05:00.000Z');
const HOLD = { field: 'tag', property: 'handoff_routing_hold' } as const;
const STATUS = { field: 'tag', property: 'handoff_exception_status' } as const;
const STAGE = { field: 'stage', property: 'dealstage', from: 'a', to: 'b' } as const;
const held: Partial<Circumstances> = { exceptions: [exception()] };
const heldOnly: Partial<Circumstances> = { exceptions: [exception({ set: [] })] };
const rep = { source: byUser('777') };
const ownerWrite = {
  field: 'owner',
  values: ['9777'],
  at: '2026-11-23T10:00:30.000Z',
  requestId: 'req-1',
} as const;
const under = (label: string, position: number) => ({ state: 'under', label, position }) as const;

type Row = readonly [
  name: string,
  changed: Partial<FieldChange>,
  among: Partial<Circumstances>,
  verdict: ChangeVerdict,
  reason: ChangeReason,
  ...remedies: readonly RemedyKind[],
];

const TABLE: readonly Row[] = [
  ['our app wrote it', { source: US }, held, 'ours', 'own_app'],
  ['our app wrote what is not in the books yet', { source: US, to: '1' }, {}, 'ours', 'own_app'],
  ['our app wrote it, in other words', { source: { ...US, id: `appId:${US.id}` } }, held, 'ours', 'own_app'],
  [
    'an app whose id has ours in it is another one',
    { source: { ...US, id: `1${US.id}` } },
    held,
    're_correction',
    'two_writers',
    'raise',
  ],
  [
    'an integration wrote one of our own fields, and nobody said which app is ours',
    { ...STATUS, source: OTHER_APP },
    { ...held, ownAppId: null },
    'ours',
    'own_property',
  ],
  [
    'another app wrote one of our own fields',
    { ...STATUS, source: OTHER_APP },
    held,
    're_correction',
    'tag_changed',
    'put_back',
  ],
  [
    'a source without a name wrote what we wrote, when we wrote it',
    { source: NAMELESS_APP },
    { ownWrites: [ownerWrite] },
    'ours',
    'own_write',
  ],
  [
    'another app wrote what we wrote, when we wrote it: the time alone says nothing',
    { source: OTHER_APP },
    { ...held, ownWrites: [ownerWrite] },
    're_correction',
    'two_writers',
    'raise',
  ],
  [
    'another app, and nobody said which app is ours: value and time say it',
    { source: OTHER_APP },
    { ownAppId: null, ownWrites: [ownerWrite] },
    'ours',
    'own_write',
  ],
  [
    'a source without a name wrote another value at the time of our write',
    { source: NAMELESS_APP, to: '1' },
    { ...held, ownWrites: [ownerWrite] },
    're_correction',
    'two_writers',
    'raise',
  ],
  [
    'a source without a name wrote what we wrote an hour before',
    { source: NAMELESS_APP, changedAt: '2026-11-23T11:00:00.000Z' },
    { ownWrites: [ownerWrite] },
    'standard_routing',
    'other_system',
  ],
  [
    'a workflow wrote what we wrote, when we wrote it: never ours',
    {},
    { ...held, ownWrites: [ownerWrite] },
    're_correction',
    'against_hold',
    'put_back',
  ],

  ['a workflow moves a held record', {}, held, 're_correction', 'against_hold', 'put_back'],
  ['a workflow writes what the exception set', { to: '9501' }, held, 'allowed', 'fits_exception'],
  [
    'a workflow moves a held record whose owner the exception did not set',
    {},
    heldOnly,
    're_correction',
    'against_hold',
    'put_back',
  ],
  [
    'a workflow came before the hold stood',
    { changedAt: '2026-11-23T09:00:05.000Z' },
    held,
    'standard_routing',
    'before_hold',
  ],
  [
    'the hold is not written yet',
    {},
    { exceptions: [exception({ heldFrom: null })] },
    'standard_routing',
    'before_hold',
  ],
  [
    'a workflow came before the approval',
    { changedAt: '2026-11-23T08:59:59.000Z' },
    held,
    'standard_routing',
    'routing',
  ],
  [
    'a workflow came after the end',
    {},
    { exceptions: [exception({ overAt: '2026-11-23T09:59:59.000Z' })] },
    'standard_routing',
    'routing',
  ],
  [
    'told after the end of a change during it',
    {},
    { exceptions: [exception({ overAt: '2026-11-23T10:00:01.000Z' })] },
    're_correction',
    'against_hold',
    'put_back',
  ],
  [
    'a workflow writes a field that the exception does not govern',
    { field: 'lead_status', property: 'hs_lead_status' },
    held,
    'standard_routing',
    'routing',
  ],
  [
    'the company holds its deal',
    {},
    { exceptions: [exception({ through: 'group', set: [] })] },
    're_correction',
    'against_hold',
    'put_back',
  ],
  [
    'something the CRM does not name moves a held record',
    { source: { kind: 'other', type: 'MOON' } },
    held,
    're_correction',
    'against_hold',
    'put_back',
  ],
  [
    'an import overwrites a held owner',
    { source: BULK_IMPORT },
    held,
    're_correction',
    'against_hold',
    'put_back',
  ],
  [
    'never to be put back: RevOps is told at once',
    {},
    { ...held, settings: { ...STANDARD_WATCH, putBack: { atMost: 0, withinHours: 24 } } },
    're_correction',
    'against_hold',
    'raise',
  ],
  [
    'the stage of a move is told as two changes: the pipeline fits as well',
    { field: 'stage', property: 'pipeline', to: 'default' },
    { exceptions: [exception({ set: [{ field: 'stage', values: ['closedwon', 'default'] }] })] },
    'allowed',
    'fits_exception',
  ],

  [
    'the Salesforce sync writes a held owner',
    { source: SYNC },
    held,
    're_correction',
    'two_writers',
    'raise',
  ],
  ['another app writes a held owner', { source: OTHER_APP }, held, 're_correction', 'two_writers', 'raise'],
  [
    'the sync is to be fought as well, by the settings',
    { source: SYNC },
    { ...held, settings: { ...STANDARD_WATCH, otherSystems: 'put_back' } },
    're_correction',
    'two_writers',
    'put_back',
  ],
  ['the sync without an exception', { source: SYNC }, {}, 'standard_routing', 'other_system'],

  [
    'a rep changes what the exception set',
    rep,
    held,
    'untracked_override',
    'person_against_exception',
    'ask',
  ],
  [
    'the proposed owner changes what the exception set',
    { source: byUser('501') },
    held,
    'untracked_override',
    'person_against_exception',
    'ask',
  ],
  [
    'the proposed owner changes what the exception left open',
    { source: byUser('501') },
    heldOnly,
    'allowed',
    'by_party',
  ],
  [
    'a party sets by hand what was approved, before the playbook does',
    { source: byUser('501'), to: '9501', changedAt: '2026-11-23T09:00:05.000Z' },
    { exceptions: [exception({ heldFrom: null })] },
    'allowed',
    'fits_exception',
  ],

  [
    'a rep takes a record out of its standard handoff',
    rep,
    {},
    'untracked_override',
    'owner_outside_standard',
    'ask',
  ],
  ['RevOps may', rep, { author: { person: null, mayChange: 'true' } }, 'standard_routing', 'role_may_change'],
  [
    'an author nobody can name has no role',
    { source: { kind: 'person' } },
    { author: { person: null, mayChange: 'unknown' } },
    'untracked_override',
    'owner_outside_standard',
    'ask',
  ],
  [
    'found too late to ask anybody',
    { ...rep, changedAt: '2026-11-01T10:00:00.000Z' },
    {},
    'untracked_override',
    'owner_outside_standard',
  ],
  ['no standard handoff', rep, { before: { state: 'outside' } }, 'standard_routing', 'no_standard_handoff'],
  [
    'a doubt about the handoff accuses nobody',
    rep,
    { before: { state: 'unknown', unknown: ['deal.sales_region'] } },
    'standard_routing',
    'handoff_unknown',
  ],
  [
    'a field that is not watched for people',
    { ...rep, field: 'lead_status', property: 'hs_lead_status' },
    {},
    'standard_routing',
    'not_watched',
  ],
  [
    'a kind of record that is not watched for people',
    rep,
    { settings: { ...STANDARD_WATCH, overrides: { ...STANDARD_WATCH.overrides, objectTypes: ['contact'] } } },
    'standard_routing',
    'not_watched',
  ],
  ['a rep makes a record and owns it', { ...rep, from: null }, {}, 'standard_routing', 'first_value'],
  ['a rep moves a stage on', { ...rep, ...STAGE }, {}, 'standard_routing', 'within_standard'],
  [
    'a rep moves a stage over the next boundary',
    { ...rep, ...STAGE },
    { after: under('AE → Onboarding', 1) },
    'standard_routing',
    'within_standard',
  ],
  [
    'a rep moves a stage back over a boundary',
    { ...rep, ...STAGE },
    { before: under('AE → Onboarding', 1), after: under('SDR → AE', 0) },
    'untracked_override',
    'stage_outside_standard',
    'ask',
  ],
  [
    'a rep passes a boundary by',
    { ...rep, ...STAGE },
    { after: under('Onboarding → CS', 2) },
    'untracked_override',
    'stage_outside_standard',
    'ask',
  ],
  [
    'a rep loses a deal',
    { ...rep, ...STAGE },
    { after: { state: 'outside' } },
    'standard_routing',
    'within_standard',
  ],

  ['a workflow with no exception', {}, {}, 'standard_routing', 'routing'],
  ['an import with no exception', { source: BULK_IMPORT }, {}, 'import', 'imported'],
  ['a merge with no exception', { source: { kind: 'merge' } }, {}, 'standard_routing', 'merged'],

  [
    'somebody ticks the hold',
    { ...rep, ...HOLD, from: null, to: 'true' },
    {},
    'untracked_override',
    'hold_without_request',
    'put_back',
    'ask',
  ],
  [
    'somebody ticks the hold, and it is to stand',
    { ...rep, ...HOLD, from: null, to: 'true' },
    { settings: { ...STANDARD_WATCH, ownFields: { hold: 'adopt', others: 'put_back' } } },
    'untracked_override',
    'hold_without_request',
    'ask',
  ],
  [
    'a workflow ticks the hold: it has no author to ask',
    { ...HOLD, from: null, to: 'true' },
    {},
    'untracked_override',
    'hold_without_request',
    'put_back',
    'raise',
  ],
  [
    'somebody takes a hold off that nothing covers',
    { ...rep, ...HOLD, from: 'true', to: 'false' },
    {},
    'standard_routing',
    'within_standard',
  ],
  [
    'somebody takes the hold off a held record',
    { ...rep, ...HOLD, from: 'true', to: 'false' },
    held,
    're_correction',
    'hold_taken_off',
    'put_back',
  ],
  [
    'somebody ticks the hold of a held record again',
    { ...rep, ...HOLD, from: 'false', to: 'true' },
    held,
    'allowed',
    'fits_exception',
  ],
  [
    'somebody edits another of our fields on a held record',
    { ...rep, ...STATUS, from: 'active', to: 'ended' },
    held,
    're_correction',
    'tag_changed',
    'put_back',
  ],
  [
    'somebody edits another of our fields with no exception',
    { ...rep, ...STATUS, from: null, to: 'active' },
    {},
    'untracked_override',
    'tag_without_request',
    'put_back',
  ],
  [
    'the same, and it is to stand',
    { ...rep, ...STATUS, from: null, to: 'active' },
    { settings: { ...STANDARD_WATCH, ownFields: { hold: 'put_back', others: 'adopt' } } },
    'untracked_override',
    'tag_without_request',
    'ask',
  ],
];

describe('what a change is', () => {
  it.each(TABLE)('%s', (_name, changed, among, verdict, reason, ...remedies) => {
    const judged = judgeChange(change(changed), circumstances(among), NOW);
    expect(judged).toMatchObject({ verdict, reason, remedies });
  });

  it('names the exception it was held against, and what the sentence needs', () => {
    expect(judgeChange(change(), circumstances(held), NOW)).toMatchObject({
      requestId: 'req-1',
      about: { type: 'Strategic Logo' },
    });
    const doubt = { before: { state: 'unknown', unknown: ['deal.sales_region'] } } as const;
    expect(judgeChange(change(rep), circumstances(doubt), NOW).about).toEqual({
      unknown: 'deal sales region',
    });
  });

  it("holds a change against the record's own exception before that of its company", () => {
    const exceptions = [exception({ through: 'group', requestId: 'req-2', set: [] }), exception()];
    expect(judgeChange(change(), circumstances({ exceptions }), NOW).requestId).toBe('req-1');
  });
});
