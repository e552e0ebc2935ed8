import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { RecordRef } from '../domain/policy/facts.ts';
import type { FieldChange, PresentValue } from '../domain/watch/field-change.ts';

/** What is known of a record since it was last read. */
export interface MirroredRecord {
  /** When the CRM says it was last changed: ISO 8601. */
  readonly modifiedAt: string;
  readonly values: readonly PresentValue[];
}

/** What is kept of the mirror of one record, told by the CRM in one reading. */
export interface MirrorReading extends MirroredRecord {
  readonly record: RecordRef;
}

/** One thing the CRM told by webhook. It says where to look; what stands there is read again. */
export interface WatchEvent {
  /** The same for every delivery of one happening. */
  readonly eventKey: string;
  readonly record: RecordRef;
  readonly kind: 'changed' | 'deleted';
  /** ISO 8601 instant. */
  readonly occurredAt: string;
}

/** A record to look at, however many events there are of it. */
export interface WaitingRecord {
  readonly record: RecordRef;
  /** When the oldest of its events came in: ISO 8601. */
  readonly since: string;
  /** Where it stands in the list. */
  readonly place: string;
  /** The newest of its events when it was listed. */
  readonly upTo: string;
}

/** How far behind the events are. */
export interface EventBacklog {
  /** Waiting events; a webhook that nobody has looked into counts as one. */
  readonly events: number;
  /** When the oldest waiting event came in: ISO 8601; null when none waits. */
  readonly oldest: string | null;
  /** When the newest event of all came in: ISO 8601; null when none is kept. */
  readonly newest: string | null;
  /** When the watch began: ISO 8601; null when it has not. */
  readonly beganAt: string | null;
}

/** What goes on in turns, one worker of a tenant at a time. */
export type WatchTask = 'events' | 'rows' | 'rows_out' | 'policy_rows' | `poll:${ObjectType}`;

/** The part of a transaction that keeps what was seen to change in the CRM. */
export interface WatchStore {
  /**
   * When the watch of this tenant began: changes before it are known but not judged. The first call says so.
   *
   * @returns ISO 8601 instant
   */
  beganAt(now: Date): Promise<string>;

  /**
   * Keeps changes for good, each once.
   *
   * @returns those that were never remembered before, in the order given
   */
  rememberChanges(changes: readonly FieldChange[]): Promise<readonly FieldChange[]>;
  /** How many changes of a record are remembered. */
  countChanges(record: RecordRef): Promise<number>;
  /** Forgets changes that happened before a moment, at most `limit`. @returns how many */
  forgetChanges(before: Date, limit: number): Promise<number>;

  /** The record as it was last read; null for one never read, or gone. */
  findMirror(record: RecordRef): Promise<MirroredRecord | null>;
  /** Replaces the mirror of a record, unless what is kept was read from a later state of it. */
  saveMirror(reading: MirrorReading): Promise<void>;
  /** Forgets the mirror of a record that is gone. Its changes stay known: a record can be restored. */
  forgetRecord(record: RecordRef): Promise<void>;
  /** When each of these records was last changed as of its last reading; those never read are left out. */
  readModifiedAt(objectType: ObjectType, recordIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** Keeps events, those known by their key not again. @returns how many were new */
  takeEvents(events: readonly WatchEvent[], now: Date): Promise<number>;
  /**
   * Records with waiting events, longest waiting first.
   *
   * @param page `limit` from 1; `after`: the `place` of a record, to go on behind it; `upTo`: an answer of
   * `newestEvent`, to leave out what came in since
   */
  listWaiting(page: {
    readonly limit: number;
    readonly after?: string;
    readonly upTo?: string;
  }): Promise<readonly WaitingRecord[]>;
  /** The place of the newest waiting event; null when none waits. */
  newestEvent(): Promise<string | null>;
  /** Marks as worked what waited of records when they were listed; what came in since still waits. */
  markWorked(waiting: readonly WaitingRecord[], now: Date): Promise<void>;
  /** Forgets events that were worked before a moment, at most `limit`. @returns how many */
  forgetEvents(before: Date, limit: number): Promise<number>;
  backlog(): Promise<EventBacklog>;

  /**
   * Takes a task for this worker, or keeps it longer.
   *
   * @param holder an id of the worker's own
   * @returns false when another worker has it and its lease is not over
   */
  lease(task: WatchTask, holder: string, now: Date, until: Date): Promise<boolean>;
  /** Gives a task back; nothing happens when another worker has it by now. */
  release(task: WatchTask, holder: string): Promise<void>;
  /** Up to where changed records of a type were looked through: ISO 8601; null before the first time. */
  findCursor(objectType: ObjectType): Promise<string | null>;
  /** Moves it, never back. */
  moveCursor(objectType: ObjectType, to: Date): Promise<void>;
}
