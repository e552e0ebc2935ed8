import type { ChangeVerdict, ObjectType, RemedyKind, RemedyOutcome } from '@handrail/contracts/vocabulary';
import type { ColumnType, JSONColumnType } from 'kysely';
import type { FieldChange, WatchedField } from '../../../src/domain/watch/field-change.ts';
import type { Judgement } from '../../../src/domain/watch/judgement.ts';
import type { RepairLedger } from '../../../src/domain/watch/put-back.ts';
import type { Instant, MaybeInstant } from './database.ts';

/** One row a change; what it was judged to be is null while it waits. */
interface JudgedChangeTable {
  tenant_id: string;
  change_id: string;
  object_type: ObjectType;
  record_id: string;
  changed_at: Instant;
  change: JSONColumnType<FieldChange>;
  verdict: ChangeVerdict | null;
  judgement: ColumnType<Judgement | null, string | null, string>;
  judged_at: MaybeInstant;
  explained_by: string | null;
  added: ColumnType<string, never, never>;
}

interface ChangeRemedyTable {
  tenant_id: string;
  change_id: string;
  kind: RemedyKind;
  outcome: RemedyOutcome | null;
  note: string | null;
  settled_at: MaybeInstant;
  added: ColumnType<string, never, never>;
}

interface RepairLedgerTable {
  tenant_id: string;
  object_type: ObjectType;
  record_id: string;
  field: WatchedField;
  property: string;
  ledger: JSONColumnType<RepairLedger>;
}

/** What changes were judged to be, and what is done about them. */
export interface JudgementTables {
  judged_change: JudgedChangeTable;
  change_remedy: ChangeRemedyTable;
  repair_ledger: RepairLedgerTable;
}
