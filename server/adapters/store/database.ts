import type {
  BulkStatus,
  CoverageStatus,
  GroupObjectType,
  NoticeChannel,
  NoticeStatus,
  ObjectType,
  PlaybookPhase,
  ProblemCode,
  RequestStatus,
  StepStatus,
} from '@handrail/contracts/vocabulary';
import type { ColumnType, Generated, JSONColumnType, Kysely, Transaction } from 'kysely';
import type { FiledBulk } from '../../../src/domain/bulk-request/state.ts';
import type { CoveredRecord, CoverWrite } from '../../../src/domain/buying-group/covered-record.ts';
import type { Delegation } from '../../../src/domain/delegation/delegation.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import type { PlannedNotice } from '../../../src/domain/notice/notice.ts';
import type { PlannedStep } from '../../../src/domain/playbook/step.ts';
import type { PeopleSnapshot } from '../../../src/domain/policy/directory.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import type { BulkItemStatus } from '../../../src/ports/bulk-requests.ts';
import type { BuyingGroup, GroupPosition } from '../../../src/ports/coverage-store.ts';
import type { RoleCheck } from '../../../src/ports/people-store.ts';
import type { StoredStep } from '../../../src/ports/unit-of-work.ts';
import type { AdminTables } from './admin-tables.ts';
import type { AutomationTables } from './automation-tables.ts';
import type { GuardTables } from './guard-tables.ts';
import type { ConnectionState } from './hubspot-connections.ts';
import type { JudgementTables } from './judgement-tables.ts';
import type { PolicyTables } from './policy-tables.ts';
import type { RowTables } from './row-tables.ts';
import type { WatchTables } from './watch-tables.ts';

/** The schema of all tables but the job queue's. */
export const SCHEMA = 'handrail';

/** The role every transaction runs as: it owns nothing, so row-level security and missing rights bind it. */
export const APP_ROLE = 'handrail_app';

/** The setting row-level security compares `tenant_id` with. */
export const TENANT_SETTING = 'handrail.tenant_id';

/** Written as ISO 8601 text or Date, read as Date. */
export type Instant = ColumnType<Date, Date | string, Date | string>;

/** The same for a column that may be null. */
export type MaybeInstant = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

/** One row a request; the columns beside `state` repeat what queries look for. */
interface ExceptionRequestTable {
  tenant_id: string;
  request_id: string;
  status: RequestStatus;
  object_type: ObjectType;
  record_id: string;
  submitted_at: Instant;
  /** When the next clock of the request goes off; null while or once none can. */
  next_due_at: ColumnType<Date | null, string | null, string | null>;
  version: number;
  state: JSONColumnType<FiledState>;
  updated_at: Generated<Date>;
  /** The database takes these from `state`. */
  linked_object_type: ColumnType<string | null, never, never>;
  linked_record_id: ColumnType<string | null, never, never>;
  exception_type_id: ColumnType<string, never, never>;
  requester_email: ColumnType<string, never, never>;
  search_text: ColumnType<string, never, never>;
}

/** One row for everybody who was asked about a request or reviewed it. */
interface RequestApproverTable {
  tenant_id: string;
  email: string;
  request_id: string;
  waiting: boolean;
  decided: boolean;
}

/** The claim of a live request on its record: its key lets one request win. */
interface LiveExceptionTable {
  tenant_id: string;
  object_type: ObjectType;
  record_id: string;
  request_id: string;
}

interface DelegationTable {
  tenant_id: string;
  delegation_id: string;
  ends_at: Instant;
  /** When its beginning or end must next be applied to open requests; null when never again. */
  next_change_at: ColumnType<Date | null, string | null, string | null>;
  delegation: JSONColumnType<Delegation>;
}

/** Held by whoever changes delegations of the tenant. */
interface DelegationLockTable {
  tenant_id: string;
  taken: number;
}

interface SubmissionTable {
  tenant_id: string;
  idempotency_key: string;
  request_id: string;
  content_hash: string;
  created_at: Generated<Date>;
}

interface AuditHeadTable {
  tenant_id: string;
  seq: number;
  hash: string;
}

interface AuditEntryTable {
  tenant_id: string;
  seq: number;
  request_id: string | null;
  at: Instant;
  body: string;
  hash: string;
}

interface PlaybookStepTable {
  tenant_id: string;
  step_key: string;
  request_id: string;
  phase: PlaybookPhase;
  step: JSONColumnType<PlannedStep>;
  status: StepStatus;
  outcome: NonNullable<StoredStep['outcome']> | null;
  note: string | null;
  /** Grows with every step of the database: the order in which steps were added. */
  added: ColumnType<never, never, never>;
}

