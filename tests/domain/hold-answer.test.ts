import { describe, expect, it } from '@jest/globals';
import { filedOf } from '../../src/domain/exception-request/filed.ts';
import type { FiledState } from '../../src/domain/exception-request/state.ts';
import { answerHold, type GroupHolder, type SeenTag } from '../../src/domain/guard/hold-answer.ts';
import {
  activeState,
  exceptionRequest,
  needsAttentionState,
  pendingState,
} from '../fixtures/exception-request.ts';

const AT = '2026-11-02T09:30:00.000Z';
const pending = pendingState();
const active = activeState(pending);
const approved: FiledState = { status: 'approved', ...filedOf(pending), approvedAt: AT };
const over = { approvedAt: AT, activeAt: AT, endReason: 'expired', endedBy: null } as const;
const ending: FiledState = { status: 'ending', ...filedOf(pending), ...over };
const reverting: FiledState = {
  status: 'reverting',
  ...filedOf(pending),
  approvedAt: AT,
  revert: { reason: 'refused', roles: [], by: null, left: null },
};

function ofCompany(precedence: 'own_record' | 'group' = 'own_record'): FiledState {
  const { playbook, exceptionType } = exceptionRequest();
  const onApproval = [{ kind: 'hold_associated', objects: ['deal'], only: 'open' } as const];
  return activeState(
    pendingState({
      requestId: 'group-1',
      record: { objectType: 'company', recordId: '77' },
      playbook: { ...playbook, onApproval },
      exceptionType: { ...exceptionType, precedence },
    }),
  );
}

const WRITTEN = { kind: 'cover', expiresAt: AT } as const;
const RELEASE = { kind: 'release', resubmitAt: null } as const;

function group(row: Partial<GroupHolder['row']>, rest: Partial<GroupHolder> = {}): GroupHolder {
  return {
    state: ofCompany(),
    living: true,
    row: { status: 'covered', belongs: 'open', written: WRITTEN, attempt: null, ...row },
    ...rest,
  };
}

describe('whether a record is on hold', () => {
  const yes = { onHold: true, id: 'req-1' };
  const byGroup = { onHold: true, id: 'group-1' };
  const no = { onHold: false, id: null };
  it.each<
    [string, FiledState | null, readonly GroupHolder[], SeenTag, { onHold: boolean; id: string | null }]
  >([
    ['nobody holds it', null, [], 'unknown', no],
    ['its tag is off', null, [], 'off', no],
    ['it is tagged without an exception', null, [], 'on', { onHold: true, id: null }],
    ['its request waits', pending, [], 'off', { onHold: false, id: 'req-1' }],
    ['its request waits and it is tagged', pending, [], 'on', { onHold: true, id: 'req-1' }],
    ['its grant is being written', approved, [], 'off', yes],
    ['a step of the grant failed', needsAttentionState(pending, { status: 'approved' }), [], 'off', yes],
    ['its exception is active', active, [], 'unknown', yes],
    ['its exception is active and somebody took the tag off', active, [], 'off', yes],
    ['its exception ends, and the tag is on', ending, [], 'on', yes],
    ['its exception ends, and nobody says how the tag is', ending, [], 'unknown', yes],
    ['its exception ends, and the tag is off', ending, [], 'off', no],
    ['it is taken back, and the tag is on', reverting, [], 'on', yes],
    ['it is taken back, and the tag is off', reverting, [], 'off', no],
    ['its end failed', needsAttentionState(pending, { status: 'ending', ...over }), [], 'on', yes],
    ['a group covers it', null, [group({})], 'on', byGroup],
    ['a group is about to', null, [group({ status: 'covering', written: null })], 'off', byGroup],
    ['a group could not write it', null, [group({ status: 'failed', written: null })], 'off', byGroup],
    ['a group covers it while its request waits', pending, [group({})], 'on', byGroup],
    ['a group left it to its own', active, [group({ status: 'yielded', written: null })], 'on', yes],
    ['a group covers it besides', active, [group({})], 'on', yes],
    ['a group goes first by policy', active, [group({}, { state: ofCompany('group') })], 'on', byGroup],
    ['a group lets go, tag on', null, [group({ attempt: RELEASE }, { living: false })], 'on', byGroup],
    ['a group lets go, tag off', null, [group({ attempt: RELEASE }, { living: false })], 'off', no],
    ['it left the group', null, [group({ belongs: 'gone' })], 'unknown', byGroup],
    ['it was never covered and left', null, [group({ belongs: 'gone', written: null })], 'unknown', no],
  ])('%s', (_, own, groups, tag, expected) => {
    const { onHold, exception } = answerHold({ own, groups }, tag);
    expect({ onHold, id: exception?.requestId ?? null }).toEqual(expected);
  });

  it('names type, status and end of what holds it', () => {
    expect(answerHold({ own: active, groups: [] }, 'on').exception).toEqual({
      requestId: 'req-1',
      exceptionTypeId: 'strategic_logo',
      status: 'active',
      expiresAt: '2026-12-31T12:00:00.000Z',
    });
  });
});
