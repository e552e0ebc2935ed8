import { expect, it } from '@jest/globals';
import { diffPolicies } from '../../src/domain/policy/diff-policies.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { shippedPolicy } from '../policies/shipped-policy.ts';
import { needs } from './policy-builder.ts';

it('finds nothing between equal policies', async () => {
  const { policy } = await shippedPolicy();
  expect(diffPolicies(policy, structuredClone(policy))).toEqual([]);
});

it('says in words what was added, removed and changed', async () => {
  const { policy } = await shippedPolicy();
  const [dropped, ...types] = policy.exceptionTypes;
  const after: Policy = {
    ...policy,
    exceptionTypes: types.map((type) =>
      type.id === 'strategic-logo'
        ? {
            ...type,
            validity: { defaultDays: 30, maxDays: 60 },
            decisionRights: type.decisionRights
              .filter(({ id }) => id !== 'over-250k')
              .map((row) =>
                row.id === 'over-100k'
                  ? {
                      ...row,
                      when: [[{ property: 'deal.amount', operator: 'GT', value: 150_000 } as const]],
                      require: needs('cro'),
                    }
                  : row,
              ),
          }
        : type,
    ),
    roles: policy.roles.map((role) =>
      role.id === 'revops' ? { id: 'revops', label: 'RevOps', people: ['new@example.com'] } : role,
    ),
    playbooks: policy.playbooks.map((playbook) =>
      playbook.id === 'strategic-logo' ? { ...playbook, whenOver: 'keep' } : playbook,
    ),
  };
  expect(diffPolicies(policy, after).map(({ words }) => words)).toEqual([
    `Removed exception type ${dropped?.label}.`,
    'Strategic Logo: longest validity was "90 days", becomes "60 days".',
    'Strategic Logo: extensions was "may be extended 2 times, by up to 30 days each time, decided like the exception itself", becomes "may not be extended".',
    'Removed decision right Strategic Logo, row "Over 250,000".',
    'Strategic Logo, row "Over 100,000": applies was "when deal amount is over 100,000", becomes "when deal amount is over 150,000".',
    'Strategic Logo, row "Over 100,000": asks was "RevOps (revops)", becomes "Chief Revenue Officer (cro)".',
    'RevOps: people was "everybody of the CRM\'s team Revenue Operations; otherwise: priya.nair@northwind.example", becomes "new@example.com".',
    'Keep a strategic account with its owner: afterwards was "Release the hold and send the record back through standard routing", becomes "Release the hold and leave the record as it is".',
  ]);
  expect(diffPolicies(after, policy).map(({ kind }) => kind)).toContain('added');
});
