import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { ColumnType, JSONColumnType } from 'kysely';
import type { PresentValue } from '../../../src/domain/watch/field-change.ts';
import type { WatchEvent, WatchTask } from '../../../src/ports/watch-store.ts';
import type { Instant, MaybeInstant } from './database.ts';

/** One row a tenant: when its watch began. */
interface WatchStartTable {
  tenant_id: string;
  began_at: Instant;
}

/** One row for each thing that a webhook told. */
interface WatchEventTable {
  tenant_id: string;
  event_key: string;
  object_type: ObjectType;
  record_id: string;
  kind: WatchEvent['kind'];
  occurred_at: Instant;
  came_in_at: Instant;
  worked_at: MaybeInstant;
  /** Grows with every event of the database; read as text. */
  added: ColumnType<string, never, never>;
}

interface SeenChangeTable {
  tenant_id: string;
  object_type: ObjectType;
  record_id: string;
  change_key: string;
  changed_at: Instant;
}

/** One row for each record that was read. */
interface WatchedRecordTable {
  tenant_id: string;
  object_type: ObjectType;
  record_id: string;
  modified_at: Instant;
  mirror: JSONColumnType<readonly PresentValue[]>;
}

interface WatchTaskTable {
  tenant_id: string;
  task: WatchTask;
  holder: string | null;
  lease_until: MaybeInstant;
  cursor_at: MaybeInstant;
}

/** What was seen to change in the CRM, and what is still to be looked at. */
export interface WatchTables {
  watch_start: WatchStartTable;
  watch_event: WatchEventTable;
  seen_change: SeenChangeTable;
  watched_record: WatchedRecordTable;
  watch_task: WatchTaskTable;
}
