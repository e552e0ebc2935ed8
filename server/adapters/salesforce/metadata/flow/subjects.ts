/** The record that a flow was started by. */
export const TRIGGERING = '$Record';
/** The node at which a flow reads the record that started it. With blanks: no element may be called so. */
export const START = 'the start of the flow';
/** Stands for a reading by a caller: nobody knows when that was. */
export const BY_CALLER = '(caller)';

/** A reference with the record that started the flow as it is usually written: capitals make no difference. */
export function canonical(reference: string): string {
  return reference.replace(/^\$record(__prior)?(?=\.|$)/i, (_, prior?: string) =>
    prior ? `${TRIGGERING}__Prior` : TRIGGERING,
  );
}

/** A record, or any one of several, that a flow may change. */
export interface Subject {
  readonly id: string;
  /** Null when nobody says which object. */
  readonly object: string | null;
}

/** How a variable came to stand for a record. */
export interface Origin {
  readonly subject: Subject;
  /** The nodes that read it or took it over: what is known of it is as old as the oldest. */
  readonly reads: readonly string[];
  /** The lookup that found it with further filters beside the id; null otherwise. */
  readonly filteredBy: string | null;
  /** The fields that were read, in small letters; null for all. */
  readonly fields: ReadonlySet<string> | null;
  /** The element that put it there; null when it was there from the start. */
  readonly capturedAt: string | null;
}

/** What a reference in a flow stands for. */
export type Meaning =
  | { readonly kind: 'record'; readonly origins: readonly Origin[] }
  /** A field of a record. With several origins nobody knows of which. */
  | { readonly kind: 'field'; readonly origins: readonly Origin[]; readonly field: string }
  | { readonly kind: 'formula'; readonly expression: string }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'permission'; readonly name: string }
  | { readonly kind: 'other' };
