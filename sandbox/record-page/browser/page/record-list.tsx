import { type ReactNode, useState } from 'react';
import { Alert, LoadingSpinner } from '../components/feedback.tsx';

/** What the page calls its records. */
export interface RecordNouns {
  readonly one: string;
  readonly many: string;
}

/** One record of a list, as a person reads it. */
export interface ListedRecord {
  readonly href: string;
  readonly name: string;
  readonly onHold: boolean;
  readonly stage: string;
  readonly amount: string;
  readonly owner: string;
  readonly closeDate: string;
}

/** A list of records with a search over their names; `rows` is null until they were read. */
export function RecordList(props: {
  readonly nouns: RecordNouns;
  readonly onSearch: (query: string) => void;
  readonly rows: readonly ListedRecord[] | null;
  /** How many there are, on all pages. */
  readonly total: number;
  readonly error: string | null;
  readonly children?: ReactNode;
}) {
  const { nouns, onSearch, rows, total, error, children } = props;
  const [typed, setTyped] = useState('');
  return (
    <main className="deal-list">
      <header className="list-head">
        <h1>{capital(nouns.many)}</h1>
        <form
          className="list-search"
          onSubmit={(event) => {
            event.preventDefault();
            onSearch(typed.trim());
          }}
        >
          <input
            type="search"
            className="hs-control"
            aria-label={`Search ${nouns.many} by name`}
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
        <Alert title={`The ${nouns.many} could not be read`} variant="error">
          {error}
        </Alert>
      ) : null}
      {rows === null && error === null ? (
        <LoadingSpinner label={`Reading ${nouns.many}`} showLabel layout="centered" />
      ) : null}
      {rows ? (
        <>
          <p className="quiet" role="status">
            {total} {total === 1 ? nouns.one : nouns.many}
          </p>
          <RecordTable heading={capital(nouns.one)} rows={rows} />
          {children}
        </>
      ) : null}
    </main>
  );
}

function RecordTable({ heading, rows }: { heading: string; rows: readonly ListedRecord[] }) {
  return (
    <table className="deal-table">
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col">Stage</th>
          <th scope="col">Amount</th>
          <th scope="col">Owner</th>
          <th scope="col">Close date</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.href}>
            <th scope="row">
              <a href={row.href}>{row.name}</a>
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
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
