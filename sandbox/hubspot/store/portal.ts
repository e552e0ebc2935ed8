import { conflict, type ErrorDetail, notFound, validationError } from '../hubspot-error.ts';
import type { PortalClock } from '../portal-clock.ts';
import { AssociationStore } from './association-store.ts';
import type {
  ChangeSource,
  HistoryEntry,
  Pipeline,
  PortalRecord,
  RecordChange,
  WriteContext,
} from './model.ts';
import { OBJECT_TYPE_FACTS, OBJECT_TYPES, type ObjectType } from './object-types.ts';
import { PeopleDirectory } from './people-directory.ts';
import { PropertyCatalog } from './property-catalog.ts';
import { checkPropertyValue } from './property-value.ts';
import { stageErrors } from './stage-check.ts';
import { WriteLog } from './write-log.ts';

/** Properties that must be given when a record is created. */
const REQUIRED_ON_CREATE: Readonly<Partial<Record<ObjectType, readonly string[]>>> = {
  notes: ['hs_timestamp'],
  tasks: ['hs_timestamp'],
};

const FIRST_RECORD_ID = 9_100_000_001;

/** A target of an association made together with a record. */
export interface NewAssociation {
  readonly toType: ObjectType;
  readonly toId: string;
}

/** What a create may carry besides properties. All but the associations are for seeds. */
export interface CreateOptions {
  readonly associations?: readonly NewAssociation[];
  /** A record id that is published as a constant. */
  readonly id?: string;
  /** When it was created, in milliseconds since 1970 UTC; the portal's present when left out. */
  readonly at?: number;
  /** Values of read-only properties, which no API call can set. */
  readonly calculated?: Readonly<Record<string, string>>;
}

/** The read-only date of the last note or task on a record. */
const LAST_ACTIVITY = 'notes_last_updated';
const OWNER = 'hubspot_owner_id';
const CALCULATED: ChangeSource = { sourceType: 'CALCULATED' };

/**
 * The state of the sandbox portal: records with history, definitions, people, pipelines and associations. All
 * writes go through {@link create}, {@link update} and {@link archive}, which check like HubSpot, keep history,
 * log the write and tell the listeners (workflow engine, webhooks).
 */
