import type { RequestRows } from '../../../../src/ports/request-rows.ts';
import type { RetryTiming } from '../../system/retry.ts';
import type { SalesforceClient } from '../client.ts';
import { writeAnswers } from './answer-rows.ts';
import { listWaiting, readRows } from './read-rows.ts';
import { releaseHold } from './release-hold.ts';
import { createRowAuthors } from './row-authors.ts';

/** The rows that people write in one org, by the objects of the package. */
export function createRequestRows(
  client: SalesforceClient,
  timing?: Pick<RetryTiming, 'now' | 'sleep' | 'random'>,
): RequestRows {
  return {
    listWaiting: (kind, page) => listWaiting(client, kind, page),
    read: (kind, rowIds) => readRows(client, kind, rowIds),
    findAuthors: createRowAuthors(client),
    answer: (kind, answers) => writeAnswers(client, kind, answers, timing),
    releaseHold: ({ rowId }, record) => releaseHold(client, rowId, record),
  };
}
