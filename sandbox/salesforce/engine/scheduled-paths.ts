import type { FlowDefinition, ScheduledPath } from '../metadata/flow-definition.ts';
import { SalesforceError } from '../salesforce-error.ts';
import { FlowRecord } from './flow/flow-record.ts';
import { note, type OrgCore, type WaitingPath } from './org-core.ts';
import { saveRecord } from './save-record.ts';
import { inTransaction, type Transaction } from './transaction.ts';
import { meetsStart, run } from './triggered-flows.ts';

/**
 * After a commit: forgets the waiting paths of records that no longer meet their flow's conditions, keeps the new
 * ones (one for each flow, path and record: a later save sets the time anew), and runs those that wait for nothing.
 */
export function settlePaths(org: OrgCore, transaction: Transaction): void {
  const isReplaced = (old: WaitingPath) =>
    transaction.waiting.some(
      (one) =>
        one.flow.name === old.flow.name && one.pathName === old.pathName && one.recordId === old.recordId,
    );
  org.waiting = org.waiting.filter((one) => {
    if (!transaction.touched.has(one.recordId) || isReplaced(one)) return !isReplaced(one);
    if (isStillWanted(org, one)) return true;
    note(org, { kind: 'path_cancelled', ...named(one) });
    return false;
  });
  const immediate = transaction.waiting.filter((one) => pathOf(one)?.isImmediate);
  const later = transaction.waiting.filter((one) => !pathOf(one)?.isImmediate && isStillWanted(org, one));
  for (const one of later) note(org, { kind: 'path_scheduled', ...named(one) });
  org.waiting = [...org.waiting, ...later];
  for (const one of immediate) runPath(org, one);
}

/** Runs every path whose time has come, the earliest first. Those they schedule run too when they are due. */
export function runDuePaths(org: OrgCore): void {
  for (;;) {
    const now = org.clock.now();
    const [next] = org.waiting.filter(({ dueAt }) => dueAt <= now).toSorted((a, b) => a.dueAt - b.dueAt);
    if (!next) return;
    org.waiting = org.waiting.filter((one) => one !== next);
    runPath(org, next);
  }
}

/** A path that fails is logged and gone: nobody waits for it, and nothing else is taken back with it. */
function runPath(org: OrgCore, waiting: WaitingPath): void {
  const record = org.store.find(waiting.recordId);
  const path = pathOf(waiting);
  if (!record || !path) return;
  const inSave = { record: FlowRecord.of(record), prior: FlowRecord.of(record) };
  const options = {
    userId: org.automatedUserId,
    source: { kind: 'flow', name: waiting.flow.name, method: '' },
    assign: { kind: 'active' },
  } as const;
  try {
    inTransaction(
      org,
      options,
      (transaction) => run(org, transaction, { flow: waiting.flow, first: path.next, inSave }, saveRecord),
      (transaction) => settlePaths(org, transaction),
    );
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
  }
}

/** Whether the record still meets the conditions under which the path was scheduled. */
function isStillWanted(org: OrgCore, { flow, recordId }: WaitingPath): boolean {
  const record = org.store.find(recordId);
  if (!record || !flow.trigger) return false;
  const present = FlowRecord.of(record);
  return meetsStart(org, org.automatedUserId, flow, { record: present, prior: present });
}

function pathOf({ flow, pathName }: WaitingPath): ScheduledPath | undefined {
  return flow.trigger?.scheduledPaths.find(({ name }) => name === pathName);
}

function named({ flow, pathName, recordId }: { flow: FlowDefinition; pathName: string; recordId: string }) {
  return { name: flow.name, recordId, detail: pathName };
}
