import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EMPTY_DIRECTORY } from '../../src/domain/policy/directory.ts';
import { evaluatePolicy } from '../../src/domain/policy/evaluate-policy.ts';
import { peopleOf } from '../../src/domain/policy/requirement.ts';
import { CONFIG, examplesOf, factMap, shippedPolicy } from './shipped-policy.ts';

const policy = await shippedPolicy();
const cases = await Promise.all(
  policy.policy.exceptionTypes.map(async (type) => ({ type, examples: await examplesOf(type.id) })),
);

describe.each(cases)('$type.label, worked examples', ({ type, examples }) => {
  it.each(examples)('$name', ({ facts, criteria, rows, asks }) => {
    const decision = evaluatePolicy({
      policy,
      exceptionType: type,
      facts: factMap(facts),
      directory: EMPTY_DIRECTORY,
    });
    expect(decision.criteria.truth).toBe(criteria);
    const kept = decision.rows.filter((row) => row.truth !== 'false').map((row) => [row.id, row.truth]);
    expect(Object.fromEntries(kept)).toEqual(rows);
    const people = decision.requirement ? peopleOf(decision.requirement).map(({ email }) => email) : [];
    expect([...people].sort()).toEqual([...asks].sort());
  });

  it('show every row in force at least once', () => {
    const shown = new Set(examples.flatMap(({ rows }) => Object.keys(rows)));
    expect(type.decisionRights.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });
});

it('has an examples file for each type and none without', () => {
  const files = readdirSync(`${CONFIG}/policies`).filter((name) => name.endsWith('.examples.yml'));
  expect(files.sort()).toEqual(policy.policy.exceptionTypes.map(({ id }) => `${id}.examples.yml`).sort());
});
