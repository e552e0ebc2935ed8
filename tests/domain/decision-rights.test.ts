import { describe, expect, it } from '@jest/globals';
import { stillWaitingFor, verdictOf } from '../../src/domain/policy/ballots.ts';
import type { ResolvedRequirement } from '../../src/domain/policy/decision.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import type { Thresholds } from '../../src/domain/policy/policy.ts';
import type { RoleRequirement } from '../../src/domain/policy/requirement.ts';
import { exceptionRequest } from '../fixtures/exception-request.ts';
import { given, NOW } from './given-when-then.ts';
import { needs } from './policy-builder.ts';
import { approved, review, reviewed } from './request-stories.ts';

const [ANA, BEN, CLEO, DEV, EVA] = (['Ana', 'Ben', 'Cleo', 'Dev', 'Eva'] as const).map(
  (name, at): Person => ({ name, email: `${name.toLowerCase()}@example.com`, userId: String(800 + at) }),
) as [Person, Person, Person, Person, Person];

function asks(role: string, people: readonly Person[], terms: Partial<Thresholds> = {}): RoleRequirement {
  return { ...needs(role, terms), label: role, people, because: role };
}

function filed(...of: readonly ResolvedRequirement[]) {
  const request = exceptionRequest({ requirement: { kind: 'all_of', of } });
  return { type: 'exception_submitted', at: NOW, request } as const;
}

function rejected(reason: 'denied' | 'approval_impossible', ...roles: readonly string[]) {
  return { type: 'exception_rejected', at: NOW, reason, roles } as const;
}

describe('a quorum over two teams: two of three sellers and one of two lawyers', () => {
  const request = filed(asks('Sales', [ANA, BEN, CLEO], { approve: 2 }), asks('Legal', [DEV, EVA]));

  it('is open after two sellers', () => {
    given([request, reviewed(ANA)])
      .when(review(CLEO))
      .thenExpect([reviewed(CLEO)]);
  });

  it('is open after one of each', () => {
    given([request, reviewed(ANA)])
      .when(review(DEV))
      .thenExpect([reviewed(DEV)]);
  });

  it('is approved by the last one needed, whoever that is', () => {
    given([request, reviewed(ANA), reviewed(CLEO)])
      .when(review(EVA))
      .thenExpect([reviewed(EVA), approved]);
    given([request, reviewed(EVA), reviewed(BEN)])
      .when(review(ANA))
      .thenExpect([reviewed(ANA), approved]);
  });
});

describe('a rejection by two', () => {
  const request = filed(asks('Board', [ANA, BEN, CLEO, DEV], { approve: 2, deny: 2 }));

  it('is not there after one, who is heard and not asked again', () => {
    given([request])
      .when(review(ANA, 'reject'))
      .thenExpect([reviewed(ANA, 'reject')]);
    const waiting = stillWaitingFor(request.request.requirement, {
      approvers: new Set(),
      rejecters: new Set([ANA.email]),
    });
    expect(waiting.map(({ name }) => name)).toEqual(['Ben', 'Cleo', 'Dev']);
  });

  it('ends the request with the second, also when an approval is there', () => {
    given([request, reviewed(ANA, 'reject'), reviewed(BEN)])
      .when(review(CLEO, 'reject'))
      .thenExpect([reviewed(CLEO, 'reject'), rejected('denied', 'Board')]);
  });

  it('does not keep two others from approving', () => {
    given([request, reviewed(ANA, 'reject'), reviewed(BEN)])
      .when(review(CLEO))
      .thenExpect([reviewed(CLEO), approved]);
  });

  it('counts in a branch of an OR as well: a no is a decision', () => {
    const either = filed({
      kind: 'any_of',
      of: [asks('CRO', [EVA]), asks('Board', [ANA, BEN], { deny: 2 })],
    });
    given([either])
      .when(review(EVA, 'reject'))
      .thenExpect([reviewed(EVA, 'reject'), rejected('denied', 'CRO')]);
  });
});

describe('when too few are left to approve', () => {
  it('the request is rejected for that reason instead of waiting for nothing', () => {
    const request = filed(asks('Board', [ANA, BEN, CLEO], { approve: 2, deny: 3 }));
    given([request, reviewed(ANA, 'reject')])
      .when(review(BEN, 'reject'))
      .thenExpect([reviewed(BEN, 'reject'), rejected('approval_impossible', 'Board')]);
  });

  it('a role that must be different people counts as too few when one person is left for two', () => {
    const request = filed(
      asks('Desk', [ANA, BEN], { deny: 2 }),
      asks('CRO', [ANA], { distinctFrom: ['Desk'] }),
    );
    given([request])
      .when(review(BEN, 'reject'))
      .thenExpect([reviewed(BEN, 'reject'), rejected('approval_impossible', 'Desk', 'CRO')]);
  });
});

