import type { Truth } from '@handrail/contracts/vocabulary';
import type { Fact } from '../facts.ts';
import type { Condition } from '../policy.ts';

/** One family of operators: what it wants in words, and whether a fact satisfies it. */
export interface Predicate {
  /** Completes the sentence "<property> …": "is over 50,000". */
  wanted(condition: Condition): string;
  /** Three-valued: a fact that is missing, unreadable or of the wrong kind gives `unknown`. */
  holds(condition: Condition, fact: Fact): Truth;
}

/** Wraps a test of a known value; blank and unreadable facts are unknown. */
export function onKnownValue(
  test: (condition: Condition, value: string | number | boolean) => Truth,
): Predicate['holds'] {
  return (condition, fact) => (fact.state === 'known' ? test(condition, fact.value) : 'unknown');
}
