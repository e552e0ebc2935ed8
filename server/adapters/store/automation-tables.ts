import type { ColumnType, JSONColumnType } from 'kysely';
import type { AutomationAnswer, AutomationCall } from '../../../src/ports/automation-store.ts';

interface AutomationCallTable {
  tenant_id: string;
  automation_id: string;
  action_id: string;
  asks: AutomationCall['asks'];
  last_seen_at: ColumnType<Date, Date, Date>;
}

interface AutomationAnswerTable {
  tenant_id: string;
  call_key: string;
  answer: JSONColumnType<AutomationAnswer>;
  answered_at: ColumnType<Date, Date, never>;
}

/** Tables of what concerns the CRM's own automation. */
export interface AutomationTables {
  automation_call: AutomationCallTable;
  automation_answer: AutomationAnswerTable;
}
