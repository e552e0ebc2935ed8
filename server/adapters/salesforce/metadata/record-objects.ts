import type { AutomationWords, RecordKind } from '../../../../src/domain/guard/automation.ts';

const KINDS: ReadonlyMap<string, RecordKind> = new Map([
  ['opportunity', 'deal'],
  ['lead', 'contact'],
  ['account', 'company'],
  ['case', 'ticket'],
]);

/** What a Salesforce object is in Handrail's terms; `unknown` when nobody says which object. */
export function recordKindOf(object: string | null): RecordKind {
  return object === null ? 'unknown' : (KINDS.get(object.toLowerCase()) ?? 'other');
}

/** The object behind a standard relationship such as `Account` or `Parent`; null for others. */
export function relatedObject(from: string | null, relationship: string): string | null {
  if (relationship === 'Parent') return from;
  return KINDS.has(relationship.toLowerCase()) ? relationship : null;
}

/** Salesforce's words for the sentences of evidence. */
export const SALESFORCE_WORDS: AutomationWords = {
  kinds: {
    deal: ['opportunity', 'opportunities'],
    contact: ['lead', 'leads'],
    company: ['account', 'accounts'],
    ticket: ['case', 'cases'],
    other: ['record', 'records'],
    unknown: ['record', 'records'],
  },
  entry: 'its start condition',
};

/** The same words for the records that one element finds. */
export function wordsFor(found: string, entry: string): AutomationWords {
  const { kinds } = SALESFORCE_WORDS;
  const named = Object.fromEntries(
    Object.entries(kinds).map(([kind, [one, many]]) => [kind, [`${one} ${found}`, `${many} ${found}`]]),
  );
  return { kinds: { ...kinds, ...named }, entry };
}
