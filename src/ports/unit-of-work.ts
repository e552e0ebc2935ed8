import type {
  AdminTaskKind,
  NoticeChannel,
  NoticeStatus,
  PlaybookPhase,
  RequestStatus,
  StepStatus,
} from '@handrail/contracts/vocabulary';
import type { AuditDraft, AuditEntry } from '../domain/audit/audit-entry.ts';
import type { Delegation } from '../domain/delegation/delegation.ts';
import type { FiledState } from '../domain/exception-request/state.ts';
import type { PlannedNotice } from '../domain/notice/notice.ts';
import type { PlannedStep } from '../domain/playbook/step.ts';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { Policy, PolicyVersion } from '../domain/policy/policy.ts';
import type { PastRequest } from '../domain/simulation/past-request.ts';
import type { AdminTaskStore } from './admin-tasks.ts';
import type { AutomationStore } from './automation-store.ts';
import type { BulkTransaction } from './bulk-requests.ts';
import type { CoverageStore } from './coverage-store.ts';
import type { EvaluationStore } from './evaluation-store.ts';
import type { GuardStore } from './guard-store.ts';
import type { JudgementStore } from './judgement-store.ts';
import type { PeopleStore } from './people-store.ts';
import type { RequestRowLinks } from './request-row-links.ts';
import type { RowInbox } from './row-inbox.ts';
import type { RowOutbox } from './row-outbox.ts';
import type { WatchStore } from './watch-store.ts';

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
  readonly outcome?: 'written' | 'already_there' | 'read' | 'skipped';
  readonly note?: string;
}

/** A notice with how far it has come. */
export interface StoredNotice {
  readonly notice: PlannedNotice;
  readonly status: NoticeStatus;
  /** Tries so far, the one under way included. */
  readonly attempts: number;
  /** ISO 8601 instants. */
  readonly firstTriedAt?: string;
  /** The next try of a notice that waits. */
  readonly nextAttemptAt?: string;
  readonly settledAt?: string;
  /** Why it was dropped or failed, or why the last try did not go through; without personal text. */
  readonly note?: string;
}

/** How one channel has fared. */
export interface ChannelRecord {
  readonly channel: NoticeChannel;
  /** ISO 8601 instant; null when nothing arrived yet. */
  readonly lastSentAt: string | null;
  /** The newest message that did not arrive, or waits for another try; `note` holds no personal text. */
  readonly lastFailure: {
    readonly at: string;
    readonly note: string;
    readonly willBeTriedAgain: boolean;
  } | null;
}

/** Work that a worker picks up after the transaction committed. */
export type Job =
  /** Apply the waiting steps of a request. Jobs of one request never run at the same time. */
  | {
      readonly kind: 'run_playbook';
      readonly requestId: string;
      /** True: jobs without it go first. */
      readonly background?: boolean;
    }
  /** Prepare or carry out a bulk request a little further. Jobs of one bulk request never run at the same time. */
  | { readonly kind: 'advance_bulk'; readonly bulkId: string }
  /** Bring the records of a buying group to where its exception says they must be. */
  | { readonly kind: 'cover_group'; readonly requestId: string }
  /** Judge the changes of a record that wait for it. */
  | { readonly kind: 'judge_changes'; readonly record: RecordRef }
  /** Do what waits to be done about a change. Jobs of one record never run at the same time. */
  | { readonly kind: 'remedy_change'; readonly record: RecordRef; readonly changeId: string }
  /** Send what people are to be told of a request now. What cannot be sent is tried again by a sweep. */
  | { readonly kind: 'deliver_notices'; readonly requestId: string }
  /** Do what an administrator asked for; another run of the same task makes this one void. */
  | {
      readonly kind: 'run_admin_task';
      readonly task: AdminTaskKind;
      readonly subject: string;
      readonly runId: string;
    };

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

/** A delegation at whose beginning or end open requests must be looked at. */
export interface DueDelegation {
  readonly delegation: Delegation;
  /** ISO 8601 instant. */
  readonly dueAt: string;
}

/** Who published a policy version, and why. */
export interface Publication {
  /** A person's e-mail address in lower case, or `config` for the folder a server started with. */
  readonly by: string;
  readonly reason: string;
}

/** A line of the policy's history. */
export interface PublishedVersion {
  readonly version: number;
  readonly hash: string;
  readonly publishedBy: string;
  /** Empty for a version published by a release that kept no reason. */
  readonly reason: string;
  /** ISO 8601 instant. */
  readonly publishedAt: string;
}

/** Which requests to list. All that is named must hold; a filter with nothing in it takes every request. */
export interface RequestFilter {
  /** Only requests this person filed or was asked about. E-mail addresses here are lower case. */
  readonly party?: string;
  /** Requests of which something still waits for this person: itself, an extension, a review that is owed. */
  readonly waitingFor?: string;
  /** Requests this person has reviewed. */
  readonly decidedBy?: string;
  /** True: only requests that occupy their record. */
  readonly open?: boolean;
  readonly status?: RequestStatus;
  readonly exceptionTypeId?: string;
  readonly requester?: string;
  /**
   * Each must occur in record title, type, requester or reason. Case and accents do not count; `%` and `_` mean
   * themselves.
   */
  readonly words?: readonly string[];
  /** ISO 8601 instants: filed at `from` or later, and before `before`. */
  readonly from?: string;
  readonly before?: string;
}

/** A place in a list that is ordered by filing time, then id. */
export interface ListPosition {
  readonly submittedAt: string;
  readonly requestId: string;
}

