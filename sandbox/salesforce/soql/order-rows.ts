import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import { pathOf, type QuerySource, type Row, valueAt } from './query-source.ts';
import { malformedQuery } from './soql-error.ts';
import { checkFilterable, normal } from './where.ts';

/** Puts rows in the order asked for; rows that are alike in it keep theirs. @throws SalesforceError */
export function orderRows(
  source: QuerySource,
  objectName: string,
  orderBy: OrderByClause | readonly OrderByClause[] | undefined,
  rows: readonly Row[],
): readonly Row[] {
  const clauses = orderBy === undefined ? [] : Array.isArray(orderBy) ? orderBy : [orderBy];
  const keys = clauses.map((clause: OrderByClause) => {
    if (!('field' in clause)) throw malformedQuery('the sandbox does not run functions in ORDER BY');
    const path = pathOf(source, objectName, clause.field.split('.'));
    checkFilterable(path.field);
    const sign = clause.order === 'DESC' ? -1 : 1;
    const nulls = clause.nulls === 'LAST' ? 1 : -1;
    return { read: (row: Row) => normal(path.field, valueAt(source, row, path)), sign, nulls };
  });
  return rows.toSorted((a, b) => {
    for (const { read, sign, nulls } of keys) {
      const [left, right] = [read(a), read(b)];
      if (left === right) continue;
      if (left === null) return nulls;
      if (right === null) return -nulls;
      return left < right ? -sign : sign;
    }
    return 0;
  });
}
