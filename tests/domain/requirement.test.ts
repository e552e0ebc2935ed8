import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stillWaitingFor } from '../../src/domain/policy/ballots.ts';
import type { ResolvedRequirement } from '../../src/domain/policy/decision.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { peopleOf, rolesOf, without } from '../../src/domain/policy/requirement.ts';
import { isSatisfiable, isSatisfied } from '../../src/domain/policy/satisfaction.ts';
import { needs } from './policy-builder.ts';

const NAMES = ['ana', 'ben', 'cleo', 'dev', 'eva'] as const;

function person(name: string): Person {
  return { email: `${name}@example.com`, name };
}

function role(name: string, people: readonly string[], approve = 1): ResolvedRequirement {
  return { ...needs(name, { approve }), label: name, people: people.map(person), because: name };
}

function emails(...names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => person(name).email));
}

const lead = role('lead', ['ana', 'ben']);
const desk = role('desk', ['ben', 'cleo', 'dev'], 2);
const cro = role('cro', ['eva']);
const tree: ResolvedRequirement = { kind: 'all_of', of: [{ kind: 'any_of', of: [lead, cro] }, desk] };

describe('isSatisfied', () => {
  it.each([
    ['nobody', [], false],
    ['one branch of the OR', ['ana'], false],
    ['the quorum alone', ['cleo', 'dev'], false],
    ['OR and quorum', ['eva', 'cleo', 'dev'], true],
    ['one person in two roles counts for both', ['ben', 'cleo'], true],
    ['one short of the quorum', ['ana', 'ben'], false],
    ['strangers', ['zoe', 'yan'], false],
  ])('%s', (_, names, satisfied) => {
    expect(isSatisfied(tree, emails(...names))).toBe(satisfied);
  });
});

describe('without', () => {
  it('takes a person out of every role', () => {
    expect(peopleOf(without(tree, 'ben@example.com')).map(({ name }) => name)).toEqual([
      'ana',
      'eva',
      'cleo',
      'dev',
    ]);
  });

  it('can leave what nobody can satisfy', () => {
    expect(isSatisfiable(without(cro, 'eva@example.com'))).toBe(false);
    expect(isSatisfiable(without({ kind: 'any_of', of: [cro, lead] }, 'eva@example.com'))).toBe(true);
    expect(isSatisfiable(without({ kind: 'all_of', of: [cro, lead] }, 'eva@example.com'))).toBe(false);
  });

  it('leaves the original alone', () => {
    without(tree, 'ben@example.com');
    expect(rolesOf(tree)[0]?.people).toHaveLength(2);
  });
});

describe('stillWaitingFor', () => {
  const names = (...approved: readonly string[]) =>
    stillWaitingFor(tree, { approvers: emails(...approved), rejecters: emails() }).map(({ name }) => name);

  it('names everybody once at first', () => {
    expect(names()).toEqual(['ana', 'ben', 'eva', 'cleo', 'dev']);
  });

  it('drops a role that has what it needs, and the other branches beside it', () => {
    expect(names('ana')).toEqual(['ben', 'cleo', 'dev']);
    expect(names('cleo', 'dev')).toEqual(['ana', 'ben', 'eva']);
  });

  it('names nobody when all is decided', () => {
    expect(names('ben', 'cleo')).toEqual([]);
  });
});

const anyRequirement = fc.letrec<{ node: ResolvedRequirement }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(fc.subarray([...NAMES], { minLength: 1 }), fc.integer({ min: 1, max: 3 }))
      .map(([people, approve]) => role('r', people, approve)),
    fc
      .tuple(
        fc.constantFrom('all_of' as const, 'any_of' as const),
        fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
      )
      .map(([kind, of]): ResolvedRequirement => ({ kind, of })),
  ),
})).node;
const someNames = fc.subarray([...NAMES]);

describe('for every requirement', () => {
  it('more approvals never undo an approval', () => {
    fc.assert(
      fc.property(anyRequirement, someNames, someNames, (requirement, some, more) => {
        if (isSatisfied(requirement, emails(...some))) {
          expect(isSatisfied(requirement, emails(...some, ...more))).toBe(true);
        }
      }),
    );
  });

  it('what a person approves without being asked changes nothing', () => {
    fc.assert(
      fc.property(anyRequirement, someNames, (requirement, some) => {
        expect(isSatisfied(requirement, emails(...some, 'zoe'))).toBe(
          isSatisfied(requirement, emails(...some)),
        );
      }),
    );
  });

  it('somebody is waited for exactly while it is open and can be satisfied', () => {
    fc.assert(
      fc.property(anyRequirement, someNames, (requirement, some) => {
        const open = !isSatisfied(requirement, emails(...some));
        const waiting = stillWaitingFor(requirement, { approvers: emails(...some), rejecters: emails() });
        if (!open) expect(waiting).toEqual([]);
        else if (isSatisfiable(requirement)) expect(waiting).not.toEqual([]);
        expect(waiting.filter(({ email }) => emails(...some).has(email))).toEqual([]);
      }),
    );
  });

  it('taking somebody out never makes it easier', () => {
    fc.assert(
      fc.property(anyRequirement, fc.constantFrom(...NAMES), someNames, (requirement, name, some) => {
        const reduced = without(requirement, person(name).email);
        if (isSatisfied(reduced, emails(...some)))
          expect(isSatisfied(requirement, emails(...some))).toBe(true);
      }),
    );
  });
});
