import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PLAYBOOK_PHASES } from '../../src/contracts/vocabulary.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import type { ExceptionRequest, FiledState } from '../../src/domain/exception-request/state.ts';
import { fillTemplate, PLACEHOLDERS, unknownPlaceholders } from '../../src/domain/playbook/fill-template.ts';
import { placeholdersOf } from '../../src/domain/playbook/placeholders.ts';
import { planPlaybook } from '../../src/domain/playbook/plan-playbook.ts';
import { proposedChanges } from '../../src/domain/playbook/proposed-changes.ts';
import type { Playbook, PlaybookStep } from '../../src/domain/policy/policy.ts';
import { exceptionRequest, LEAD, REP } from '../fixtures/exception-request.ts';
import { NOW } from './given-when-then.ts';
import { activated, approved, ended, ending, rejected, reviewed } from './request-stories.ts';

const AT = new Date(NOW);
const EVERYTHING = PLACEHOLDERS.map((name) => `{{${name}}}`).join(' ');

const STEPS: readonly PlaybookStep[] = [
  { kind: 'tag_record' },
  { kind: 'set_owner' },
  { kind: 'set_stage' },
  { kind: 'set_property', property: 'hs_priority', value: '{{type}}' },
  { kind: 'create_task', subject: '{{type}}', body: EVERYTHING, dueInDays: 3 },
  { kind: 'add_note', body: EVERYTHING },
];

const PLAYBOOK: Playbook = {
  id: 'hold',
  label: 'Hold',
  onApproval: [{ kind: 'hold_routing' }, ...STEPS],
  onEnd: [{ kind: 'add_note', body: '{{type}} is over: {{endReason}}. {{afterwards}}' }],
  whenOver: 'resubmit',
};
const STAGE = { stageId: 's2', label: 'Qualified', pipelineId: 'p1', pipelineLabel: 'Sales' };

function stateAfter(events: readonly RequestEvent[], changes: Partial<ExceptionRequest> = {}): FiledState {
  const request = exceptionRequest({
    playbook: PLAYBOOK,
    proposed: { owner: REP, stage: STAGE },
    ...changes,
  });
  const state = evolveAll({ status: 'none' }, [{ type: 'exception_submitted', at: NOW, request }, ...events]);
  if (state.status === 'none') throw new Error('a request was submitted');
  return state;
}

const granted = (changes?: Partial<ExceptionRequest>) => stateAfter([reviewed(LEAD), approved], changes);
const atEnd = (changes?: Partial<ExceptionRequest>) =>
  stateAfter([reviewed(LEAD), approved, activated, ending(null)], changes);
const kindsOf = (state: FiledState, phase: (typeof PLAYBOOK_PHASES)[number]) =>
  planPlaybook(state, phase, AT).map(({ action }) => action.kind);

