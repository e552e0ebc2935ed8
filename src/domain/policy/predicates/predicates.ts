import type { ConditionOperator } from '@handrail/contracts/vocabulary';
import { equality } from './equality.ts';
import { order } from './order.ts';
import type { Predicate } from './predicate.ts';
import { presence } from './presence.ts';
import { token } from './token.ts';

/** The predicate of each operator. */
export const predicates: Readonly<Record<ConditionOperator, Predicate>> = {
  EQ: equality,
  NEQ: equality,
  IN: equality,
  NOT_IN: equality,
  LT: order,
  LTE: order,
  GT: order,
  GTE: order,
  BETWEEN: order,
  HAS_PROPERTY: presence,
  NOT_HAS_PROPERTY: presence,
  CONTAINS_TOKEN: token,
  NOT_CONTAINS_TOKEN: token,
};
