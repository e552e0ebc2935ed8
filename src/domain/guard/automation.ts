import type { GovernedField, ObjectType } from '@handrail/contracts/vocabulary';
import type { Condition } from './condition.ts';

/** What an automation runs on: a record a card can stand on, another kind of record, or one nobody can name. */
export type RecordKind = ObjectType | 'other' | 'unknown';

/**
 * One automation of a CRM in terms no vendor owns: who gets in, who is kept out, and a graph of nodes. Adapters
 * translate into it; what they cannot translate they say in `doubts` or as opaque nodes, and never leave out.
 */
export interface Automation {
  readonly id: string;
  readonly name: string;
  /** Changes with every edit; null when the CRM names none. */
  readonly revision: string | null;
  readonly enabled: boolean;
  readonly recordKind: RecordKind;
  readonly entry: Entry;
  /** Each keeps records out, by whatever way they come, and removes those that meet it while inside. */
  readonly exclusions: readonly Exclusion[];
  /** Where a record begins; several when the document does not say. */
  readonly start: readonly string[];
  readonly nodes: ReadonlyMap<string, AutomationNode>;
  /** True when it works only at certain times, so that a record may wait before any action. */
  readonly pausesAnywhere: boolean;
  /** What could not be understood of it, in words. With a doubt nothing is ever called respected. */
  readonly doubts: readonly string[];
  /**
   * What it does to other records than those it runs on, such as those it looks up: each told as an automation of its
   * own, since they have a hold of their own. The worst of all counts.
   */
  readonly others?: readonly Automation[];
  /** What this CRM calls things; HubSpot's words when left out. */
  readonly words?: AutomationWords;
}

/** What one CRM calls the parts of an automation, for the sentences of evidence. */
export interface AutomationWords {
  readonly kinds: Readonly<Record<RecordKind, readonly [one: string, many: string]>>;
  /** Such as `its start condition`. */
  readonly entry: string;
}

/** How records get in by themselves. Entry by hand or from another automation asks no condition. */
export interface Entry {
  /** Null when there is none to meet. */
  readonly condition: Condition | null;
  /** True when a record that stops meeting the condition is taken out. */
  readonly removesWhenUnmet: boolean;
  /** True when nothing gets in but by meeting the condition: not by hand, and not from another automation. */
  readonly onlyWay?: boolean;
}

export interface Exclusion {
  readonly means: 'filter' | 'list';
  /** In words: `its exclusion filter`, `its exclusion list "On hold"`. */
  readonly label: string;
  readonly condition: Condition;
}

/** Whose field a write changes. */
export type WriteTarget =
  | { readonly kind: 'record' }
  | { readonly kind: 'associated'; readonly recordKind: RecordKind };

interface Node<Kind extends string> {
  readonly kind: Kind;
  readonly id: string;
  /** Nodes that may come next; none at the end. */
  readonly next: readonly string[];
}

export interface WriteNode extends Node<'write'> {
  /** The vendor's name of the field. */
  readonly property: string;
  readonly target: WriteTarget;
  readonly how: 'sets' | 'clears' | 'rotates' | 'copies a value into';
  /** True when it leaves a field alone that has a value. */
  readonly onlyWhenEmpty: boolean;
}

/** An arm of a fork. The first whose condition holds is taken. */
export interface ForkArm {
  readonly label: string;
  readonly condition: Condition;
  readonly next: readonly string[];
}

export interface ForkNode extends Node<'fork'> {
  readonly arms: readonly ForkArm[];
  /** Name of the way taken when no arm holds; `next` is where it leads. */
  readonly otherwise: string;
}

export type AutomationNode =
  | WriteNode
  | ForkNode
  /** Changes no field of a record. */
  | Node<'harmless'>
  /** Time passes, in which a record may be tagged. */
  | Node<'pause'>
  /** May do anything to any record; `what` says what it is. */
  | (Node<'opaque'> & { readonly what: string })
  /** Puts the record into another automation, whose entry condition is not asked. */
  | (Node<'enrol'> & { readonly automationId: string })
  /** Asks Handrail whether the record is on hold; conditions may look at the answer. */
  | Node<'check'>
  /** Reads the record anew, or takes over what was read; conditions may look at what was seen here. */
  | Node<'read'>
  /** From here on a variable stands for another record: what was seen at these nodes counts no more. */
  | (Node<'forget'> & { readonly of: readonly string[] });

/** What the fields are called in one CRM. */
export interface FieldNames {
  /** The routing hold, and the value it has on a held record. */
  readonly hold: string;
  readonly heldValue: string;
  /** Every field that Handrail tags a record with, the hold among them. */
  readonly tags: ReadonlySet<string>;
  /** Governed fields by their names in small letters. */
  readonly governed: ReadonlyMap<string, WrittenField>;
}

/** What a guarded write changes: a governed field, or Handrail's own tag. */
export type WrittenField = GovernedField | 'tag';