export class Portal {
  readonly portalId: number;
  readonly clock: PortalClock;
  readonly catalog = new PropertyCatalog();
  readonly associations = new AssociationStore();
  readonly people = new PeopleDirectory();
  readonly writeLog = new WriteLog();
  readonly pipelines = new Map<ObjectType, Pipeline[]>();
  readonly #records = new Map<ObjectType, Map<string, PortalRecord>>(
    OBJECT_TYPES.map((type) => [type, new Map()]),
  );
  readonly #listeners: Array<(change: RecordChange) => void> = [];
  #nextId = FIRST_RECORD_ID;

  constructor(portalId: number, clock: PortalClock) {
    this.portalId = portalId;
    this.clock = clock;
  }

  /** Calls `listener` after each change of a record, in the order of the writes. */
  onChange(listener: (change: RecordChange) => void): void {
    this.#listeners.push(listener);
  }

  /** The live record, or undefined when there is none or it is archived. */
  find(type: ObjectType, id: string): PortalRecord | undefined {
    const record = this.#of(type).get(id);
    return record?.archivedAt === undefined ? record : undefined;
  }

  /** @throws HubspotError 404 when there is no such record with that archived state */
  require(type: ObjectType, id: string, archived = false): PortalRecord {
    const record = this.#of(type).get(id);
    if (!record || (record.archivedAt !== undefined) !== archived) {
      throw notFound(`Object not found.  objectId are usually numeric.`, { context: { objectId: [id] } });
    }
    return record;
  }

  /**
   * The live record whose unique property has a value.
   *
   * @throws HubspotError 400 when the property is not unique in HubSpot's sense
   */
  findByUnique(type: ObjectType, property: string, value: string): PortalRecord | undefined {
    if (property === 'hs_object_id') return this.find(type, value);
    if (!this.catalog.find(type, property)?.hasUniqueValue) {
      throw validationError(`Property '${property}' is not a unique property for object type ${type}`);
    }
    const wanted = value.toLowerCase();
    return this.list(type).find((record) => this.value(record, property).toLowerCase() === wanted);
  }

  /** All records of a type in the order of creation. */
  list(type: ObjectType, archived = false): PortalRecord[] {
    return [...this.#of(type).values()].filter((record) => (record.archivedAt !== undefined) === archived);
  }

  /** The present value of a property, `''` when it has none or the portal does not know it. */
  value(record: PortalRecord, name: string): string {
    const facts = OBJECT_TYPE_FACTS[record.objectType];
    if (name === 'hs_object_id') return record.id;
    if (name === facts.createdProperty) return new Date(record.createdAt).toISOString();
    if (name === facts.modifiedProperty) return new Date(record.updatedAt).toISOString();
    if (name === 'hubspot_team_id')
      return this.people.byOwnerId(this.value(record, OWNER))?.primaryTeamId ?? '';
    return record.history.get(name)?.[0]?.value ?? '';
  }

  /** A property's values, newest first. */
  history(record: PortalRecord, name: string): readonly HistoryEntry[] {
    return record.history.get(name) ?? [];
  }

  /** @throws HubspotError 400 for values HubSpot refuses, 404 for a missing association target, 409 for a taken unique value */
  create(
    type: ObjectType,
    properties: Readonly<Record<string, unknown>>,
    context: WriteContext,
    options: CreateOptions = {},
  ): PortalRecord {
    const missing = (REQUIRED_ON_CREATE[type] ?? []).filter((name) => !properties[name]);
    if (missing.length > 0) {
      throw validationError(`Error creating ${type.toUpperCase()}. Some required properties were not set.`, {
        context: { properties: missing },
      });
    }
    const values = this.#check(type, undefined, properties);
    for (const target of options.associations ?? []) this.require(target.toType, target.toId);
    const at = options.at ?? this.clock.now();
    const id = options.id ?? String(this.#nextId++);
    const record: PortalRecord = {
      id,
      objectType: type,
      createdAt: at,
      updatedAt: at,
      archivedAt: undefined,
      history: new Map(),
    };
    this.#of(type).set(id, record);
    const changes = this.#write(record, { ...values, ...options.calculated }, context.source, at);
    for (const target of options.associations ?? []) {
      this.associations.join({ type, id }, { type: target.toType, id: target.toId });
    }
    this.writeLog.append(at, context, { objectType: type, objectId: id, properties: values });
    this.#tell({ kind: 'created', objectType: type, objectId: id, at, source: context.source, changes });
    if (type === 'notes' || type === 'tasks') this.#countActivity(options.associations ?? [], at);
    return record;
  }

  /**
   * Sets properties. A value equal to the present one leaves no history and no event.
   *
   * @throws HubspotError 400 for values HubSpot refuses, 409 for a taken unique value
   */
  update(record: PortalRecord, properties: Readonly<Record<string, unknown>>, context: WriteContext): void {
    const { objectType, id } = record;
    const values = this.#check(objectType, record, properties);
    const at = this.clock.now();
    const changes = this.#write(record, values, context.source, at);
    this.writeLog.append(at, context, { objectType, objectId: id, properties: values });
    if (changes.length === 0) return;
    record.updatedAt = at;
    this.#tell({ kind: 'updated', objectType, objectId: id, at, source: context.source, changes });
  }

  /** Archives a record; a second time changes nothing. */
  archive(type: ObjectType, id: string, context: WriteContext): void {
    const record = this.find(type, id);
    if (!record) return;
    const at = this.clock.now();
    record.archivedAt = at;
    this.writeLog.append(at, context, { objectType: type, objectId: id, properties: {} });
    this.#tell({ kind: 'archived', objectType: type, objectId: id, at, source: context.source, changes: [] });
  }

  /** Checks values without writing. @throws HubspotError as {@link update} does */
  check(
    type: ObjectType,
    record: PortalRecord | undefined,
    properties: Readonly<Record<string, unknown>>,
  ): void {
    this.#check(type, record, properties);
  }

  #check(
    type: ObjectType,
    record: PortalRecord | undefined,
    properties: Readonly<Record<string, unknown>>,
  ): Record<string, string> {
    const values: Record<string, string> = {};
    const errors: ErrorDetail[] = [];
    for (const [name, raw] of Object.entries(properties)) {
      const definition = this.catalog.find(type, name);
      if (!definition) {
        const message = `Property "${name}" does not exist`;
        errors.push({ message, code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: [name] } });
        continue;
      }
      const checked = checkPropertyValue(definition, raw, {
        isOwner: (ownerId) => this.people.byOwnerId(ownerId) !== undefined,
      });
      if (checked.ok) values[definition.name] = checked.value;
      else errors.push(checked.error);
    }
    const present = (name: string): string => (record ? this.value(record, name) : '');
    errors.push(...stageErrors(type, this.pipelines.get(type) ?? [], values, present));
    if (errors.length > 0) throw invalidValues(errors);
    this.#refuseTaken(type, record, values);
    return values;
  }

  #refuseTaken(type: ObjectType, record: PortalRecord | undefined, values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) {
      if (value === '' || !this.catalog.find(type, name)?.hasUniqueValue) continue;
      const holder = this.findByUnique(type, name, value);
      if (holder && holder !== record) {
        const singular = OBJECT_TYPE_FACTS[type].singular;
        const label = singular.charAt(0).toUpperCase() + singular.slice(1);
        throw conflict('CONFLICT', `${label} already exists. Existing ID: ${holder.id}`);
      }
    }
  }

  #write(
    record: PortalRecord,
    values: Readonly<Record<string, string>>,
    source: ChangeSource,
    at: number,
  ): Array<{ name: string; from: string; to: string }> {
    const changes: Array<{ name: string; from: string; to: string }> = [];
    for (const [name, to] of Object.entries(values)) {
      const from = this.value(record, name);
      if (from === to) continue;
      const entry: HistoryEntry = { ...source, value: to, at };
      record.history.set(name, [entry, ...(record.history.get(name) ?? [])]);
      changes.push({ name, from, to });
    }
    return changes;
  }

  /** A note or task moves the last-activity date of what it is on, as HubSpot calculates it. */
  #countActivity(targets: readonly NewAssociation[], at: number): void {
    for (const { toType, toId } of targets) {
      const record = this.find(toType, toId);
      if (!record || !this.catalog.find(toType, LAST_ACTIVITY)) continue;
      const values = { [LAST_ACTIVITY]: new Date(at).toISOString() };
      const changes = this.#write(record, values, CALCULATED, at);
      this.#tell({ kind: 'updated', objectType: toType, objectId: toId, at, source: CALCULATED, changes });
    }
  }

  #tell(change: RecordChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #of(type: ObjectType): Map<string, PortalRecord> {
    const records = this.#records.get(type);
    if (!records) throw new Error(`no store for ${type} (this is a bug)`);
    return records;
  }
}

function invalidValues(errors: readonly ErrorDetail[]): Error {
  const listed = errors.map((error) => ({
    isValid: false,
    message: error.message,
    error: error.code,
    name: error.context?.propertyName?.[0],
  }));
  return validationError(`Property values were not valid: ${JSON.stringify(listed)}`, { errors });
}
