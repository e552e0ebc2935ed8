import { type InboxItem, MAX_INBOX_PAGE } from '@handrail/contracts/inbox';
import { useMemo, useState } from 'react';

export interface Selection {
  /** As they were when they were ticked: what a person decides on is what they saw. */
  readonly items: readonly InboxItem[];
  readonly ids: ReadonlySet<string>;
  /** Ticks or unticks; beyond what one decision can be about nothing more is ticked. */
  set(items: readonly InboxItem[], selected: boolean): void;
  clear(): void;
}

/** The ticked requests; they stay ticked when the page is turned. */
export function useSelection(): Selection {
  const [items, setItems] = useState<readonly InboxItem[]>([]);
  const ids = useMemo(() => new Set(items.map(({ requestId }) => requestId)), [items]);
  return {
    items,
    ids,
    set: (changed, selected) =>
      setItems((before) => {
        const others = before.filter(
          (item) => !changed.some(({ requestId }) => requestId === item.requestId),
        );
        return selected ? [...others, ...changed].slice(0, MAX_INBOX_PAGE) : others;
      }),
    clear: () => setItems([]),
  };
}
