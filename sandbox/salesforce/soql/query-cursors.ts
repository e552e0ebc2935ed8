import { SalesforceError } from '../salesforce-error.ts';
import type { QueryAnswer, QueryRecord } from './run-query.ts';

/** A page of a query, with the way to the next one. */
export interface QueryPage {
  readonly totalSize: number;
  readonly done: boolean;
  /** Locator of the next page; absent on the last. */
  readonly next?: string;
  readonly records: readonly QueryRecord[];
}

const MOST_CURSORS = 200;

/** Answers that are too long for one page. The oldest are forgotten, as the real org does. */
export class QueryCursors {
  readonly #answers = new Map<string, QueryAnswer>();
  #issued = 0;

  /** The first page. @param size records a page, 200 to 2,000 */
  open(answer: QueryAnswer, size: number): QueryPage {
    if (answer.records.length <= size)
      return { totalSize: answer.totalSize, done: true, records: answer.records };
    this.#issued += 1;
    const name = `01gHr${String(this.#issued).padStart(13, '0')}`;
    this.#answers.set(name, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST_CURSORS && oldest !== undefined) this.#answers.delete(oldest);
    return this.#page(name, answer, 0, size);
  }

  /** The page that a locator leads to. @throws SalesforceError `INVALID_QUERY_LOCATOR` for one that is gone */
  next(locator: string, size: number): QueryPage {
    const [, name = '', from = ''] = /^(\w{18})-(\d+)$/.exec(locator) ?? [];
    const answer = this.#answers.get(name);
    if (!answer) throw new SalesforceError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    return this.#page(name, answer, Number(from), size);
  }

  #page(name: string, { totalSize, records }: QueryAnswer, from: number, size: number): QueryPage {
    const to = from + size;
    const done = to >= records.length;
    return { totalSize, done, ...(!done && { next: `${name}-${to}` }), records: records.slice(from, to) };
  }
}