describe('a grant', () => {
  it('writes every step in order, the hold first', () => {
    expect(
      planPlaybook(granted(), 'grant', AT).map(({ stepKey, position, action }) => [
        stepKey,
        position,
        action.kind,
      ]),
    ).toEqual([
      ['req-1:grant:0', 0, 'hold_routing'],
      ['req-1:grant:1', 1, 'tag_record'],
      ['req-1:grant:2', 2, 'set_owner'],
      ['req-1:grant:3', 3, 'set_stage'],
      ['req-1:grant:4', 4, 'set_property'],
      ['req-1:grant:5', 5, 'create_task'],
      ['req-1:grant:6', 6, 'add_note'],
      ['req-1:grant:7', 7, 'tag_record'],
    ]);
  });

  it('says in full what each step writes', () => {
    const actions = planPlaybook(granted(), 'grant', AT).map(({ action }) => action);
    expect(actions[0]).toEqual({
      kind: 'hold_routing',
      tag: {
        handoff_routing_hold: 'true',
        handoff_exception_id: 'req-1',
        handoff_exception_status: 'approved',
      },
    });
    expect(actions[1]).toEqual({
      kind: 'tag_record',
      tag: {
        handoff_exception_id: 'req-1',
        handoff_exception_status: 'approved',
        handoff_exception_type: 'strategic_logo',
        handoff_exception_reason:
          'Named account: Named account: the sponsor asked for "one" contact – Ruth knows them.',
        handoff_exception_requested_by: 'Ruth Rep',
        handoff_exception_approver: 'Lea Lead',
        handoff_exception_approved_at: NOW,
        handoff_exception_expires_at: '2026-12-31T12:00:00.000Z',
        handoff_exception_next_step: 'Call the sponsor within two days.',
      },
    });
    expect(actions[2]).toEqual({ kind: 'set_owner', ownerId: '9501', ownerName: 'Ruth Rep' });
    expect(actions[3]).toEqual({ kind: 'set_stage', stageId: 's2', pipelineId: 'p1' });
    expect(actions[4]).toEqual({ kind: 'set_property', property: 'hs_priority', value: 'Strategic Logo' });
    expect(actions[5]).toMatchObject({ ownerId: '9501', dueAt: '2026-11-06T10:00:00.000Z' });
    expect(actions[6]).toMatchObject({ kind: 'add_note', at: NOW });
    expect(actions[7]).toEqual({ kind: 'tag_record', tag: { handoff_exception_status: 'active' } });
  });

  it('leaves out what nobody proposed, and gives the task to the owner of before', () => {
    const state = granted({ proposed: {} });
    expect(kindsOf(state, 'grant')).toEqual([
      'hold_routing',
      'tag_record',
      'set_property',
      'create_task',
      'add_note',
      'tag_record',
    ]);
    const task = planPlaybook(state, 'grant', AT).find(({ action }) => action.kind === 'create_task');
    expect(task?.action).toMatchObject({ ownerId: LEAD.ownerId });
  });

  it('gives the task to nobody when the record has no owner', () => {
    const state = granted({ proposed: {}, former: { owner: null, stage: null } });
    const task = planPlaybook(state, 'grant', AT).find(({ action }) => action.kind === 'create_task');
    expect(task?.action).not.toHaveProperty('ownerId');
  });
});

describe('the other phases', () => {
  it('tags a new request as pending, and clears what a former exception left', () => {
    const [step, ...more] = planPlaybook(stateAfter([]), 'submit', AT);
    expect(more).toEqual([]);
    expect(step?.action).toMatchObject({
      kind: 'tag_record',
      tag: {
        handoff_exception_status: 'pending',
        handoff_exception_approver: '',
        handoff_exception_approved_at: '',
      },
    });
  });

  it('releases the hold of a request that was closed, without sending it to routing', () => {
    const [step, ...more] = planPlaybook(stateAfter([rejected('Region lead')]), 'close', AT);
    expect(more).toEqual([]);
    expect(step?.action).toEqual({
      kind: 'release_hold',
      tag: {
        handoff_routing_hold: 'false',
        handoff_exception_status: 'rejected',
        handoff_exception_next_step: '',
      },
    });
  });

  it('releases the hold last at the end, and sends the record to routing', () => {
    const steps = planPlaybook(atEnd(), 'end', AT);
    expect(steps.map(({ action }) => action)).toEqual([
      {
        kind: 'add_note',
        body: 'Strategic Logo is over: it expired. The record goes back through standard routing.',
        at: NOW,
      },
      {
        kind: 'release_hold',
        tag: {
          handoff_routing_hold: 'false',
          handoff_exception_status: 'ended',
          handoff_exception_next_step: '',
          handoff_resubmitted_at: NOW,
        },
      },
    ]);
  });

  it('leaves the record where it is when the playbook says keep', () => {
    const steps = planPlaybook(atEnd({ playbook: { ...PLAYBOOK, whenOver: 'keep' } }), 'end', AT);
    expect(steps.at(-1)?.action).not.toHaveProperty('tag.handoff_resubmitted_at');
    expect(steps[0]?.action).toMatchObject({
      body: 'Strategic Logo is over: it expired. The record stays as it is; standard routing sees it again from its next trigger on.',
    });
  });
});

