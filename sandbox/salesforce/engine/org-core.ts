import type { PortalClock } from '../../hubspot/portal-clock.ts';
import type { FlowDefinition } from '../metadata/flow-definition.ts';
import type { MetadataShelf } from '../metadata/metadata-shelf.ts';
import type { AssignmentRule, ValidationRule } from '../metadata/read-rules.ts';
import type { OrgSchema } from '../schema/org-schema.ts';
import type { Values } from '../store/field-value.ts';
import type { OrgStore, StoredRecord } from '../store/org-store.ts';

/** The automation of an org. */
export interface Automation {
  readonly flows: readonly FlowDefinition[];
  readonly assignmentRules: readonly AssignmentRule[];
  readonly validationRules: readonly ValidationRule[];
}

/** What made a write: a call of the API, somebody at a page, a flow, an assignment rule, or the seed. */
export interface WriteSource {
  readonly kind: 'api' | 'ui' | 'flow' | 'rule' | 'seed';
  /** The flow's or rule's name; the path of a call. */
  readonly name: string;
  /** The HTTP method of a call; empty for every other. */
  readonly method: string;
}

/** A line of the org's write log: one change of one record that was committed. */
export interface OrgWrite {
  readonly seq: number;
  /** ISO 8601 instant of the org's clock. */
  readonly at: string;
  readonly source: WriteSource;
  readonly userId: string;
  readonly objectName: string;
  readonly id: string;
  readonly operation: 'create' | 'update' | 'delete';
  /** The values it asked for, system fields left out. */
  readonly values: Values;
}

/** What automation did, in order; kept also when the transaction was taken back. */
export interface OrgEvent {
  readonly seq: number;
  readonly at: string;
  readonly kind:
    | 'flow_started'
    | 'flow_skipped'
    | 'flow_failed'
    | 'rule_matched'
    | 'path_scheduled'
    | 'path_cancelled';
  readonly name: string;
  readonly recordId: string;
  readonly detail: string;
}

/** A scheduled path that waits. */
export interface WaitingPath {
  readonly flow: FlowDefinition;
  readonly pathName: string;
  readonly recordId: string;
  /** Milliseconds since 1970 UTC. */
  readonly dueAt: number;
}

/** What one transaction has changed for good. */
export interface OrgCommit {
  readonly userId: string;
  /** Each record as it was, undefined for one that was not there, and as it is now. */
  readonly changes: readonly { readonly before: StoredRecord | undefined; readonly after: StoredRecord }[];
}

/** The inside of an org, shared by its parts. */
export interface OrgCore {
  readonly schema: OrgSchema;
  readonly store: OrgStore;
  readonly clock: PortalClock;
  readonly automation: Automation;
  /** All metadata the org shows; of it the engine runs what stands in `automation`. */
  readonly metadata: MetadataShelf;
  readonly writes: OrgWrite[];
  readonly events: OrgEvent[];
  waiting: readonly WaitingPath[];
  /** Custom permissions by user id. */
  readonly permissions: ReadonlyMap<string, ReadonlySet<string>>;
  /** How far field history is behind, in milliseconds. */
  readonly historyLagMs: number;
  /** Who scheduled paths run as. */
  readonly automatedUserId: string;
  /** Records that somebody else holds locked, with the writes that are still refused. */
  readonly rowLocks: Map<string, number>;
  /** Told of each commit, that of a scheduled path too. */
  readonly commitListeners: ((commit: OrgCommit) => void)[];
}

/** Notes what automation did. */
export function note(org: OrgCore, event: Omit<OrgEvent, 'seq' | 'at'>): void {
  org.events.push({ seq: org.events.length + 1, at: new Date(org.clock.now()).toISOString(), ...event });
}
