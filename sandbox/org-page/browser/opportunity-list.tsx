import { useCallback, useState } from 'react';
import { Alert, LoadingSpinner } from '../../record-page/browser/components/feedback.tsx';
import { useLoaded } from '../../record-page/browser/page/load-state.ts';
import { orgApi } from './org-api.ts';

/** The org's opportunities, with a search over their names. */
export function OpportunityList({ username, reading }: { username: string; reading: number }) {
  const [typed, setTyped] = useState('');
  const [query, setQuery] = useState('');
  // `reading` changes when something outside may have changed the list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const load = useCallback(() => orgApi.opportunities(username, query), [username, query, reading]);
  const { data, error } = useLoaded(load);
  return (
    <main className="deal-list">
      <header className="list-head">
        <h1>Opportunities</h1>
        <form
          className="list-search"
          onSubmit={(event) => {
            event.preventDefault();
            setQuery(typed.trim());
          }}
        >
          <input
            type="search"
            className="hs-control"
            aria-label="Search opportunities by name"
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
        <Alert title="The opportunities could not be read" variant="error">
          {error}
        </Alert>
      ) : null}
      {data === null && error === null ? (
        <LoadingSpinner label="Reading opportunities" showLabel layout="centered" />
      ) : null}
      {data ? (
        <>
          <p className="quiet" role="status">
            {data.length} {data.length === 1 ? 'opportunity' : 'opportunities'}
          </p>
          <table className="deal-table">
            <thead>
              <tr>
                <th scope="col">Opportunity</th>
                <th scope="col">Stage</th>
                <th scope="col">Amount</th>
                <th scope="col">Owner</th>
                <th scope="col">Close date</th>
              </tr>
            </thead>
            <tbody>
              {data.map((row) => (
                <tr key={row.recordId}>
                  <th scope="row">
                    <a href={`/r/Opportunity/${row.recordId}`}>{row.name}</a>
                    {row.onHold ? <span className="hs-tag hs-tag-warning">Routing hold</span> : null}
                  </th>
                  <td data-label="Stage">{row.stage}</td>
                  <td data-label="Amount">{row.amount}</td>
                  <td data-label="Owner">{row.owner}</td>
                  <td data-label="Close date">{row.closeDate}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
    </main>
  );
}
