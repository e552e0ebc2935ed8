import type { PlaybookPhase, StepStatus } from '@handrail/contracts/vocabulary';
import type { AuditDraft, AuditEntry } from '../domain/audit/audit-entry.ts';
import type { FiledState } from '../domain/exception-request/state.ts';
import type { PlannedStep } from '../domain/playbook/step.ts';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { Policy, PolicyVersion } from '../domain/policy/policy.ts';

/** A request as stored, with the version that guards it against concurrent changes. */
export interface StoredRequest {
  readonly state: FiledState;
  /** Counts from 1; every saved transition adds one. */
  readonly version: number;
}

/** A planned step with how far it has come. */
export interface StoredStep {
  readonly step: PlannedStep;
  readonly status: StepStatus;
  readonly outcome?: 'written' | 'already_there' | 'skipped';
  readonly note?: string;
}

/** Work that a worker picks up after the transaction committed. */
export type Job =
  /** Apply the waiting steps of a request. Jobs of one request never run at the same time. */
  { readonly kind: 'run_playbook'; readonly requestId: string };

/** Thrown by `saveRequest` when somebody else saved first; the whole transaction must be retried or refused. */
export class ConcurrencyConflict extends Error {
  override readonly name = 'ConcurrencyConflict';
}

/** Thrown by `saveRequest` when the record is already occupied by another live request. */
export class LiveExceptionConflict extends Error {
  override readonly name = 'LiveExceptionConflict';
}

/** A reply kept for an idempotency key. */
export interface StoredSubmission {
  readonly requestId: string;
  /** SHA-256 of the submitted content: the same key with other content is refused. */
  readonly contentHash: string;
}

/** What one transaction of one tenant can see and do. All or nothing. */
export interface HandoffTransaction {
  findRequest(requestId: string): Promise<StoredRequest | null>;
  /** The live request that occupies the record, if any. */
  findLiveRequest(record: RecordRef): Promise<StoredRequest | null>;
  /** The newest request of the record whatever its status. */
  findLatestRequest(record: RecordRef): Promise<StoredRequest | null>;
  /**
   * Ids of requests of which a clock is due by `now`, longest due first, at most `limit`: waiting ones, active ones
   * that expire, and those that need attention on their way to active.
   */
  findDue(now: Date, limit: number): Promise<readonly string[]>;

  /**
   * Inserts (`expectedVersion` 0) or updates a request, and takes or frees its claim on the record.
   *
   * @throws ConcurrencyConflict, LiveExceptionConflict
   */
  saveRequest(state: FiledState, expectedVersion: number): Promise<void>;

  findSubmission(idempotencyKey: string): Promise<StoredSubmission | null>;
  /** @throws ConcurrencyConflict when the key was taken meanwhile */
  saveSubmission(idempotencyKey: string, submission: StoredSubmission): Promise<void>;

  /** Appends to the tenant's trail under the tenant's lock: sequence numbers have no gaps. */
  appendAudit(drafts: readonly AuditDraft[]): Promise<void>;
  /** Entries in order from `fromSeq` (from 1), at most `limit`; all of the tenant, or of one request. */
  readAudit(options: { requestId?: string; fromSeq?: number; limit: number }): Promise<readonly AuditEntry[]>;

  addSteps(steps: readonly PlannedStep[]): Promise<void>;
  /** Steps of one request in the order they were added. */
  listSteps(requestId: string): Promise<readonly StoredStep[]>;
  /** Marks a step that is not done; false when it was done before (somebody else was first). */
  finishStep(
    stepKey: string,
    result:
      | { status: 'done'; outcome: 'written' | 'already_there' | 'skipped'; note?: string }
      | { status: 'failed'; note: string },
  ): Promise<boolean>;
  /** Sets failed steps of a phase back to waiting. */
  resetFailedSteps(requestId: string, phase: PlaybookPhase): Promise<void>;

  /** Joins the transaction: the job exists exactly when the transaction commits. */
  enqueue(job: Job): Promise<void>;

  findPolicyVersion(version: 'latest' | number): Promise<PolicyVersion | null>;
  /** Stores a new version; the same hash as the latest one is not stored again. */
  publishPolicy(policy: Policy, hash: string, publishedBy: string): Promise<PolicyVersion>;
}

/** Store, trail and outbox behind one door. */
export interface UnitOfWork {
  /**
   * Runs `work` in one transaction of one tenant. Nothing that `work` did stays if it throws.
   * Serialisation failures and deadlocks are retried; `ConcurrencyConflict` is passed on.
   */
  transact<T>(tenantId: string, work: (tx: HandoffTransaction) => Promise<T>): Promise<T>;
}
