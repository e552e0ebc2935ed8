import { useCallback, useState } from 'react';
import { Alert, LoadingSpinner } from '../components/feedback.tsx';
import { useLoaded } from './load-state.ts';
import { pageApi } from './page-api.ts';

/** The portal's deals, with a search over their names. */
export function DealList({ reading }: { reading: number }) {
  const [typed, setTyped] = useState('');
  const [query, setQuery] = useState('');
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  const after = pages[pages.length - 1] ?? null;
  // `reading` changes after a routing run: the list must be read again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const { data, error } = useLoaded(useCallback(() => pageApi.deals(query, after), [query, after, reading]));
  return (
    <main className="deal-list">
      <header className="list-head">
        <h1>Deals</h1>
        <form
          className="list-search"
          onSubmit={(event) => {
            event.preventDefault();
            setPages([null]);
            setQuery(typed.trim());
          }}
        >
          <input
            type="search"
            className="hs-control"
            aria-label="Search deals by name"
            placeholder="Search by name"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit" className="hs-button hs-secondary hs-size-sm">
            Search
          </button>
        </form>
      </header>
      {error ? (
        <Alert title="The deals could not be read" variant="error">
          {error}
        </Alert>
      ) : null}
      {data === null && error === null ? (
        <LoadingSpinner label="Reading deals" showLabel layout="centered" />
      ) : null}
      {data ? (
        <>
          <p className="quiet" role="status">
            {data.total} {data.total === 1 ? 'deal' : 'deals'}
          </p>
          <table className="deal-table">
            <thead>
              <tr>
                <th scope="col">Deal</th>
                <th scope="col">Stage</th>
                <th scope="col">Amount</th>
                <th scope="col">Owner</th>
                <th scope="col">Close date</th>
              </tr>
            </thead>
            <tbody>
              {data.deals.map((deal) => (
                <tr key={deal.objectId}>
                  <th scope="row">
                    <a href={`/contacts/0-3/${deal.objectId}`}>{deal.name}</a>
                    {deal.onHold ? <span className="hs-tag hs-tag-warning">Routing hold</span> : null}
                  </th>
                  <td data-label="Stage">{deal.stage}</td>
                  <td data-label="Amount">{deal.amount}</td>
                  <td data-label="Owner">{deal.owner}</td>
                  <td data-label="Close date">{deal.closeDate}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <nav className="hs-pages" aria-label="Pages of deals">
            <button type="button" disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
              Previous
            </button>
            <span>Page {pages.length}</span>
            <button
              type="button"
              disabled={data.after === null}
              onClick={() => setPages([...pages, data.after])}
            >
              Next
            </button>
          </nav>
        </>
      ) : null}
    </main>
  );
}
