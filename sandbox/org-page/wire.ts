import type { RecordColumns, RoutingRun } from '../record-page/wire.ts';

/** What the org page's server and its browser code say to each other. */

/** A user of the org who can be chosen in the user switch. */
export interface OrgPerson {
  /** The user's name, which is their address. */
  readonly username: string;
  readonly userId: string;
  readonly name: string;
  readonly role: string;
}

/**
 * How far the Handrail components are. They are built with Salesforce's own tool chain, which is installed by a command
 * of its own; everything else of the page works without it.
 */
export type ComponentsState =
  | { readonly state: 'not_installed'; readonly command: string }
  | { readonly state: 'building' }
  | { readonly state: 'ready'; readonly origin: string }
  | { readonly state: 'failed'; readonly message: string };

/** What the page must know once, before it shows a record. */
export interface OrgSession {
  readonly people: readonly OrgPerson[];
  /** Who looks at first. */
  readonly firstUser: string;
}

/** A record as the page shows it. */
export interface OrgRecordView extends RecordColumns {
  readonly object: string;
  readonly recordId: string;
}

/** One line of the list. */
export interface OpportunityRow {
  readonly recordId: string;
  readonly name: string;
  readonly stage: string;
  readonly amount: string;
  readonly owner: string;
  readonly closeDate: string;
  readonly onHold: boolean;
}

/** What an edit made the org's automation do. */
export interface EditReply {
  readonly automation: RoutingRun;
}