/** One row a bulk request; the columns beside `state` repeat what queries look for. */
interface BulkRequestTable {
  tenant_id: string;
  bulk_id: string;
  status: BulkStatus;
  /** E-mail addresses of the requester and of everybody who is asked. */
  parties: string[];
  submitted_at: Instant;
  next_due_at: ColumnType<Date | null, string | null, string | null>;
  version: number;
  state: JSONColumnType<FiledBulk>;
  updated_at: Generated<Date>;
}

/** One row for each record of a bulk request. */
interface BulkItemTable {
  tenant_id: string;
  bulk_id: string;
  position: number;
  record_id: string;
  title: string;
  status: BulkItemStatus;
  request_id: string | null;
  code: ProblemCode | null;
  words: string | null;
}

/** One row for each person and channel that something is told through. */
interface NoticeTable {
  tenant_id: string;
  notice_key: string;
  request_id: string;
  channel: NoticeChannel;
  notice: JSONColumnType<PlannedNotice>;
  status: NoticeStatus;
  attempts: Generated<number>;
  first_tried_at: MaybeInstant;
  /** When it is tried next; null once it is settled. */
  next_attempt_at: MaybeInstant;
  settled_at: MaybeInstant;
  note: string | null;
  /** Grows with every notice of the database: the order in which notices were added. */
  added: ColumnType<never, never, never>;
}

/** Tokens are sealed texts. */
interface HubSpotConnectionTable {
  tenant_id: string;
  portal_id: string;
  installed_by: string;
  scopes: JSONColumnType<readonly string[]>;
  state: ConnectionState;
  refresh_token: string | null;
  access_token: string | null;
  access_expires_at: Date | null;
  lease_id: string | null;
  lease_until: Date | null;
  connected_at: Instant;
  updated_at: Generated<Date>;
}

/** Rows of the system's own tenant. */
interface ConnectedTenantTable {
  tenant_id: string;
  connected: string;
}

/** Rows of the system's own tenant. */
interface UsedInstallStateTable {
  tenant_id: string;
  state_hash: string;
  expires_at: Instant;
}

interface BuyingGroupTable {
  tenant_id: string;
  request_id: string;
  company: JSONColumnType<RecordRef>;
  status: BuyingGroup['status'];
  round: number;
  position: ColumnType<GroupPosition | null, string | null, string | null>;
  over_at: ColumnType<Date | null, string | null, string | null>;
  next_sweep_at: ColumnType<Date | null, string | null, string | null>;
}

/** One row for every record a buying group knows. */
interface CoveredRecordTable {
  tenant_id: string;
  request_id: string;
  object_type: GroupObjectType;
  record_id: string;
  title: string;
  status: CoverageStatus;
  belongs: CoveredRecord['belongs'];
  written: ColumnType<CoverWrite | null, string | null, string | null>;
  attempt: ColumnType<CoverWrite | null, string | null, string | null>;
  note: string;
  round: number;
  /** Grows with every row of the database: the order in which groups came to know a record. */
  added: ColumnType<string, never, never>;
}

/** One row a tenant. */
interface CrmPeopleTable {
  tenant_id: string;
  read_at: Instant;
  /** SHA-256 of the snapshot: tells whether one that was read before is still the one. */
  hash: string;
  snapshot: JSONColumnType<Omit<PeopleSnapshot, 'readAt'>>;
}

interface RoleCheckTable {
  tenant_id: string;
  found: JSONColumnType<RoleCheck>;
}

/** Tables of the schema `handrail`, as the newest migration leaves them. */
export interface Database
  extends AdminTables,
    AutomationTables,
    GuardTables,
    JudgementTables,
    PolicyTables,
    RowTables,
    WatchTables {
  exception_request: ExceptionRequestTable;
  request_approver: RequestApproverTable;
  live_exception: LiveExceptionTable;
  delegation: DelegationTable;
  delegation_lock: DelegationLockTable;
  submission: SubmissionTable;
  audit_head: AuditHeadTable;
  audit_entry: AuditEntryTable;
  playbook_step: PlaybookStepTable;
  notice: NoticeTable;
  bulk_request: BulkRequestTable;
  bulk_item: BulkItemTable;
  buying_group: BuyingGroupTable;
  covered_record: CoveredRecordTable;
  crm_people: CrmPeopleTable;
  role_check: RoleCheckTable;
  hubspot_connection: HubSpotConnectionTable;
  connected_tenant: ConnectedTenantTable;
  used_install_state: UsedInstallStateTable;
}

/** A database whose table names resolve in the schema `handrail`. */
export type HandrailDb = Kysely<Database>;

/** One open transaction of one tenant. */
export interface TenantScope {
  readonly trx: Transaction<Database>;
  readonly tenantId: string;
}
