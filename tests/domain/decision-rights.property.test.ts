import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignApprovers } from '../../src/domain/policy/assign-approvers.ts';
import { verdictOf } from '../../src/domain/policy/ballots.ts';
import type { ResolvedRequirement } from '../../src/domain/policy/decision.ts';
import { peopleOf, type RoleRequirement, rolesOf } from '../../src/domain/policy/requirement.ts';
import { isSatisfied, openRoles } from '../../src/domain/policy/satisfaction.ts';
import { needs } from './policy-builder.ts';

const NAMES = ['ana', 'ben', 'cleo', 'dev', 'eva'] as const;
const ROLES = ['lead', 'desk', 'cro'] as const;

const anyLeaf = fc
  .record({
    role: fc.constantFrom(...ROLES),
    people: fc.subarray([...NAMES], { minLength: 1 }),
    approve: fc.integer({ min: 1, max: 3 }),
    deny: fc.integer({ min: 1, max: 3 }),
    distinctFrom: fc.subarray([...ROLES]),
  })
  .map(
    ({ role, people, ...terms }): RoleRequirement => ({
      ...needs(role, { ...terms, distinctFrom: terms.distinctFrom.filter((other) => other !== role) }),
      label: role,
      people: people.map((name) => ({ email: name, name })),
      because: role,
    }),
  );
const anyRequirement = fc.letrec<{ node: ResolvedRequirement }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    anyLeaf,
    fc
      .tuple(
        fc.constantFrom('all_of' as const, 'any_of' as const),
        fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
      )
      .map(([kind, of]): ResolvedRequirement => ({ kind, of })),
  ),
})).node;
const somePeople = fc.subarray([...NAMES]).map((names) => new Set<string>(names));
const anyBallots = fc
  .array(fc.constantFrom('approve', 'reject', 'silent'), { minLength: 5, maxLength: 5 })
  .map((votes) => ({
    approvers: new Set<string>(NAMES.filter((_, at) => votes[at] === 'approve')),
    rejecters: new Set<string>(NAMES.filter((_, at) => votes[at] === 'reject')),
  }));

/** Tries every way to seat people: slow, and plainly right. */
function canSeat(leaves: readonly RoleRequirement[], free: ReadonlySet<string>): boolean {
  const seats = leaves.flatMap((leaf) => Array.from({ length: leaf.approve }, () => leaf));
  const [first, ...others] = seats;
  if (!first) return true;
  const rest = others.map((leaf) => ({ ...leaf, approve: 1 }));
  return first.people.some(
    ({ email }) => free.has(email) && canSeat(rest, new Set([...free].filter((one) => one !== email))),
  );
}

describe('assigning approvers to roles that must be different people', () => {
  it('finds an assignment exactly when there is one', () => {
    fc.assert(
      fc.property(fc.array(anyLeaf, { maxLength: 3 }), somePeople, (leaves, approvers) => {
        expect(assignApprovers(leaves, approvers) !== null).toBe(canSeat(leaves, approvers));
      }),
    );
  });

  it('counts nobody twice, nobody who did not approve, and nobody for a role they do not hold', () => {
    fc.assert(
      fc.property(fc.array(anyLeaf, { maxLength: 3 }), somePeople, (leaves, approvers) => {
        const assigned = assignApprovers(leaves, approvers);
        if (!assigned) return;
        for (const [email, leaf] of assigned) {
          expect(approvers.has(email)).toBe(true);
          expect(leaf.people.map((person) => person.email)).toContain(email);
        }
        for (const leaf of leaves) {
          const seated = [...assigned.values()].filter((other) => other === leaf).length;
          const wanted = leaves.filter((other) => other === leaf).length * leaf.approve;
          expect(seated).toBe(wanted);
        }
      }),
    );
  });

  it('does not depend on the order of roles', () => {
    const mixed = fc
      .array(anyLeaf, { maxLength: 4 })
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        ),
      );
    fc.assert(
      fc.property(mixed, somePeople, ([leaves, shuffled], approvers) => {
        expect(assignApprovers(shuffled, approvers) === null).toBe(
          assignApprovers(leaves, approvers) === null,
        );
      }),
    );
  });
});

describe('for every requirement', () => {
  it('two roles that must be different people are never filled by one', () => {
    fc.assert(
      fc.property(anyLeaf, anyLeaf, fc.constantFrom(...NAMES), (one, other, name) => {
        fc.pre(one.role !== other.role);
        const tied = { ...one, distinctFrom: [other.role] };
        expect(isSatisfied({ kind: 'all_of', of: [tied, other] }, new Set([name]))).toBe(false);
        expect(isSatisfied({ kind: 'all_of', of: [other, tied] }, new Set([name]))).toBe(false);
      }),
    );
  });

  it('distinct_from never makes it easier', () => {
    const free = (requirement: ResolvedRequirement): ResolvedRequirement =>
      requirement.kind === 'role'
        ? { ...requirement, distinctFrom: [] }
        : { kind: requirement.kind, of: requirement.of.map(free) };
    fc.assert(
      fc.property(anyRequirement, somePeople, (requirement, approvers) => {
        if (isSatisfied(requirement, approvers)) expect(isSatisfied(free(requirement), approvers)).toBe(true);
      }),
    );
  });

  it('a part that is added removes nothing', () => {
    fc.assert(
      fc.property(anyRequirement, anyRequirement, somePeople, (requirement, more, approvers) => {
        if (isSatisfied({ kind: 'all_of', of: [requirement, more] }, approvers)) {
          expect(isSatisfied(requirement, approvers)).toBe(true);
        }
      }),
    );
  });

  it('an approval more never undoes an approval', () => {
    fc.assert(
      fc.property(anyRequirement, somePeople, somePeople, (requirement, some, more) => {
        if (isSatisfied(requirement, some)) {
          expect(isSatisfied(requirement, new Set([...some, ...more]))).toBe(true);
        }
      }),
    );
  });

  it('is open exactly while it is not satisfied', () => {
    fc.assert(
      fc.property(anyRequirement, somePeople, (requirement, approvers) => {
        expect(openRoles(requirement, approvers).length > 0).toBe(!isSatisfied(requirement, approvers));
      }),
    );
  });

  it('denial comes before approval', () => {
    fc.assert(
      fc.property(anyRequirement, anyBallots, (requirement, ballots) => {
        const denied = rolesOf(requirement).some(
          ({ people, deny }) => people.filter(({ email }) => ballots.rejecters.has(email)).length >= deny,
        );
        const verdict = verdictOf(requirement, ballots);
        if (denied) expect(verdict).toMatchObject({ outcome: 'rejected', reason: 'denied' });
        else if (verdict.outcome === 'rejected') expect(verdict.reason).toBe('approval_impossible');
      }),
    );
  });

  it('is never left open when nobody could bring it to an end', () => {
    fc.assert(
      fc.property(anyRequirement, anyBallots, (requirement, { approvers, rejecters }) => {
        if (verdictOf(requirement, { approvers, rejecters }).outcome !== 'open') return;
        const everybodyElse = new Set([
          ...approvers,
          ...peopleOf(requirement)
            .map(({ email }) => email)
            .filter((email) => !rejecters.has(email)),
        ]);
        expect(verdictOf(requirement, { approvers: everybodyElse, rejecters }).outcome).toBe('approved');
      }),
    );
  });
});
