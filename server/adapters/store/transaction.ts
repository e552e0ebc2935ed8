import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Sha256 } from '../../../src/ports/digest.ts';
import type { HandoffTransaction } from '../../../src/ports/unit-of-work.ts';
import { adminTasksOf } from './admin-tasks.ts';
import { collectTrail, readAudit, type TrailOfTransaction } from './audit-log.ts';
import { automationsOf } from './automations.ts';
import { bulkTransaction } from './bulk-requests.ts';
import { findChannelRecords } from './channel-records.ts';
import { coverageOf } from './coverage.ts';
import { findPeople, findRoleCheck, type PeopleCache, savePeople, saveRoleCheck } from './crm-people.ts';
import { APP_ROLE, type HandrailDb, TENANT_SETTING, type TenantScope } from './database.ts';
import {
  findDelegation,
  findDueDelegations,
  listDelegations,
  lockDelegations,
  markDelegationApplied,
  saveDelegation,
} from './delegations.ts';
import {
  findDue,
  findLatestRequest,
  findLiveRequest,
  findRequest,
  saveRequest,
} from './exception-requests.ts';
import { guardOf } from './guard.ts';
import {
  type ConnectionTable,
  connectionTable,
  type InstallTable,
  installTable,
} from './hubspot-connections.ts';
import type { EnqueueInTransaction } from './job-queue.ts';
import { judgementsOf } from './judgements.ts';
import { addNotices, claimNotice, listNotices, postponeNotice, settleNotice } from './notices.ts';
import { listPastRequests } from './past-requests.ts';
import { addSteps, finishStep, listSteps, resetFailedSteps } from './playbook-steps.ts';
import {
  endEvaluation,
  findEvaluation,
  findLatestEvaluation,
  listEvaluatedRequests,
  saveEvaluatedRequest,
  startEvaluation,
} from './policy-evaluations.ts';
import { findPolicyVersion, listPolicyVersions, type PolicyCache, publishPolicy } from './policy-versions.ts';
import { countRequests, listRequesters, listRequests } from './request-list.ts';
import { requestRowLinksOf } from './request-row-links.ts';
import { rowInboxOf } from './row-inbox.ts';
import { rowOutboxOf } from './row-outbox.ts';
import { codeOf } from './store-error.ts';
import { findSubmission, saveSubmission } from './submissions.ts';
import { watchOf } from './watch.ts';
import { type InboxTable, inboxTable } from './webhook-inbox.ts';

/** Serialisation failure and deadlock: the same work goes through when it is run again. */
const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS = 5;

/** What the server may do in a transaction beside what the core does: nothing of it is known to the ports. */
export interface StoreTransaction extends HandoffTransaction {
  readonly connection: ConnectionTable;
  /** Only in transactions of the system's own tenant. */
  readonly installs: InstallTable;
  readonly inbox: InboxTable;
}

/** `UnitOfWork['transact']`, with what only the server may do. */
export type StoreTransact = <T>(tenantId: string, work: (tx: StoreTransaction) => Promise<T>) => Promise<T>;

/** What transactions need beside the database. */
export interface TransactionParts {
  readonly sha256: Sha256;
  readonly enqueue: EnqueueInTransaction;
  /** Runs tasks as the connections allow: one at a time on PGlite. */
  readonly queue: <T>(task: () => Promise<T>) => Promise<T>;
}

/**
 * Transactions of one tenant each, as role `handrail_app` under row-level security. `work` may run several times:
 * it must have no effect outside the transaction.
 *
 * @throws Error when called inside the work of another transaction: on one connection it would wait for itself
 */
export function createTransact(db: HandrailDb, parts: TransactionParts): StoreTransact {
  const current = new AsyncLocalStorage<{ open: boolean }>();
  const policies: PolicyCache = new Map();
  const people: PeopleCache = new Map();

  function runOnce<T>(tenantId: string, work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    return parts.queue(async () => {
      const scope = { open: true };
      try {
        return await current.run(scope, () =>
          db.transaction().execute(async (trx) => {
            await sql`select set_config('role', ${APP_ROLE}, true), set_config(${TENANT_SETTING}, ${tenantId}, true)`.execute(
              trx,
            );
            const trail = collectTrail({ trx, tenantId }, parts.sha256);
            const result = await work(
              handoffTransaction({ trx, tenantId }, parts, { policies, people }, trail),
            );
            await trail.append();
            return result;
          }),
        );
      } finally {
        scope.open = false;
      }
    });
  }

  return async (tenantId, work) => {
    if (tenantId === '') throw new TypeError('transact: a tenant id is required (this is a bug).');
    if (current.getStore()?.open) {
      throw new Error('transact was called inside another transact: use its transaction (this is a bug).');
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await runOnce(tenantId, work);
      } catch (error) {
        if (attempt === ATTEMPTS || !RETRYABLE.has(codeOf(error) ?? '')) throw error;
        await delay(Math.random() * 10 * 2 ** attempt);
      }
    }
  };
}

