import type { AdminTaskKind } from '@handrail/contracts/vocabulary';
import type { ColumnType, JSONColumnType } from 'kysely';
import type { AdminTask, TaskResult } from '../../../src/ports/admin-tasks.ts';

interface AdminTaskTable {
  tenant_id: string;
  kind: AdminTaskKind;
  /** What it is about; empty for the whole account. */
  subject: string;
  run_id: string;
  task: JSONColumnType<AdminTask>;
  /** What the last run that went well found; null before there was one. */
  result: ColumnType<TaskResult | null, string | null | undefined, string | null>;
}

/** The tables of the settings page. */
export interface AdminTables {
  admin_task: AdminTaskTable;
}
