import type { AnswerOutcome, RowAnswer } from '../../../../src/ports/request-rows.ts';
import type { RowKind, RowVerdict } from '../../../../src/ports/row-inbox.ts';
import type { RetryTiming } from '../../system/retry.ts';
import type { SalesforceClient } from '../client.ts';
import type { RowUpdate } from '../row-outcome.ts';
import { updateMany } from '../update-many.ts';
import { ROW_OBJECTS } from './row-objects.ts';

/** What is written for a verdict: of a request that was taken only its id, the rest is kept up to date elsewhere. */
const VALUES: Readonly<Record<RowKind, (verdict: RowVerdict) => RowUpdate['values']>> = {
  exception: (verdict) =>
    verdict.outcome === 'accepted'
      ? { Request_Id__c: verdict.requestId }
      : { Status__c: 'refused', ...problemOf(verdict) },
  decision: (verdict) =>
    verdict.outcome === 'accepted'
      ? { Outcome__c: 'accepted' }
      : { Outcome__c: 'refused', ...problemOf(verdict) },
};

function problemOf({ code, message }: Extract<RowVerdict, { outcome: 'refused' }>) {
  return { Problem_Code__c: code, Problem_Detail__c: message };
}

/** Writes verdicts into their rows, many in a call. */
export async function writeAnswers(
  client: SalesforceClient,
  kind: RowKind,
  answers: readonly RowAnswer[],
  timing?: Pick<RetryTiming, 'now' | 'sleep' | 'random'>,
): Promise<readonly AnswerOutcome[]> {
  const update = {
    client,
    objectName: ROW_OBJECTS[kind].name,
    // Texts and picklists: written and compared as they are.
    fields: new Map(),
    ...(timing && { timing }),
  };
  const rows = answers.map(({ rowId, verdict }) => ({ id: rowId, values: VALUES[kind](verdict) }));
  return (await updateMany(update, rows)).map(
    (row): AnswerOutcome =>
      row.outcome === 'failed'
        ? { rowId: row.id, outcome: 'refused', code: row.errorCode }
        : { rowId: row.id, outcome: 'answered' },
  );
}
