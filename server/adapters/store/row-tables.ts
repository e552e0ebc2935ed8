import type { ProblemCode } from '@handrail/contracts/vocabulary';
import type { Generated } from 'kysely';
import type { RowKind } from '../../../src/ports/row-inbox.ts';
import type { Instant, MaybeInstant } from './database.ts';

/** One row for every request that is shown in a row of the CRM. */
interface SalesforceRequestRowTable {
  tenant_id: string;
  request_id: string;
  row_id: string;
  mirrored_version: number | null;
  mirrored_hash: string | null;
  mirrored_at: MaybeInstant;
}

/** One row for every row that a person wrote. */
interface SalesforceRowTable {
  tenant_id: string;
  row_id: string;
  kind: RowKind;
  written_at: Instant;
  outcome: 'accepted' | 'refused' | null;
  request_id: string | null;
  code: ProblemCode | null;
  detail: string | null;
  attempts: Generated<number>;
  /** When it is worked or answered next; null once it is answered. */
  next_attempt_at: MaybeInstant;
  trouble: string | null;
}

interface SalesforceRowWatermarkTable {
  tenant_id: string;
  kind: RowKind;
  watermark: MaybeInstant;
  looked_through_at: MaybeInstant;
  trouble: string | null;
}

/** One row for every request that a row of the CRM has ever had to follow. */
interface SalesforceRowOutboxTable {
  tenant_id: string;
  request_id: string;
  wanted: number;
  written: number | null;
  behind_since: MaybeInstant;
  /** Null while nothing is due. */
  next_attempt_at: MaybeInstant;
  attempts: Generated<number>;
  trouble_code: string | null;
  trouble: string | null;
  gone: Generated<boolean>;
  left_out: Generated<number>;
}

interface SalesforcePolicyRowsTable {
  tenant_id: string;
  policy_version: number | null;
  checked_at: Instant;
  trouble_code: string | null;
  trouble: string | null;
}

/** Tables of the rows that people write in the CRM, and of those that show them their requests. */
export interface RowTables {
  salesforce_request_row: SalesforceRequestRowTable;
  salesforce_row: SalesforceRowTable;
  salesforce_row_watermark: SalesforceRowWatermarkTable;
  salesforce_row_outbox: SalesforceRowOutboxTable;
  salesforce_policy_rows: SalesforcePolicyRowsTable;
}
