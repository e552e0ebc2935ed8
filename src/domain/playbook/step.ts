import type { RecordPropertyName } from '@handrail/contracts/crm-properties';
import type { PlaybookPhase } from '@handrail/contracts/vocabulary';
import type { FieldChange, FieldValue } from '../exception-request/break-glass.ts';
import type { RecordRef } from '../policy/facts.ts';

/** Property values for the record; an empty string clears. Instants are ISO 8601, booleans `true`/`false`. */
export type TagValues = Readonly<Partial<Record<RecordPropertyName, string>>>;

/** What one step does to the CRM. */
export type StepAction =
  /** Sets the routing hold and the exception id: always the first write of a grant. */
  | { readonly kind: 'hold_routing'; readonly tag: TagValues }
  | { readonly kind: 'tag_record'; readonly tag: TagValues }
  | { readonly kind: 'set_owner'; readonly ownerId: string; readonly ownerName: string }
  | { readonly kind: 'set_stage'; readonly stageId: string; readonly pipelineId?: string }
  | { readonly kind: 'set_property'; readonly property: string; readonly value: string }
  | {
      readonly kind: 'create_task';
      readonly subject: string;
      readonly body: string;
      /** ISO 8601 instant. */
      readonly dueAt: string;
      readonly ownerId?: string;
    }
  | { readonly kind: 'add_note'; readonly body: string; readonly at: string }
  /**
   * Clears the hold and writes the last status: always the last write of an exception. Does nothing to a record
   * that another exception governs by then.
   */
  | { readonly kind: 'release_hold'; readonly tag: TagValues }
  /** Reads what fields hold before they are set, so that a revert can put it back. Writes nothing. */
  | { readonly kind: 'remember_fields'; readonly fields: readonly FieldValue[] }
  /** Puts a field back to what it was, unless somebody changed it since it was set. */
  | ({ readonly kind: 'restore_field' } & FieldChange);

/** A step planned for one request. Immutable; how far it has come is kept beside it in the store. */
export interface PlannedStep {
  /**
   * `<requestId>:<phase>:<position>`, the phase with a number where it can come again (`extend-2`): the idempotency key
   * of the write.
   */
  readonly stepKey: string;
  readonly requestId: string;
  readonly phase: PlaybookPhase;
  readonly position: number;
  readonly record: RecordRef;
  readonly action: StepAction;
  /** What is written to the same record in the tenant's other CRM, right after this one. */
  readonly also?: { readonly record: RecordRef; readonly action: StepAction };
}
