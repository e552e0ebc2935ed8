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

/** Tables of the rows that people write in the CRM, and of those that show them their requests. */
export interface RowTables {
  salesforce_request_row: SalesforceRequestRowTable;
  salesforce_row: SalesforceRowTable;
  salesforce_row_watermark: SalesforceRowWatermarkTable;
}
