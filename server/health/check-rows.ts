import { ROW_KINDS } from '../../src/ports/row-inbox.ts';
import type { Store } from '../adapters/store/open-store.ts';
import { type HealthFinding, ok, warning } from './health-report.ts';

/** A server that runs leaves no row waiting so long; an org that is down may. */
const LATE_MINUTES = 15;

/** Whether the rows that people write in Salesforce are read, worked and answered. */
export async function checkRows(store: Pick<Store, 'transact'>, tenantId: string): Promise<HealthFinding> {
  const { looks, backlog } = await store.transact(tenantId, async ({ rowInbox }) => ({
    looks: await Promise.all(ROW_KINDS.map((kind) => rowInbox.findWatermark(kind))),
    backlog: await rowInbox.backlog(),
  }));
  const trouble = looks.find((look) => look.trouble !== null)?.trouble;
  if (trouble) {
    return warning(
      'rows',
      `Requests and decisions that people write in Salesforce cannot be read. ${trouble}`,
      'Mend what it names; the rows wait until then, and are worked as soon as they can be read.',
    );
  }
  if (looks.every(({ lookedThroughAt }) => lookedThroughAt === null)) {
    return ok('rows', 'Rows that people write in Salesforce are followed once a server serves an org.');
  }
  const { unworked, unanswered, oldest } = backlog;
  const waited = oldest === null ? 0 : (Date.now() - Date.parse(oldest)) / 60_000;
  if (waited < LATE_MINUTES)
    return ok('rows', 'Rows that people write in Salesforce are worked and answered.');
  return warning(
    'rows',
    `${unworked} rows that people wrote in Salesforce wait to be worked and ${unanswered} for their answer to be written, the oldest since ${oldest}.`,
    'Look whether the server runs and the org answers it. An answer that the org does not take is in the log with Salesforce’s code: give the integration user its permission set, or except it from the validation rule.',
  );
}
