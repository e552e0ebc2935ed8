import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignApprovers } from '../../src/domain/policy/assign-approvers.ts';
import { stillWaitingFor, verdictOf } from '../../src/domain/policy/ballots.ts';
import { countVotes } from '../../src/domain/policy/count-votes.ts';
import type { ResolvedRequirement } from '../../src/domain/policy/decision.ts';
import { mapRoles, peopleOf, type RoleRequirement } from '../../src/domain/policy/requirement.ts';
import { isSatisfied } from '../../src/domain/policy/satisfaction.ts';
import { needs } from './policy-builder.ts';

const NAMES = ['ana', 'ben', 'cleo', 'dev', 'eva'] as const;
const ROLES = ['lead', 'desk', 'cro'] as const;

const anyDelegates = fc.uniqueArray(
  fc.record({ inPlaceOf: fc.constantFrom(...NAMES), by: fc.constantFrom(...NAMES) }),
  { maxLength: 4, selector: ({ inPlaceOf, by }) => `${inPlaceOf} ${by}` },
);
const anyLeaf = fc
  .record({
    role: fc.constantFrom(...ROLES),
    people: fc.subarray([...NAMES], { minLength: 1, maxLength: 3 }),
    approve: fc.integer({ min: 1, max: 2 }),
    deny: fc.integer({ min: 1, max: 2 }),
    distinctFrom: fc.subarray([...ROLES]),
    delegates: anyDelegates,
  })
  .map(
    ({ role, people, delegates, ...terms }): RoleRequirement => ({
      ...needs(role, { ...terms, distinctFrom: terms.distinctFrom.filter((other) => other !== role) }),
      label: role,
      people: people.map((name) => ({ email: name, name })),
      because: role,
      delegates: delegates
        .filter(({ inPlaceOf, by }) => inPlaceOf !== by && people.includes(inPlaceOf))
        .map(({ inPlaceOf, by }) => ({
          delegationId: `${inPlaceOf} to ${by}`,
          inPlaceOf,
          person: { email: by, name: by },
        })),
    }),
  );
const anyRequirement = fc.letrec<{ node: ResolvedRequirement }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2 },
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

interface Vote {
  readonly voter: string;
  readonly place: string;
}

/** Every vote that could fill a seat of a leaf. */
function votesFor({ people, delegates = [] }: RoleRequirement, voters: ReadonlySet<string>): readonly Vote[] {
  return [
    ...people.map(({ email }) => ({ voter: email, place: email })),
    ...delegates.map(({ person, inPlaceOf }) => ({ voter: person.email, place: inPlaceOf })),
  ].filter(({ voter }) => voters.has(voter));
}

/** Tries every way to seat votes, no voter and no place twice: slow, and plainly right. */
function canSeat(
  leaves: readonly RoleRequirement[],
  voters: ReadonlySet<string>,
  places: ReadonlySet<string> = new Set(NAMES),
): boolean {
  const [first, ...others] = leaves.flatMap((leaf) => Array.from({ length: leaf.approve }, () => leaf));
  if (!first) return true;
  const rest = others.map((leaf) => ({ ...leaf, approve: 1 }));
  const without = (all: ReadonlySet<string>, one: string) =>
    new Set([...all].filter((other) => other !== one));
  return votesFor(first, voters).some(
    ({ voter, place }) => places.has(place) && canSeat(rest, without(voters, voter), without(places, place)),
  );
}

describe('counting decisions of delegates', () => {
  it('fills exactly as many places of a role as can be filled, no voter and no place twice', () => {
    fc.assert(
      fc.property(anyLeaf, somePeople, fc.integer({ min: 1, max: 4 }), (leaf, voters, approve) => {
        expect(countVotes(leaf, voters) >= approve).toBe(canSeat([{ ...leaf, approve }], voters));
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds an assignment to roles that must be different people exactly when there is one', () => {
    fc.assert(
      fc.property(fc.array(anyLeaf, { maxLength: 3 }), somePeople, (leaves, approvers) => {
        expect(assignApprovers(leaves, approvers) !== null).toBe(canSeat(leaves, approvers));
      }),
      { numRuns: 1_000 },
    );
  });

  it('a person and their delegate are never two: not for one role, nor for two that must be different people', () => {
    const ana = { email: 'ana', name: 'ana' };
    const delegates = [
      { delegationId: 'ana to dev', inPlaceOf: 'ana', person: { email: 'dev', name: 'dev' } },
    ];
    fc.assert(
      fc.property(anyLeaf, anyLeaf, (one, other) => {
        fc.pre(one.role !== other.role);
        const lead = { ...one, people: [ana], delegates, approve: 1 };
        const desk = { ...other, people: [ana], delegates, approve: 1, distinctFrom: [lead.role] };
        const both = new Set(['ana', 'dev']);
        expect(countVotes(lead, both)).toBe(1);
        expect(isSatisfied({ kind: 'all_of', of: [lead, desk] }, both)).toBe(false);
      }),
    );
  });

  it('delegates never make it possible with fewer places than the policy asks for', () => {
    const bare = (requirement: ResolvedRequirement) =>
      mapRoles(requirement, ({ delegates: _, ...role }) => role);
    fc.assert(
      fc.property(anyRequirement, somePeople, (requirement, approvers) => {
        if (!isSatisfied(requirement, approvers)) return;
        // Had those they stand in for approved instead, the policy alone would have been content.
        const places = new Set([...approvers, ...peopleOf(bare(requirement)).map(({ email }) => email)]);
        expect(isSatisfied(bare(requirement), places)).toBe(true);
      }),
    );
  });

  it('a delegate more never takes an approval away', () => {
    const bare = (requirement: ResolvedRequirement) =>
      mapRoles(requirement, ({ delegates: _, ...role }) => role);
    fc.assert(
      fc.property(anyRequirement, somePeople, (requirement, approvers) => {
        if (isSatisfied(bare(requirement), approvers)) expect(isSatisfied(requirement, approvers)).toBe(true);
      }),
    );
  });

  it('is approved once everybody it waits for has approved, and then whoever it waits for next', () => {
    fc.assert(
      fc.property(anyRequirement, anyBallots, (requirement, { approvers, rejecters }) => {
        let ballots = { approvers, rejecters };
        while (verdictOf(requirement, ballots).outcome === 'open') {
          const waiting = stillWaitingFor(requirement, ballots).map(({ email }) => email);
          expect(waiting).not.toEqual([]);
          for (const email of waiting) expect(approvers.has(email) || rejecters.has(email)).toBe(false);
          ballots = { approvers: new Set([...ballots.approvers, ...waiting]), rejecters };
        }
        if (verdictOf(requirement, { approvers, rejecters }).outcome === 'open') {
          expect(verdictOf(requirement, ballots).outcome).toBe('approved');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