function handoffTransaction(
  scope: TenantScope,
  parts: TransactionParts,
  { policies, people }: { readonly policies: PolicyCache; readonly people: PeopleCache },
  trail: TrailOfTransaction,
): StoreTransaction {
  return {
    connection: connectionTable(scope),
    installs: installTable(scope),
    inbox: inboxTable(scope),
    findRequest: (requestId) => findRequest(scope, requestId),
    findLiveRequest: (record) => findLiveRequest(scope, record),
    findLatestRequest: (record) => findLatestRequest(scope, record),
    listPastRequests: (options) => listPastRequests(scope, options),
    findDue: (now, limit) => findDue(scope, now, limit),
    saveRequest: (state, expectedVersion) => saveRequest(scope, state, expectedVersion),
    listRequests: (filter, page) => listRequests(scope, filter, page),
    countRequests: (filter) => countRequests(scope, filter),
    listRequesters: (filter, limit) => listRequesters(scope, filter, limit),
    lockDelegations: () => lockDelegations(scope),
    findDelegation: (delegationId) => findDelegation(scope, delegationId),
    listDelegations: (options) => listDelegations(scope, options),
    saveDelegation: (delegation) => saveDelegation(scope, delegation),
    findDueDelegations: (now, limit) => findDueDelegations(scope, now, limit),
    markDelegationApplied: (due, now) => markDelegationApplied(scope, due, now),
    findSubmission: (key) => findSubmission(scope, key),
    saveSubmission: (key, submission) => saveSubmission(scope, key, submission),
    appendAudit: async (drafts) => trail.collect(drafts),
    readAudit: async (options) => {
      await trail.append();
      return readAudit(scope, options);
    },
    addSteps: (steps) => addSteps(scope, steps),
    listSteps: (requestId) => listSteps(scope, requestId),
    finishStep: (stepKey, result) => finishStep(scope, stepKey, result),
    resetFailedSteps: (requestId, phase) => resetFailedSteps(scope, requestId, phase),
    coverage: coverageOf(scope),
    automations: automationsOf(scope),
    watch: watchOf(scope, parts.sha256),
    judgements: judgementsOf(scope),
    requestRows: requestRowLinksOf(scope),
    rowInbox: rowInboxOf(scope),
    rowOutbox: rowOutboxOf(scope),
    guard: guardOf(scope),
    adminTasks: adminTasksOf(scope),
    addNotices: (notices) => addNotices(scope, notices),
    listNotices: (requestId) => listNotices(scope, requestId),
    claimNotice: (now, leaseUntil, options) => claimNotice(scope, now, leaseUntil, options),
    postponeNotice: (noticeKey, until, result) => postponeNotice(scope, noticeKey, until, result),
    settleNotice: (noticeKey, result, at) => settleNotice(scope, noticeKey, result, at),
    findChannelRecords: () => findChannelRecords(scope),
    enqueue: (job) => parts.enqueue(scope, job),
    findPolicyVersion: (version) => findPolicyVersion(scope, version, policies),
    publishPolicy: (policy, hash, publication) => publishPolicy(scope, policy, hash, publication, policies),
    listPolicyVersions: () => listPolicyVersions(scope),
    ...bulkTransaction(scope),
    findPeople: () => findPeople(scope, people),
    savePeople: (snapshot) => savePeople(scope, snapshot, parts.sha256),
    findRoleCheck: () => findRoleCheck(scope),
    saveRoleCheck: (check) => saveRoleCheck(scope, check),
    findEvaluation: () => findEvaluation(scope, policies),
    findLatestEvaluation: () => findLatestEvaluation(scope, policies),
    startEvaluation: (evaluation) => startEvaluation(scope, evaluation),
    endEvaluation: (number, ended) => endEvaluation(scope, number, ended),
    saveEvaluatedRequest: (number, evaluated) => saveEvaluatedRequest(scope, number, evaluated),
    listEvaluatedRequests: (number, page) => listEvaluatedRequests(scope, number, page),
  };
}