/** What one transaction of one tenant can see and do. All or nothing. */
export interface HandoffTransaction extends PeopleStore, EvaluationStore, BulkTransaction {
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
   * Requests of any status in the order of their ids, from the one after `after`, at most `limit`; only what a
   * simulation needs, which is a fifth of a request.
   */
  listPastRequests(options: { after?: string; limit: number }): Promise<readonly PastRequest[]>;

  /**
   * Inserts (`expectedVersion` 0) or updates a request, and takes or frees its claim on the record.
   *
   * @throws ConcurrencyConflict, LiveExceptionConflict
   */
  saveRequest(state: FiledState, expectedVersion: number): Promise<void>;

  /**
   * One page of the requests that match, by filing time. A page that starts `after` a position never shows a request
   * of the pages before it again, whatever was filed or decided meanwhile.
   *
   * @param page `limit` from 1
   */
  listRequests(
    filter: RequestFilter,
    page: {
      readonly order: 'oldest_first' | 'newest_first';
      readonly after?: ListPosition;
      readonly limit: number;
    },
  ): Promise<readonly StoredRequest[]>;
  countRequests(filter: RequestFilter): Promise<number>;
  /** Who filed the requests that match, by e-mail address, at most `limit`; each with the name of their newest one. */
  listRequesters(
    filter: RequestFilter,
    limit: number,
  ): Promise<readonly { readonly email: string; readonly name: string }[]>;

  /** Takes the tenant's delegations for this transaction: whoever else wants to change them waits until it ends. */
  lockDelegations(): Promise<void>;
  findDelegation(delegationId: string): Promise<Delegation | null>;
  /** Delegations by their end, then id: those that are not over at a moment, future ones too; without it all. */
  listDelegations(options: { readonly notOverAt?: Date }): Promise<readonly Delegation[]>;
  /** Inserts or replaces one, which is then due to be applied; to be called under `lockDelegations`. */
  saveDelegation(delegation: Delegation): Promise<void>;
  /** Delegations of which a beginning or an end has passed that was not applied, longest due first, at most `limit`. */
  findDueDelegations(now: Date, limit: number): Promise<readonly DueDelegation[]>;
  /** Says that a due delegation was applied as it stood at `now`. Nothing happens when it was changed meanwhile. */
  markDelegationApplied(due: DueDelegation, now: Date): Promise<void>;

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
      | { status: 'done'; outcome: 'written' | 'already_there' | 'read' | 'skipped'; note?: string }
      | { status: 'failed'; note: string },
  ): Promise<boolean>;
  /** Sets failed steps of a phase back to waiting. */
  resetFailedSteps(requestId: string, phase: PlaybookPhase): Promise<void>;

  /** The records of buying groups. */
  readonly coverage: CoverageStore;
  /** Mends of automations, and marks on those a person reviewed. */
  readonly guard: GuardStore;

  /** The CRM's own automation, as far as it asks Handrail. */
  readonly automations: AutomationStore;
  /** What was seen to change in the CRM. */
  readonly watch: WatchStore;
  /** What those changes were judged to be, and what is done about them. */
  readonly judgements: JudgementStore;

  /** Which row of the CRM shows which request. */
  readonly requestRows: RequestRowLinks;
  /** The rows that people wrote in the CRM. */
  readonly rowInbox: RowInbox;
  /** What has to be written there for people to read. */
  readonly rowOutbox: RowOutbox;

  /** What administrators have done from the settings page. */
  readonly adminTasks: AdminTaskStore;

  addNotices(notices: readonly PlannedNotice[]): Promise<void>;
  /** Notices of one request in the order they were added. */
  listNotices(requestId: string): Promise<readonly StoredNotice[]>;
  /**
   * Takes the waiting notice that is longest due by `now`, and keeps it from others until `leaseUntil`: a worker that
   * is killed leaves it to be tried again then. Counts a try. Null when none is due.
   *
   * @param options only notices of one request; none of channels that were found to be down
   */
  claimNotice(
    now: Date,
    leaseUntil: Date,
    options: { readonly requestId?: string; readonly except: readonly NoticeChannel[] },
  ): Promise<StoredNotice | null>;
  /** Lets a claimed notice wait. @param tried false when nothing was sent: the try then does not count */
  postponeNotice(noticeKey: string, until: Date, result: { tried: boolean; note?: string }): Promise<void>;
  /** Ends a waiting notice; false when it was ended before. */
  settleNotice(
    noticeKey: string,
    result: { readonly status: 'sent' | 'dropped' | 'failed'; readonly note?: string },
    at: Date,
  ): Promise<boolean>;

  /** How each channel has fared: its last message that arrived, and the newest that did not. */
  findChannelRecords(): Promise<readonly ChannelRecord[]>;

  /** Joins the transaction: the job exists exactly when the transaction commits. */
  enqueue(job: Job): Promise<void>;

  findPolicyVersion(version: 'latest' | number): Promise<PolicyVersion | null>;
  /**
   * Stores a new version; the same hash as the latest one is not stored again.
   *
   * @throws ConcurrencyConflict when somebody else published at the same moment
   */
  publishPolicy(policy: Policy, hash: string, publication: Publication): Promise<PolicyVersion>;
  /** All versions, newest first. */
  listPolicyVersions(): Promise<readonly PublishedVersion[]>;
}

/** Store, trail and outbox behind one door. */
export interface UnitOfWork {
  /**
   * Runs `work` in one transaction of one tenant. Nothing that `work` did stays if it throws.
   * Serialisation failures and deadlocks are retried; `ConcurrencyConflict` is passed on.
   */
  transact<T>(tenantId: string, work: (tx: HandoffTransaction) => Promise<T>): Promise<T>;
}
