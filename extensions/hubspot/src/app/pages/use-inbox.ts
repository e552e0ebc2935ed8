import { useDebounce } from '@hubspot/ui-extensions';
import type { Failure } from 'handrail-hubspot-cards/api/failure.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { InboxApi, InboxPageData } from './api/inbox-api.ts';
import { type Filters, queryOf } from './filters.ts';

/** How long the filters must rest before the server is asked, in milliseconds. */
const REST_MS = 300;
/** Requests on one page. */
export const PAGE_SIZE = 25;

export interface InboxSession {
  /** The newest answer; it stays while another is on its way. */
  readonly page: InboxPageData | undefined;
  readonly loading: boolean;
  /** Why the last reading did not work. */
  readonly problem: Failure | undefined;
  /** Which page `page` is, from 0. */
  readonly pageNumber: number;
  reload(): void;
  older(): void;
  newer(): void;
}

interface Answer {
  readonly page?: InboxPageData;
  readonly pageNumber: number;
  readonly problem?: Failure;
}

/**
 * Reads the page of the inbox that the filters ask for. Other filters start at the first page; an answer to an older
 * question is dropped, whenever it comes.
 */
export function useInbox(api: InboxApi, filters: Filters, timeZone: string): InboxSession {
  const settled = useDebounce(JSON.stringify(queryOf(filters, timeZone)), REST_MS);
  // Cursors of the pages before, the one shown last; they belong to the question they were given for.
  const [place, setPlace] = useState<{ question: string; cursors: readonly string[] }>({
    question: settled,
    cursors: [],
  });
  const cursors = place.question === settled ? place.cursors : [];
  const cursor = cursors.at(-1);
  const pageNumber = cursors.length;
  const [answer, setAnswer] = useState<Answer>({ pageNumber: 0 });
  const [loading, setLoading] = useState(true);
  const turn = useRef(0);

  const load = useCallback(async () => {
    turn.current += 1;
    const own = turn.current;
    setLoading(true);
    const result = await api.list({
      ...JSON.parse(settled),
      limit: PAGE_SIZE,
      ...(cursor !== undefined && { cursor }),
    });
    if (own !== turn.current) return;
    setLoading(false);
    if (result.ok) setAnswer({ page: result, pageNumber });
    else setAnswer((before) => ({ ...before, problem: result.problem }));
  }, [api, settled, cursor, pageNumber]);

  useEffect(() => {
    void load();
  }, [load]);

  return {
    page: answer.page,
    loading,
    problem: answer.problem,
    pageNumber: answer.pageNumber,
    reload: () => void load(),
    older: () => {
      const next = answer.page?.next;
      if (next !== undefined && !loading) setPlace({ question: settled, cursors: [...cursors, next] });
    },
    newer: () => setPlace({ question: settled, cursors: cursors.slice(0, -1) }),
  };
}
