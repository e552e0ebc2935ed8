import { describe, expect, it } from '@jest/globals';
import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import { decide } from '../../src/domain/exception-request/decide.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import { approverStandings } from '../../src/domain/exception-request/standing.ts';
import type { ResolvedRequirement } from '../../src/domain/policy/decision.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { peopleOf, type RoleRequirement } from '../../src/domain/policy/requirement.ts';
import { exceptionRequest, LEAD, REP } from '../fixtures/exception-request.ts';
import { given, NOW } from './given-when-then.ts';
import {
  approved,
  asked,
  handedOver,
  review,
  reviewed,
  SECOND,
  STRANGER,
  submitted,
} from './request-stories.ts';

const TOM: Person = { email: 'tom.taker@example.com', name: 'Tom Taker', userId: '801' };

const handOver = (by: Person, to: Person): RequestCommand => ({
  type: 'hand_over',
  by,
  to,
  reason: 'On leave.',
});

function leaf(
  role: string,
  people: readonly Person[],
  terms: Partial<RoleRequirement> = {},
): RoleRequirement {
  return {
    kind: 'role',
    role,
    label: role,
    approve: 1,
    deny: 1,
    distinctFrom: [],
    delegable: true,
    people,
    because: role,
    ...terms,
  };
}

function filed(requirement: ResolvedRequirement): RequestEvent {
  return { type: 'exception_submitted', at: NOW, request: exceptionRequest({ requirement, requester: REP }) };
}

describe('an approver who hands over', () => {
  it('gives their seat to a person, who then decides in their place', () => {
    given([submitted])
      .when(handOver(LEAD, TOM))
      .thenExpect([handedOver(LEAD, TOM)]);
    given([submitted, handedOver(LEAD, TOM), reviewed(SECOND)])
      .when(review(TOM))
      .thenExpect([reviewed(TOM), approved]);
  });

  it('has no vote left: it is one seat, not two', () => {
    given([submitted, handedOver(LEAD, TOM)])
      .when(review(LEAD))
      .thenExpect({ code: 'not_an_approver' });
  });

  it('still finds the request in their list', () => {
    const state = evolveAll({ status: 'none' }, [submitted, handedOver(LEAD, TOM)]);
    if (state.status === 'none') throw new Error('it was filed');
    expect(approverStandings(state)).toContainEqual({ email: LEAD.email, waiting: false, decided: false });
    expect(approverStandings(state)).toContainEqual({ email: TOM.email, waiting: true, decided: false });
  });

  it('says so where the reason of being asked stands', () => {
    const state = evolveAll({ status: 'none' }, [submitted, handedOver(LEAD, TOM)]);
    if (state.status === 'none') throw new Error('it was filed');
    expect(JSON.stringify(state.requirement)).toContain('Lea Lead handed the seat to Tom Taker');
  });

  it('is heard once when the call is repeated', () => {
    given([submitted, handedOver(LEAD, TOM)])
      .when(handOver(LEAD, TOM))
      .thenExpect([]);
  });

  it('may do so while a question is open, and the one who takes over may hand it on or back', () => {
    given([submitted, asked()])
      .when(handOver(LEAD, TOM))
      .thenExpect([handedOver(LEAD, TOM)]);
    given([submitted, handedOver(LEAD, TOM)])
      .when(handOver(TOM, LEAD))
      .thenExpect([handedOver(TOM, LEAD)]);
  });

  it('cannot choose the requester, also when the requester would be the only one left', () => {
    given([submitted]).when(handOver(LEAD, REP)).thenExpect({ code: 'own_request' });
  });

  it('cannot choose somebody who is asked already, in the same role or in another', () => {
    given([filed(leaf('desk', [LEAD, SECOND], { approve: 2 }))])
      .when(handOver(LEAD, SECOND))
      .thenExpect({ code: 'already_asked' });
    given([submitted, reviewed(SECOND)])
      .when(handOver(LEAD, SECOND))
      .thenExpect({
        code: 'already_asked',
        message:
          'Otto Ops is asked as Otto Ops already. A hand-over must not make one decision of two, so choose somebody who is not asked yet.',
      });
  });

  it('cannot choose somebody who left the company', () => {
    given([submitted])
      .when(handOver(LEAD, { ...TOM, active: false }))
      .thenExpect({ code: 'person_unknown' });
  });

  it('keeps the seats that the policy does not let go', () => {
    const requirement: ResolvedRequirement = {
      kind: 'all_of',
      of: [leaf('lead', [LEAD]), leaf('officer', [LEAD], { delegable: false })],
    };
    const state = evolveAll({ status: 'none' }, [filed(requirement), handedOver(LEAD, TOM)]);
    if (state.status === 'none') throw new Error('it was filed');
    expect(peopleOf(state.requirement).map(({ name }) => name)).toEqual([TOM.name, LEAD.name]);
    given([filed(leaf('officer', [LEAD], { delegable: false }))])
      .when(handOver(LEAD, TOM))
      .thenExpect({ code: 'not_delegable' });
  });

  it('must have a seat, must not have decided, and must come in time', () => {
    given([submitted]).when(handOver(STRANGER, TOM)).thenExpect({ code: 'not_an_approver' });
    given([submitted, reviewed(LEAD)])
      .when(handOver(LEAD, TOM))
      .thenExpect({ code: 'already_reviewed' });
    const state = evolveAll({ status: 'none' }, [submitted]);
    expect(decide(handOver(LEAD, TOM), state, new Date('2026-11-05T10:00:00.000Z'))).toMatchObject({
      ok: false,
      rejection: { code: 'wrong_status' },
    });
  });
});
