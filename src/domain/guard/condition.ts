/** What is asked of one field. */
export type FieldTest =
  | { readonly kind: 'one_of'; readonly values: readonly string[] }
  | { readonly kind: 'none_of'; readonly values: readonly string[] }
  | { readonly kind: 'has_value' }
  | { readonly kind: 'has_no_value' }
  /** Understood, but it asks something else than the value, such as when it changed. */
  | { readonly kind: 'something_else' }
  /** The adapter does not know what this asks. `what` says it in words. */
  | { readonly kind: 'not_understood'; readonly what: string };

/** A condition on a record, in terms no vendor owns. */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'field'; readonly property: string; readonly test: FieldTest }
  /** Looks at the answer of a check node: see `AutomationNode`. */
  | { readonly kind: 'answer'; readonly nodeId: string; readonly test: FieldTest }
  /** A field as it was when each of these nodes was last passed: it may have changed since. */
  | {
      readonly kind: 'seen';
      readonly nodeIds: readonly string[];
      readonly property: string;
      readonly test: FieldTest;
    }
  /** Asks who the running user is: `what` names the permission. It says nothing about the record. */
  | { readonly kind: 'user'; readonly what: string }
  /** Holds, or does not, whatever the record. */
  | { readonly kind: 'certain'; readonly holds: boolean }
  /** Understood, and about something that no field of this record says: other records, events, chance. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'not_understood'; readonly what: string };

/** A condition nobody can evaluate. */
export function notUnderstood(what: string): Condition {
  return { kind: 'not_understood', what };
}
