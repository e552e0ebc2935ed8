import type { GovernedField } from '@handrail/contracts/vocabulary';
import type { RecordRef } from '../policy/facts.ts';

/** What is watched on a record: a governed field, or one of Handrail's own properties (`tag`). */
export type WatchedField = GovernedField | 'tag';

/**
 * Who changed a field, as far as the CRM tells. `crm_sync` is the vendor's own synchronisation with another CRM;
 * `integration` is any app, Handrail among them; `other` is a source nobody has named yet.
 *
 * Four are for a CRM that names only the user in whose name something was written. `running_user`: that user, or
 * automation they set off; `own_user`: Handrail, or automation that one of its writes set off; `own_flow`: automation
 * of Handrail's own package; `unseen`: a change without any history, found by comparing with what was seen last.
 */
export const CHANGE_SOURCE_KINDS = [
  'workflow',
  'person',
  'integration',
  'crm_sync',
  'import',
  'api',
  'merge',
  'calculated',
  'running_user',
  'own_user',
  'own_flow',
  'unseen',
  'other',
] as const;
export type ChangeSourceKind = (typeof CHANGE_SOURCE_KINDS)[number];

/** The source of one change. */
export interface ChangeSource {
  readonly kind: ChangeSourceKind;
  /** The CRM's own word for the kind, such as `AUTOMATION_PLATFORM`. */
  readonly type?: string;
  /** The CRM's id of the source: of an app, an enrolment, an import. HubSpot never names the workflow. */
  readonly id?: string;
  /** What people call the source, as the CRM says it. */
  readonly label?: string;
  /** The user who did it, or in whose name it was done. */
  readonly userId?: string;
  /** True where the CRM knows Handrail as somebody else: it is surely not Handrail itself. */
  readonly isForeign?: boolean;
}

/**
 * One change of one watched field. Its identity is record, property, `changedAt` and `to`: the CRM may tell it any
 * number of times and in any order.
 */
export interface FieldChange {
  readonly record: RecordRef;
  readonly field: WatchedField;
  /** The CRM's name of the field; several properties can be behind one field, such as pipeline and stage. */
  readonly property: string;
  /** The value before; null when there was none, or when the CRM's history does not reach back so far. */
  readonly from: string | null;
  /** The value after; null when it was emptied. May be personal text where the property is one of Handrail's own. */
  readonly to: string | null;
  /** ISO 8601 instant of the CRM's clock. */
  readonly changedAt: string;
  /** The earliest it can have happened, ISO 8601, where the CRM does not say when; `changedAt` is then the latest. */
  readonly notBefore?: string;
  readonly source: ChangeSource;
}

/** A watched property as it stands on the record. */
export interface PresentValue {
  readonly field: WatchedField;
  readonly property: string;
  readonly value: string | null;
  /** ISO 8601 instant of the newest change; null for a property that never had a value. */
  readonly changedAt: string | null;
}

/** Oldest first; changes of one moment in the order of their properties, so that every reader has the same order. */
export function byTime(a: FieldChange, b: FieldChange): number {
  return (
    Date.parse(a.changedAt) - Date.parse(b.changedAt) ||
    (a.property < b.property ? -1 : a.property > b.property ? 1 : 0)
  );
}
