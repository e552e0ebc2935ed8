import { useCallback, useState } from 'react';
import { useLoaded } from './load-state.ts';
import { pageApi } from './page-api.ts';
import { RecordList } from './record-list.tsx';

/** The portal's deals, page by page, with a search over their names. */
export function DealList({ reading }: { reading: number }) {
  const [query, setQuery] = useState('');
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  const after = pages[pages.length - 1] ?? null;
  // `reading` changes after a routing run: the list must be read again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const { data, error } = useLoaded(useCallback(() => pageApi.deals(query, after), [query, after, reading]));
  const search = (wanted: string) => {
    setPages([null]);
    setQuery(wanted);
  };
  const rows = data?.deals.map((deal) => ({ ...deal, href: `/contacts/0-3/${deal.objectId}` })) ?? null;
  return (
    <RecordList
      nouns={{ one: 'deal', many: 'deals' }}
      onSearch={search}
      rows={rows}
      total={data?.total ?? 0}
      error={error}
    >
      <nav className="hs-pages" aria-label="Pages of deals">
        <button type="button" disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
          Previous
        </button>
        <span>Page {pages.length}</span>
        <button
          type="button"
          disabled={!data || data.after === null}
          onClick={() => data && setPages([...pages, data.after])}
        >
          Next
        </button>
      </nav>
    </RecordList>
  );
}
