import type { ObjectType } from '@handrail/contracts/vocabulary';

/** A record in the tenant's CRM. */
export interface RecordRef {
  readonly objectType: ObjectType;
  readonly recordId: string;
}

/**
 * One fact about a handoff, as the CRM gave it.
 * - `known`: the CRM has a value.
 * - `blank`: the CRM was read and the field is empty or not set.
 * - `unreadable`: it could not be read (no permission, CRM down, property not there); `why` says so in plain words.
 */
export type Fact =
  | { readonly state: 'known'; readonly value: string | number | boolean }
  | { readonly state: 'blank' }
  | { readonly state: 'unreadable'; readonly why: string };

/**
 * Facts by name. A name is `<object>.<property>` with the CRM's own property name, such as `deal.amount`,
 * `company.country`, `owner.team`; `request.*` facts come from the request itself. A name that is not listed
 * counts as unreadable.
 */
export type FactMap = Readonly<Record<string, Fact>>;

/** Facts that the request itself contributes, for rows such as "longer than 30 days asks RevOps". */
export const REQUEST_FACTS = [
  'request.object_type',
  'request.requester_email',
  'request.proposed_owner_email',
  'request.proposed_owner_team',
  'request.proposed_stage',
  'request.validity_days',
] as const;

/** A person as the CRM knows them. `email` is lower case and is what decision rights compare. */
export interface Person {
  readonly email: string;
  readonly name: string;
  readonly userId?: string;
  /** HubSpot's owner id, which is not the user id; absent when the person cannot own records. */
  readonly ownerId?: string;
  readonly team?: string;
  readonly active?: boolean;
  /** What the tenant's other CRM calls the same person. */
  readonly elsewhere?: Pick<Person, 'userId' | 'ownerId'>;
}

/** True when one of the CRMs knows the person as this user. */
export function isUser({ userId, elsewhere }: Person, id: string | undefined): boolean {
  return id !== undefined && (userId === id || elsewhere?.userId === id);
}

/** A record that two CRMs keep in step, as the other one has it. */
export interface LinkedHandoff {
  readonly record: RecordRef;
  /** What people call the other CRM, such as `Salesforce`. */
  readonly crm: string;
  readonly owner: Person | null;
}

/** Everything one evaluation needs to know of a record, gathered once by the CRM adapter. */
export interface HandoffFacts {
  readonly record: RecordRef;
  /** What people call the record; its id when the CRM could not be read. */
  readonly title: string;
  readonly facts: FactMap;
  readonly owner: Person | null;
  readonly stage: StageRef | null;
  /** The same record in the tenant's other CRM; absent when there is none, or when nobody could tell. */
  readonly linked?: LinkedHandoff;
  /** Set when the CRM could not be read at all: every fact is then unreadable. */
  readonly unavailable?: string;
  /** Set when the CRM was read and lacks what Handrail writes to; says what an administrator must do. */
  readonly notReady?: string;
}

/** A pipeline stage. */
export interface StageRef {
  readonly stageId: string;
  readonly label: string;
  /** Absent when the CRM could not be asked which pipeline the stage belongs to. */
  readonly pipelineId?: string;
  readonly pipelineLabel: string;
}
