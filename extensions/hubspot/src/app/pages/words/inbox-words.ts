import type { InboxItem } from '@handrail/contracts/inbox';
import type { InboxView, MatterKind } from '@handrail/contracts/vocabulary';
import { inWords } from 'handrail-hubspot-cards/words/portal-time.ts';

/** What each view is called, and what it says when it is empty. */
export const VIEW_WORDS: Readonly<Record<InboxView, { readonly title: string; readonly empty: string }>> = {
  waiting_for_me: { title: 'Waiting for me', empty: 'Nothing waits for your decision' },
  all_open: { title: 'All open', empty: 'No request is open' },
  decided_by_me: { title: 'Decided by me', empty: 'You have not decided on any request yet' },
  all: { title: 'All', empty: 'No request has been filed yet' },
};

/** "1 request", "20 requests". */
export function requests(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`;
}

/** What would change, in one line. */
export function changesInWords({ changes }: Pick<InboxItem, 'changes'>): string {
  if (changes.length === 0) return 'Hold routing, change no field';
  return changes.map(({ label, from, to }) => `${label}: ${from || 'empty'} → ${to || 'empty'}`).join('; ');
}

/** What is asked beside a new request. */
export const MATTER_WORDS: Readonly<Partial<Record<MatterKind, string>>> = {
  break_glass: 'In effect, review owed',
  extension: 'Extension',
};

/** What a decision is about when it is not a new request; undefined when it is. */
export function questionInWords(
  {
    matter,
    breakGlass,
    extensions,
    expiresAt,
  }: Pick<InboxItem, 'matter' | 'breakGlass' | 'extensions' | 'expiresAt'>,
  timeZone: string,
): string | undefined {
  if (matter === 'break_glass' && breakGlass) {
    return `Confirm or refuse by ${inWords(breakGlass.dueAt, timeZone)}, else it is taken back`;
  }
  const open = extensions.find(({ outcome }) => outcome === 'open');
  if (matter !== 'extension' || !open) return undefined;
  return `End: ${inWords(expiresAt, timeZone)} → ${inWords(open.until, timeZone)}`;
}
