import { truthOf } from '../truth.ts';
import type { Predicate } from './predicate.ts';

/** HAS_PROPERTY and NOT_HAS_PROPERTY: the only operators that a blank field answers. */
export const presence: Predicate = {
  wanted: ({ operator }) => (operator === 'HAS_PROPERTY' ? 'is filled' : 'is blank'),
  holds: ({ operator }, fact) => {
    if (fact.state === 'unreadable') return 'unknown';
    return truthOf((fact.state === 'known') === (operator === 'HAS_PROPERTY'));
  },
};
