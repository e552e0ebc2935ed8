import type { InboxItem } from '@handrail/contracts/inbox';
import type { InboxView } from '@handrail/contracts/vocabulary';

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
