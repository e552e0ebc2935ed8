import { describe, expect, it } from '@jest/globals';
import type { FieldChange } from '../../src/domain/exception-request/break-glass.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import { approverStandings } from '../../src/domain/exception-request/standing.ts';
import type { FiledState } from '../../src/domain/exception-request/state.ts';
import { messageOf } from '../../src/domain/notice/message-of.ts';
import { noticesOf } from '../../src/domain/notice/notices-of.ts';
import { planPlaybook } from '../../src/domain/playbook/plan-playbook.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { given, NOW } from './given-when-then.ts';
import {
  AT_ONCE,
  activated,
  atOnce,
  end,
  failed,
  REQUEST,
  reverting,
  review,
  reviewed,
  SECOND,
  STRANGER,
} from './request-stories.ts';

const CHANGES: readonly FieldChange[] = [
  { was: { field: 'owner', ownerId: '9601' }, set: { field: 'owner', ownerId: '9501' } },
  {
    was: { field: 'property', property: 'priority', value: 'low' },
    set: { field: 'property', property: 'priority', value: 'high' },
  },
];
const remembered: RequestEvent = { type: 'fields_remembered', at: NOW, changes: CHANGES };
const confirmed: RequestEvent = { type: 'break_glass_confirmed', at: NOW };
const inEffect = [...atOnce, remembered, activated];

function stateAfter(events: readonly RequestEvent[]): FiledState {
  const state = evolveAll({ status: 'none' }, events);
  if (state.status === 'none') throw new Error('it was filed');
  return state;
}

function actions(events: readonly RequestEvent[], phase: Parameters<typeof planPlaybook>[1]) {
  return planPlaybook(stateAfter(events), phase, new Date(NOW)).map(({ action }) => action);
}

describe('break-glass refused: Ruth acts while the customer waits, and her lead does not agree', () => {
  it('Ruth files it to take effect at once: it is granted, and those she skipped are told', () => {
    given([]).when({ type: 'submit', request: AT_ONCE, delegations: [] }).thenExpect(atOnce);
    expect(stateAfter(atOnce)).toMatchObject({ status: 'approved', owedReview: { outcome: 'owed' } });
    const dueAt = '2026-11-04T10:00:00.000Z';
    const told = atOnce.flatMap((event) => noticesOf(event, stateAfter(atOnce)));
    expect(told).toEqual([
      { kind: 'skipped', to: LEAD, dueAt },
      { kind: 'skipped', to: SECOND, dueAt },
    ]);
    expect(told.map((notice) => messageOf(notice, stateAfter(atOnce), { includeTexts: true }))).toMatchObject(
      [
        {
          subject: 'Review: Strategic Logo for Acme renewal',
          lines: [{}, {}, {}, {}, { value: 'The customer waits on the phone.' }],
        },
        {},
      ],
    );
  });

  it('before the first change the record is looked at, and everything on it says that nobody approved', () => {
    const request = {
      ...AT_ONCE,
      playbook: {
        ...AT_ONCE.playbook,
        onApproval: [{ kind: 'hold_routing' }, { kind: 'tag_record' }, { kind: 'set_owner' }],
      },
    } as const;
    const [, ...others] = atOnce;
    const granting = actions([{ type: 'exception_submitted', at: NOW, request }, ...others], 'grant');
    expect(granting.map(({ kind }) => kind)).toEqual([
      'hold_routing',
      'remember_fields',
      'add_note',
      'tag_record',
      'set_owner',
      'tag_record',
    ]);
    expect(granting[3]).toMatchObject({
      tag: {
        handoff_exception_status: 'pending',
        handoff_exception_approver: '',
        handoff_exception_approved_at: '',
        handoff_exception_review_due_at: '2026-11-04T10:00:00.000Z',
        handoff_exception_next_step: expect.stringContaining('a review is owed by 2026-11-04 10:00 UTC'),
      },
    });
    expect(granting.at(-1)).toEqual({ kind: 'tag_record', tag: { handoff_exception_status: 'active' } });
  });

  it('it is active, and Lea and Otto are waited for', () => {
    const standings = approverStandings(stateAfter(inEffect)).filter(({ waiting }) => waiting);
    expect(standings.map(({ email }) => email)).toEqual([LEAD.email, SECOND.email]);
  });

  it('Ruth cannot review what she did', () => {
    given(inEffect).when(review(REP)).thenExpect({ code: 'own_request' });
    given(inEffect).when(review(STRANGER)).thenExpect({ code: 'not_an_approver' });
  });

  it('Lea refuses it: what it changed is put back in the opposite order, the hold stays until then', () => {
    given(inEffect)
      .when(review(LEAD, 'reject'))
      .thenExpect([reviewed(LEAD, 'reject'), reverting('refused', null, [LEAD.name])]);
    const refused = [...inEffect, reviewed(LEAD, 'reject'), reverting('refused', null, [LEAD.name])];
    expect(actions(refused, 'revert')).toEqual([
      { kind: 'tag_record', tag: { handoff_exception_status: 'reverting', handoff_exception_next_step: '' } },
      { kind: 'restore_field', ...CHANGES[1] },
      { kind: 'restore_field', ...CHANGES[0] },
    ]);
  });

  it('somebody had changed the priority meanwhile: it stays, and the note says so', () => {
    const restored: RequestEvent = { type: 'fields_restored', at: NOW, left: ['priority'] };
    given([...inEffect, reverting('refused')])
      .when({ type: 'finish_restore', left: ['priority'] })
      .thenExpect([restored]);
    expect(actions([...inEffect, reverting('refused'), restored], 'release')).toMatchObject([
      {
        kind: 'add_note',
        body: expect.stringMatching(/Put back as before: owner\.\nLeft as it is.*: priority\./),
      },
      {
        kind: 'release_hold',
        tag: {
          handoff_routing_hold: 'false',
          handoff_exception_status: 'reverted',
          handoff_exception_review_due_at: '',
        },
      },
    ]);
    given([...inEffect, reverting('refused'), restored])
      .when({ type: 'finish_revert' })
      .thenExpect([{ type: 'exception_reverted', at: NOW }]);
  });
});

