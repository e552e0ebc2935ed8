import type { Fact, FactMap } from '../../src/domain/policy/facts.ts';
import type {
  ConditionGroups,
  DecisionRight,
  ExceptionType,
  PolicyVersion,
  Requirement,
  Role,
  Thresholds,
} from '../../src/domain/policy/policy.ts';

export function known(value: string | number | boolean): Fact {
  return { state: 'known', value };
}

/** A leaf that asks `approve` holders of a role, and that one rejection rejects, unless told otherwise. */
export function needs(role: string, terms: Partial<Thresholds> = {}): Extract<Requirement, { kind: 'role' }> {
  return { kind: 'role', role, approve: 1, deny: 1, distinctFrom: [], delegable: true, ...terms };
}

/** A row that asks one role, or a whole requirement. */
export function row(id: string, when: ConditionGroups, require: Requirement | string): DecisionRight {
  const requirement = typeof require === 'string' ? needs(require) : require;
  return { id, label: `Row ${id}`, when, require: requirement };
}

export function exceptionType(
  decisionRights: readonly DecisionRight[],
  criteria: ConditionGroups = [],
): ExceptionType {
  return {
    id: 'vip',
    label: 'VIP',
    definition: 'A customer who is not like the others.',
    appliesTo: ['deal'],
    criteria: { words: 'It is one.', when: criteria },
    examples: ['One.'],
    counterExamples: [],
    reasons: { codes: [{ id: 'other', label: 'Other' }], prompt: 'Why?', minLength: 0 },
    evidence: [],
    nextSteps: 'Call.',
    governs: ['owner'],
    proposes: { owner: 'optional', stage: 'none' },
    validity: { defaultDays: 7, maxDays: 30 },
    decisionRights,
    playbook: 'hold',
  };
}

export function policyVersion(roles: readonly Role[], type: ExceptionType): PolicyVersion {
  return {
    version: 3,
    hash: 'c'.repeat(64),
    policy: { standardHandoffs: [], exceptionTypes: [type], playbooks: [], roles, calendars: [] },
  };
}

export const NO_FACTS: FactMap = {};
