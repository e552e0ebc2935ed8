import { CONDITION_OPERATORS } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import { REQUEST_FACTS } from '../../../src/domain/policy/facts.ts';
import type { Condition, ConditionGroups } from '../../../src/domain/policy/policy.ts';
import { block, didYouMean, isBlock, oneOfWays } from './issue-in-words.ts';

const FACT = /^(deal|contact|company|ticket|owner|request)\.[A-Za-z]\w*$/;

/** The name of a fact. */
export const factName = z.string().superRefine((name, context) => {
  if (!FACT.test(name)) {
    context.addIssue(
      `"${name}" is not a fact. Write deal, contact, company, ticket, owner or request, a dot and the property's name, such as deal.amount.`,
    );
  } else if (name.startsWith('request.') && !REQUEST_FACTS.some((known) => known === name)) {
    context.addIssue(
      `"${name}" is not a fact of a request. Write one of: ${REQUEST_FACTS.join(', ')}.${didYouMean(name, REQUEST_FACTS)}`,
    );
  }
});

const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: (issue) =>
    `${issue.input === undefined ? 'is missing. Write' : 'must be'} a text, a number or true/false.`,
});
const listed = z.union([z.string(), z.number()], { error: 'must be a text or a number.' });

const condition = block({
  property: factName,
  operator: z.enum(CONDITION_OPERATORS),
  value: scalar.optional(),
  high_value: z.number().optional(),
  values: z.array(listed).min(1).optional(),
})
  .superRefine((raw, context) => {
    const { ways, words, needs } = SHAPES[raw.operator];
    const given = (['value', 'high_value', 'values'] as const).filter((key) => raw[key] !== undefined);
    if (!ways.includes(given.join())) {
      context.addIssue(`${raw.operator} takes ${words}.`);
      return;
    }
    const wrong = (raw.values ?? [raw.value]).find((value) => needs && !needs.test(value));
    if (wrong !== undefined) {
      context.addIssue({
        code: 'custom',
        path: [raw.values ? 'values' : 'value'],
        message: `${raw.operator} needs ${needs?.words}, not "${String(wrong)}".`,
      });
    } else if (raw.operator === 'BETWEEN' && Number(raw.value) > Number(raw.high_value)) {
      context.addIssue({
        code: 'custom',
        path: ['high_value'],
        message: 'is lower than value, so that nothing lies between. Swap the two.',
      });
    }
  })
  .transform(
    ({ property, operator, value, high_value, values }): Condition => ({
      property,
      operator,
      ...(value === undefined ? {} : { value }),
      ...(high_value === undefined ? {} : { highValue: high_value }),
      ...(values === undefined ? {} : { values }),
    }),
  );

interface OperatorShape {
  /** The keys that may be there together, joined by commas. */
  readonly ways: readonly string[];
  readonly words: string;
  /** What each value must be for the operator to make sense of it. */
  readonly needs?: { readonly words: string; readonly test: (value: unknown) => boolean };
}

const A_NUMBER = { words: 'a number', test: (value: unknown) => typeof value === 'number' };
const A_SIZE = {
  words: 'a number or a date such as 2026-12-31',
  test: (value: unknown) => typeof value === 'number' || isDate(value),
};
// A token without a letter or digit would be found in every text.
const A_WORD = { words: 'a word', test: (value: unknown) => /[\p{L}\p{N}]/u.test(String(value)) };

const ONE: OperatorShape = { ways: ['value'], words: 'one value, such as "value: EMEA"' };
const ORDERED: OperatorShape = { ways: ['value'], words: 'one value, such as "value: 50000"', needs: A_SIZE };
const LIST: OperatorShape = { ways: ['values'], words: 'a list, such as "values: [EMEA, APAC]"' };
const NONE: OperatorShape = { ways: [''], words: 'no value. Remove it' };
const TOKEN: OperatorShape = {
  ways: ['value', 'values'],
  words: 'either one value or a list of values',
  needs: A_WORD,
};

/** How the value of each operator is written. */
const SHAPES: Readonly<Record<Condition['operator'], OperatorShape>> = {
  EQ: ONE,
  NEQ: ONE,
  LT: ORDERED,
  LTE: ORDERED,
  GT: ORDERED,
  GTE: ORDERED,
  BETWEEN: {
    ways: ['value,high_value'],
    words: 'two numbers, such as "value: 1000, high_value: 5000"',
    needs: A_NUMBER,
  },
  IN: LIST,
  NOT_IN: LIST,
  HAS_PROPERTY: NONE,
  NOT_HAS_PROPERTY: NONE,
  CONTAINS_TOKEN: TOKEN,
  NOT_CONTAINS_TOKEN: TOKEN,
};

function isDate(value: unknown): boolean {
  return (
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T.*)?$/.test(value) && !Number.isNaN(Date.parse(value))
  );
}

const group = z.array(condition).min(1);
const always = z
  .literal('always', { error: 'must be "always", a list of conditions, or any_of with several lists.' })
  .transform((): ConditionGroups => []);
const allOfThese = group.transform((conditions): ConditionGroups => [conditions]);
const anyOfThese = block({ any_of: z.array(group).min(1) }).transform(
  ({ any_of }): ConditionGroups => any_of,
);

/** `always`, a list of conditions that must all hold, or `any_of` with several such lists. */
export const conditionGroups = oneOfWays<ConditionGroups>((value) => {
  if (Array.isArray(value)) return allOfThese;
  return isBlock(value) ? anyOfThese : always;
});