describe('whatever the playbook', () => {
  const anyPlaybook = fc
    .record({
      onApproval: fc.array(fc.constantFrom<PlaybookStep>({ kind: 'hold_routing' }, ...STEPS), {
        maxLength: 8,
      }),
      onEnd: fc.array(fc.constantFrom(...STEPS), { maxLength: 4 }),
      whenOver: fc.constantFrom('resubmit' as const, 'keep' as const),
    })
    .map((parts): Playbook => ({ ...PLAYBOOK, ...parts }));

  it('the hold is written first and once, and released last and once', () => {
    fc.assert(
      fc.property(anyPlaybook, (playbook) => {
        const grant = kindsOf(granted({ playbook }), 'grant');
        expect(grant.indexOf('hold_routing')).toBe(0);
        expect(grant.lastIndexOf('hold_routing')).toBe(0);
        expect(grant).not.toContain('release_hold');
        const end = kindsOf(atEnd({ playbook }), 'end');
        expect(end.indexOf('release_hold')).toBe(end.length - 1);
      }),
    );
  });

  it('the same input gives the same steps, and later times the same keys', () => {
    fc.assert(
      fc.property(anyPlaybook, fc.constantFrom(...PLAYBOOK_PHASES), (playbook, phase) => {
        const state = atEnd({ playbook });
        const steps = planPlaybook(state, phase, AT);
        expect(planPlaybook(state, phase, AT)).toEqual(steps);
        const later = planPlaybook(state, phase, new Date(AT.getTime() + 86_400_000));
        expect(later.map(({ stepKey }) => stepKey)).toEqual(steps.map(({ stepKey }) => stepKey));
        expect(new Set(steps.map(({ stepKey }) => stepKey)).size).toBe(steps.length);
      }),
    );
  });

  it('no placeholder is left in what is written', () => {
    fc.assert(
      fc.property(anyPlaybook, (playbook) => {
        const steps = [
          ...planPlaybook(granted({ playbook }), 'grant', AT),
          ...planPlaybook(atEnd({ playbook }), 'end', AT),
        ];
        expect(JSON.stringify(steps)).not.toMatch(/\{\{/);
      }),
    );
  });
});

describe('texts', () => {
  it('fills names with and without spaces, each time they occur', () => {
    const values = placeholdersOf(granted());
    expect(fillTemplate('{{type}}, {{ type }}: {{changes}}', values)).toBe(
      'Strategic Logo, Strategic Logo: Owner: Lea Lead → Ruth Rep; Stage: none → Qualified',
    );
  });

  it('leaves an unknown name, and finds it beforehand', () => {
    expect(fillTemplate('{{typ}}', placeholdersOf(granted()))).toBe('{{typ}}');
    expect(fillTemplate('{{constructor}}', placeholdersOf(granted()))).toBe('{{constructor}}');
    expect(unknownPlaceholders('{{typ}} {{type}} {{ toString }}')).toEqual(['typ', 'toString']);
  });

  it('does not fill what a person wrote into the reason', () => {
    const state = granted({ reason: 'See {{requester}} and $& $1' });
    expect(fillTemplate('{{reason}}', placeholdersOf(state))).toBe(
      'Named account: See {{requester}} and $& $1',
    );
  });

  it('says who approved, and leaves out who rejected', () => {
    const state = stateAfter([reviewed(LEAD), reviewed(REP, 'reject')]);
    expect(placeholdersOf(state).approvers).toBe('Lea Lead');
  });

  it('says what changes, also when nothing does', () => {
    expect(placeholdersOf(granted({ proposed: {} })).changes).toBe('Owner and stage stay as they are');
    const request = exceptionRequest({ proposed: { owner: REP }, former: { owner: null, stage: null } });
    expect(proposedChanges(request)).toEqual([{ label: 'Owner', from: 'nobody', to: 'Ruth Rep' }]);
  });

  it('knows an end reason only while the exception ends', () => {
    expect(placeholdersOf(granted()).endReason).toBe('');
    expect(placeholdersOf(stateAfter([approved, activated, ending(REP)])).endReason).toBe(
      'the requester closed it',
    );
    expect(placeholdersOf(stateAfter([approved, activated, ending(REP), ended])).endReason).toBe('');
  });
});