describe('roles that must be different people', () => {
  const request = filed(asks('Lead', [ANA, BEN]), asks('Desk', [BEN, CLEO], { distinctFrom: ['Lead'] }));

  it('are not both filled by one', () => {
    given([request])
      .when(review(BEN))
      .thenExpect([reviewed(BEN)]);
  });

  it('are filled by two, whoever of them holds both', () => {
    given([request, reviewed(BEN)])
      .when(review(ANA))
      .thenExpect([reviewed(ANA), approved]);
    given([request, reviewed(BEN)])
      .when(review(CLEO))
      .thenExpect([reviewed(CLEO), approved]);
    given([request, reviewed(ANA)])
      .when(review(CLEO))
      .thenExpect([reviewed(CLEO), approved]);
  });

  it('wait for everybody but the one who has decided', () => {
    const waiting = stillWaitingFor(request.request.requirement, {
      approvers: new Set([BEN.email]),
      rejecters: new Set(),
    });
    expect(waiting.map(({ name }) => name)).toEqual(['Ana', 'Cleo']);
  });

  it('stay tied in every branch, also where the branch does not name the other one', () => {
    const lead = (people: readonly Person[], terms = {}) => asks('Lead', people, terms);
    const request: ResolvedRequirement = {
      kind: 'any_of',
      of: [
        { kind: 'all_of', of: [lead([EVA]), lead([BEN, EVA])] },
        { kind: 'all_of', of: [asks('Desk', [DEV]), lead([DEV], { distinctFrom: ['Desk'] })] },
      ],
    };
    const waiting = stillWaitingFor(request, {
      approvers: new Set([DEV.email, EVA.email]),
      rejecters: new Set(),
    });
    expect(waiting.map(({ name }) => name)).toEqual(['Ben']);
  });
});

describe('a delegate', () => {
  const standsIn = (person: Person, inPlaceOf: Person) => ({
    delegates: [{ delegationId: 'd', inPlaceOf: inPlaceOf.email, person }],
  });
  const verdict = (
    requirement: ResolvedRequirement,
    approvers: readonly Person[],
    rejecters: readonly Person[] = [],
  ) =>
    verdictOf(requirement, {
      approvers: new Set(approvers.map(({ email }) => email)),
      rejecters: new Set(rejecters.map(({ email }) => email)),
    }).outcome;
  const two = { ...asks('Lead', [ANA, BEN], { approve: 2, deny: 2 }), ...standsIn(DEV, ANA) };

  it('fills the place of the person they stand in for, and the two are never two', () => {
    expect(verdict(two, [DEV])).toBe('open');
    expect(verdict(two, [DEV, ANA])).toBe('open');
    expect(verdict(two, [DEV, BEN])).toBe('approved');
    expect(verdict(two, [], [DEV, ANA])).toBe('rejected');
    expect(verdict({ ...two, people: [ANA, BEN, CLEO] }, [], [DEV, ANA])).toBe('open');
    expect(verdict({ ...two, people: [ANA, BEN, CLEO] }, [], [DEV, BEN])).toBe('rejected');
  });

  it('who holds the role has one vote in it', () => {
    const both = { ...asks('Lead', [ANA, BEN], { approve: 2, deny: 2 }), ...standsIn(BEN, ANA) };
    expect(verdict(both, [BEN])).toBe('open');
    expect(verdict(both, [BEN, ANA])).toBe('approved');
  });

  it('is overruled by the person they stand in for', () => {
    expect(verdict({ ...two, approve: 1 }, [DEV], [ANA])).toBe('open');
    expect(verdict({ ...two, approve: 1 }, [ANA], [DEV])).toBe('approved');
  });

  it('does not help one person, or their place, into two roles that must be different people', () => {
    const lead = { ...asks('Lead', [ANA]), ...standsIn(BEN, ANA) };
    const desk = (...people: Person[]) => ({
      ...asks('Desk', people, { distinctFrom: ['Lead'] }),
      ...standsIn(BEN, ANA),
    });
    expect(verdict({ kind: 'all_of', of: [lead, desk(BEN, CLEO)] }, [BEN])).toBe('open');
    expect(verdict({ kind: 'all_of', of: [lead, desk(ANA, CLEO)] }, [ANA, BEN])).toBe('open');
    expect(verdict({ kind: 'all_of', of: [lead, desk(BEN, CLEO)] }, [BEN, CLEO])).toBe('approved');
  });

  it('who cannot decide for now is not waited for', () => {
    const barred = { ...asks('Lead', [ANA, BEN]), barred: [ANA.email] };
    const waiting = stillWaitingFor(barred, { approvers: new Set(), rejecters: new Set() });
    expect(waiting).toEqual([BEN]);
  });
});
