import type { GroupObjectType, ObjectType } from '@handrail/contracts/vocabulary';
import type { FieldValue } from '../domain/exception-request/break-glass.ts';
import type { PlannedStep } from '../domain/playbook/step.ts';
import type { PeopleSnapshot } from '../domain/policy/directory.ts';
import type { HandoffFacts, Person, RecordRef, StageRef } from '../domain/policy/facts.ts';

/** How a step left the record. */
export type StepOutcome =
  /** Written now. `reference` is the id of a created note or task. */
  | { readonly outcome: 'written'; readonly reference?: string }
  /** An earlier attempt had already written it: nothing was sent again. */
  | { readonly outcome: 'already_there'; readonly reference?: string }
  /** Nothing was to be written; the values of the step's fields, in its order. */
  | { readonly outcome: 'read'; readonly values: readonly FieldValue[] }
  /** Nothing to do any more; `why` is told in the trail. */
  | { readonly outcome: 'skipped'; readonly why: string };

/** Who can be proposed as owner, and which stages a record can be put in. */
export interface RecordChoices {
  readonly owners: readonly Person[];
  readonly stages: readonly StageRef[];
}

/** A list of records that somebody keeps in the CRM. */
export interface RecordList {
  readonly listId: string;
  readonly name: string;
}

/** One page of the records that belong to another. */
export interface AssociatedPage {
  readonly records: readonly {
    readonly recordId: string;
    readonly title: string;
    /** True for a deal in a closed stage; no other record is ever closed. */
    readonly closed: boolean;
  }[];
  /** Leads to the next page; absent on the last. */
  readonly next?: string;
}

/**
 * What Handrail needs of a CRM. One implementation a vendor; all must pass `tests/contract/crm.suite.ts`.
 * Implementations retry what is worth retrying (429, 5xx, connection) a few times with backoff before they throw.
 */
export interface CrmPort {
  /**
   * Reads the record and the named facts. Never throws for a CRM that is down or a fact it may not read: those
   * come back as `unreadable` (and `unavailable` is set when nothing could be read), so that policy treats them as
   * unknown.
   *
   * @param factNames names such as `deal.amount`, `company.country`, `owner.team`
   * @throws CrmError `record_not_found` when the CRM says that the record does not exist
   */
  loadHandoff(record: RecordRef, factNames: readonly string[]): Promise<HandoffFacts>;

  /**
   * Reads many records of one type as `loadHandoff` reads one, with a call for many instead of calls for each. In
   * the order given; `handoff` is null for a record that does not exist. A fact that may not be read is `unreadable`.
   *
   * @param recordIds at most 100, each once
   * @throws CrmError `unavailable`: nobody waits for the answer, so it is worth waiting for the CRM
   */
  loadHandoffs(
    objectType: ObjectType,
    recordIds: readonly string[],
    factNames: readonly string[],
  ): Promise<readonly { readonly recordId: string; readonly handoff: HandoffFacts | null }[]>;

  /**
   * Finds a list of records of one type by its id or its exact name. Null when there is none.
   *
   * @throws CrmError `unavailable`, `refused`
   */
  findRecordList(objectType: ObjectType, idOrName: string): Promise<RecordList | null>;

  /**
   * One page of a list's record ids.
   *
   * @param after `next` of the page before; the first page when left out
   * @throws CrmError `unavailable`, `refused`; `record_not_found` when the list is gone
   */
  readRecordList(
    listId: string,
    after?: string,
  ): Promise<{ readonly recordIds: readonly string[]; readonly next?: string }>;

  /**
   * The owners and stages a person may choose from, for the form.
   *
   * @throws CrmError `unavailable`
   */
  loadChoices(record: RecordRef): Promise<RecordChoices>;

  /**
   * The deals or contacts that belong to a record, in pages of at most 100, in an order that stays.
   *
   * @param after `next` of the page before; the first page without it
   * @throws CrmError `unavailable`, `record_not_found`
   */
  listAssociated(record: RecordRef, objectType: GroupObjectType, after?: string): Promise<AssociatedPage>;

  /**
   * Applies one playbook step. Idempotent by `step.stepKey`: applying a step that already stands on the record
   * writes nothing and says `already_there`, also when the reply of the first attempt was lost. `restore_field` writes
   * only over the value that the step names as set; over any other it is `skipped`.
   *
   * @throws CrmError `unavailable` (worth another attempt later), `refused` (the CRM will never take it),
   * `record_not_found`, `properties_missing`
   */
  applyStep(step: PlannedStep): Promise<StepOutcome>;

  /**
   * Finds a person by e-mail address (any case). Null when the CRM does not know them.
   *
   * @throws CrmError `unavailable`
   */
  resolveUser(email: string): Promise<Person | null>;

  /**
   * Everybody the CRM knows, those who were deactivated too, and its teams with their people. Takes its time: it is for
   * jobs and commands, not for a person who waits.
   *
   * @throws CrmError `unavailable`, also when Handrail has no permission to read them
   */
  loadPeople(): Promise<Omit<PeopleSnapshot, 'readAt'>>;
}

/** What went wrong in a CRM, in terms that decide what to do next. */
export type CrmErrorCode = 'unavailable' | 'refused' | 'record_not_found' | 'properties_missing';

/** A CRM call that failed after its own retries. `message` is for people, `internal` for logs only. */
export class CrmError extends Error {
  override readonly name = 'CrmError';
  readonly code: CrmErrorCode;
  readonly internal: string;

  constructor(code: CrmErrorCode, message: string, internal: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.internal = internal;
  }

  /** True when the same call may go through later. */
  get retryable(): boolean {
    return this.code === 'unavailable';
  }
}