describe('a review that is owed', () => {
  it('is given by everybody the policy asks; then the exception goes on as any other', () => {
    given(inEffect)
      .when(review(LEAD))
      .thenExpect([reviewed(LEAD)]);
    given([...inEffect, reviewed(LEAD)])
      .when(review(SECOND))
      .thenExpect([reviewed(SECOND), confirmed]);
    const state = stateAfter([...inEffect, reviewed(LEAD), reviewed(SECOND), confirmed]);
    expect(state).toMatchObject({ status: 'active', owedReview: { outcome: 'confirmed', decidedAt: NOW } });
    expect(actions([...inEffect, reviewed(LEAD), reviewed(SECOND), confirmed], 'confirm')).toMatchObject([
      {
        tag: { handoff_exception_review_due_at: '', handoff_exception_approver: 'Lea Lead and Otto Ops' },
      },
      { kind: 'add_note' },
    ]);
    given([...inEffect, reviewed(LEAD), reviewed(SECOND), confirmed])
      .when(end())
      .thenExpect([{ type: 'exception_ending', at: NOW, reason: 'closed', by: REP }]);
  });

  it('takes the exception back when nobody gave it in time, and a later word is refused', () => {
    const [, used, skipped] = atOnce;
    if (!used || !skipped) throw new Error('it was used');
    const request = { ...AT_ONCE, breakGlass: { reason: 'The customer waits.', dueAt: NOW } };
    const late = [{ type: 'exception_submitted', at: NOW, request }, used, skipped, activated] as const;
    given(late)
      .when({ type: 'fire_clocks' })
      .thenExpect([reverting('not_reviewed')]);
    given(late).when(review(LEAD)).thenExpect({ code: 'wrong_status' });
  });

  it('is not spared by an end that comes first', () => {
    const [, used, skipped] = atOnce;
    if (!used || !skipped) throw new Error('it was used');
    const request = { ...AT_ONCE, expiresAt: NOW };
    given([{ type: 'exception_submitted', at: NOW, request }, used, skipped, activated])
      .when({ type: 'fire_clocks' })
      .thenExpect([reverting('not_reviewed')]);
    given(inEffect)
      .when(end())
      .thenExpect([reverting('closed', REP)]);
    given(inEffect)
      .when(end(LEAD))
      .thenExpect([reverting('revoked', LEAD)]);
    given([...inEffect, reverting('closed', REP)])
      .when(end())
      .thenExpect([]);
  });

  it('can be refused while the grant is still being written, or got stuck', () => {
    const refusal = [reviewed(LEAD, 'reject'), reverting('refused', null, [LEAD.name])];
    given(atOnce).when(review(LEAD, 'reject')).thenExpect(refusal);
    given([...atOnce, remembered, failed('grant')])
      .when(review(LEAD, 'reject'))
      .thenExpect(refusal);
    expect(actions([...atOnce, ...refusal], 'revert').map(({ kind }) => kind)).toEqual(['tag_record']);
  });
});

describe('a revert that fails for good', () => {
  it('needs attention, and goes on where it was after a retry', () => {
    const failure = { stepKey: 'req-1:revert:1', phase: 'revert', message: 'Refused.' } as const;
    const stuck: RequestEvent = { type: 'steps_failed', at: NOW, failure: { ...failure, at: NOW } };
    const story = [...inEffect, reverting('refused', null, [LEAD.name])];
    given(story).when({ type: 'fail_step', failure }).thenExpect([stuck]);
    given([...story, stuck])
      .when(end())
      .thenExpect({ code: 'wrong_status' });
    const retried: RequestEvent = { type: 'steps_retried', at: NOW, by: LEAD };
    given([...story, stuck])
      .when({ type: 'retry_steps', by: LEAD })
      .thenExpect([retried]);
    expect(stateAfter([...story, stuck, retried])).toMatchObject({
      status: 'reverting',
      revert: { reason: 'refused', left: null },
    });
  });
});

it('an ordinary request owes no review', () => {
  given([{ type: 'exception_submitted', at: NOW, request: REQUEST }])
    .when({ type: 'remember_fields', changes: CHANGES })
    .thenExpect({ code: 'wrong_status' });
});
