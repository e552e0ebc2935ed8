import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { StandardHandoff } from './policy.ts';
import { conditionsInWords } from './policy-in-words.ts';

/** What standard routing does with records of one kind, whichever they are. */
export interface PathInWords {
  /** The handoff, where there is one only. */
  readonly label?: string;
  readonly words: string;
}

/**
 * The standard handoffs of records of one kind as a text: which rule applies to a record is open, so each is told with
 * its conditions, in the order in which the first that fits counts.
 */
export function standardPathInWords(
  handoffs: readonly StandardHandoff[],
  objectType: ObjectType,
): PathInWords {
  const own = handoffs.filter(({ appliesTo }) => appliesTo === objectType);
  const [first, ...others] = own;
  if (!first) {
    return { words: 'No standard handoff applies to such records: routing leaves them as they are.' };
  }
  if (others.length === 0) return { label: first.label, words: sentences(first) };
  return { words: own.map((handoff) => `${handoff.label}: ${sentences(handoff)}`).join(' ') };
}

function sentences({ entry, routing }: StandardHandoff): string {
  const whole = entry.length === 0 ? '' : `Applies ${conditionsInWords(entry)}. `;
  const rules = routing.map(({ when, words }, at) => {
    if (when.length > 0) return `${capital(conditionsInWords(when))}: ${words}`;
    return at === 0 ? words : `Otherwise: ${words}`;
  });
  return `${whole}${rules.length === 0 ? 'The owner stays.' : rules.join(' ')}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
