/** What the record page's server and its browser code say to each other. */

/** The name of the app behind the card, as the portal shows it. */
export const APP_NAME = 'Handrail';

/** A person of the portal who can be chosen in the user switch. */
export interface PageUser {
  readonly ownerId: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly teams: readonly { readonly id: number; readonly name: string }[];
}

/** What the page must know once, before it shows a record. */
export interface PageSession {
  readonly portalId: number;
  readonly appId: number;
  readonly users: readonly PageUser[];
  /** The project profile's variables, as the card reads them from its context. */
  readonly variables: Readonly<Record<string, string>>;
  /** Origins the card may open in an iframe. */
  readonly permittedIframes: readonly string[];
  /** Whether the app has a page of its own. */
  readonly hasAppPage: boolean;
  readonly hasSettingsPage: boolean;
}

/** How a person changes a property on the page. */
export type PropertyEditor =
  | { readonly kind: 'text' | 'number' | 'date' }
  | {
      readonly kind: 'select';
      readonly options: readonly { readonly label: string; readonly value: string }[];
    };

/** One property of a record, ready to be shown. */
export interface PropertyView {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** The value in words: option label, owner's name, formatted date. Empty when not set. */
  readonly display: string;
  /** The value as the editor takes it; for a date its day in UTC. */
  readonly raw: string;
  /** Null for what cannot be changed by hand here. */
  readonly editor: PropertyEditor | null;
}

/** Something that happened to a record, newest first in a list of them. */
export interface TimelineEntry {
  readonly id: string;
  readonly kind: 'note' | 'task' | 'change';
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly title: string;
  /** HTML as the portal holds it for notes and tasks, lines of plain text for changes. Never put into the page as HTML. */
  readonly body: string;
  /** Who or what caused it, in words. */
  readonly by: string;
}

/** Who last wrote the owner, from the property's history. */
export interface OwnerChange {
  readonly at: string;
  /** "workflow", "integration", "person", "import" or the vendor's own word in small letters. */
  readonly source: string;
  readonly detail: string;
}

/** A record near this one. */
export interface RelatedRecord {
  /** Its page; absent for what has none here. */
  readonly href?: string;
  readonly title: string;
  readonly detail: string;
}

/** What the columns of a record page show, whichever CRM it is. */
export interface RecordColumns {
  /** "Deal", "Contact", "Company" or "Ticket"; in Salesforce the object's label. */
  readonly kind: string;
  readonly title: string;
  readonly owner: { readonly name: string; readonly initials: string } | null;
  /** The owner as a property, to be changed by hand. */
  readonly ownerProperty: PropertyView;
  readonly ownerChange: OwnerChange | null;
  /** The facts under the record's name: amount, stage, close date. */
  readonly highlights: readonly PropertyView[];
  readonly sections: readonly { readonly title: string; readonly properties: readonly PropertyView[] }[];
  readonly timeline: readonly TimelineEntry[];
  readonly related: readonly { readonly title: string; readonly records: readonly RelatedRecord[] }[];
}

/** A record of the portal as the page shows it. */
export interface RecordView extends RecordColumns {
  readonly objectTypeId: string;
  readonly objectId: number;
  /** Raw values of every property read, for the card. */
  readonly values: Readonly<Record<string, string | null>>;
}

/** One line of the deal list. */
export interface DealRow {
  readonly objectId: number;
  readonly name: string;
  readonly stage: string;
  readonly amount: string;
  readonly owner: string;
  readonly closeDate: string;
  readonly onHold: boolean;
}

/** One page of the deal list. */
export interface DealPage {
  readonly total: number;
  readonly deals: readonly DealRow[];
  readonly after: string | null;
}

/** One thing a workflow did in a routing run, in words. */
export interface RoutingLine {
  readonly kind: 'changed' | 'suppressed' | 'enrolled' | 'failed';
  readonly workflow: string;
  readonly text: string;
  /** The page of the record it happened to. */
  readonly href: string;
  readonly recordName: string;
}

/** What one run of the portal's workflows did. */
export interface RoutingRun {
  readonly summary: string;
  readonly lines: readonly RoutingLine[];
}

/** A request of the card, as the page hands it to the proxy. */
export interface CardFetch {
  readonly url: string;
  readonly method?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The portal user who looks at the page. */
  readonly userId: number;
}

/** What the proxy gives back to the card. */
export interface CardReply {
  readonly status: number;
  readonly body: string;
}

/** An error of the record page's own API. */
export interface PageError {
  readonly code: string;
  readonly message: string;
}
