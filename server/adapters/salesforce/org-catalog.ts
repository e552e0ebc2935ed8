import type { Person, StageRef } from '../../../src/domain/policy/facts.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Patience, SalesforceClient } from './client.ts';
import { type Fields, missingTagFields } from './field-names.ts';
import { personOf } from './mapper.ts';
import { queryAll, quoted } from './queries.ts';
import { describeSchema, stageSchema, userSchema } from './schema.ts';
import type { SalesforceObject } from './sobjects.ts';

/** Long enough to serve the calls of one screen, short enough that an administrator sees a change take effect. */
const TIME_TO_LIVE_MS = 60_000;

const USER_FIELDS = 'Id, Name, Email, IsActive, UserRole.Name';

/** The part of an org that changes rarely. Failed readings are not kept. */
export interface OrgCatalog {
  /** The fields of an object that the integration user can see. */
  fields(objectName: string, patience: Patience): Promise<Fields>;
  /** In the org's order; empty for records without stage. */
  stages(object: SalesforceObject, patience: Patience): Promise<readonly StageRef[]>;
  /** Everybody who can own records. */
  owners(patience: Patience): Promise<readonly Person[]>;
  /** Somebody by their address in lower case; null for nobody, which is not remembered. */
  person(email: string, patience: Patience): Promise<Person | null>;
}

/** Makes a catalogue that reads each part at most once a minute. All methods throw SalesforceCallError. */
export function createOrgCatalog(client: SalesforceClient, clock: Clock): OrgCatalog {
  const fields = keepAwhile(
    clock,
    (name: string, patience) => readFields(client, name, patience),
    // An org that is not ready is asked again each time, so that a deployment takes effect at once.
    (read) => missingTagFields(read).length === 0,
  );
  const stages = keepAwhile(clock, (name: string, patience) => readOpportunityStages(client, name, patience));
  const owners = keepAwhile(clock, (_all: 'all', patience) => readOwners(client, patience));
  const person = keepAwhile(
    clock,
    (email: string, patience) => readPerson(client, email, patience),
    (found) => found !== null,
  );
  return {
    fields,
    owners: (patience) => owners('all', patience),
    person,
    async stages({ name, stageField, stageLabel = '' }, patience) {
      if (stageField === undefined) return [];
      if (name === 'Opportunity') return stages(stageLabel, patience);
      const field = (await fields(name, patience)).get(stageField.toLowerCase());
      return (field?.picklistValues ?? [])
        .filter(({ active }) => active)
        .map(({ value, label }) => ({ stageId: value, label: label ?? value, pipelineLabel: stageLabel }));
    },
  };
}

type KeyedRead<Key, T> = (key: Key, patience: Patience) => Promise<T>;

/** Answers from memory while the last reading is young. */
function keepAwhile<Key, T>(
  clock: Clock,
  read: KeyedRead<Key, T>,
  worthKeeping: (value: T) => boolean = () => true,
): KeyedRead<Key, T> {
  const kept = new Map<Key, { readonly until: number; readonly value: T }>();
  return async (key, patience) => {
    const known = kept.get(key);
    if (known && known.until > clock.now().getTime()) return known.value;
    const value = await read(key, patience);
    if (worthKeeping(value)) kept.set(key, { until: clock.now().getTime() + TIME_TO_LIVE_MS, value });
    return value;
  };
}

async function readFields(client: SalesforceClient, objectName: string, patience: Patience): Promise<Fields> {
  const { fields } = await client.send({
    method: 'GET',
    path: `/sobjects/${objectName}/describe`,
    template: '/sobjects/{object}/describe',
    schema: describeSchema,
    purpose: `read which fields ${objectName} has`,
    patience,
  });
  return new Map(fields.map((field) => [field.name.toLowerCase(), field]));
}

async function readOpportunityStages(
  client: SalesforceClient,
  pipelineLabel: string,
  patience: Patience,
): Promise<readonly StageRef[]> {
  const stages = await queryAll(client, {
    soql: 'SELECT MasterLabel, ApiName FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder',
    record: stageSchema,
    purpose: 'read the stages of opportunities',
    patience,
  });
  return stages.map(({ MasterLabel, ApiName }) => ({ stageId: ApiName, label: MasterLabel, pipelineLabel }));
}

async function readOwners(client: SalesforceClient, patience: Patience): Promise<readonly Person[]> {
  const users = await queryAll(client, {
    soql: `SELECT ${USER_FIELDS} FROM User WHERE IsActive = true AND UserType = 'Standard' ORDER BY Name`,
    record: userSchema,
    purpose: 'list the people who can own records',
    patience,
  });
  return users.flatMap((user) => personOf(user) ?? []);
}

/** Several users may share an address: the active one counts. */
async function readPerson(
  client: SalesforceClient,
  email: string,
  patience: Patience,
): Promise<Person | null> {
  const users = await queryAll(client, {
    soql: `SELECT ${USER_FIELDS} FROM User WHERE Email = ${quoted(email)} AND UserType = 'Standard' ORDER BY IsActive DESC, Id`,
    record: userSchema,
    purpose: 'look up a person',
    patience,
  });
  const people = users.flatMap((user) => personOf(user) ?? []);
  return people.find((person) => person.email === email) ?? null;
}

/** Users by their ids, deactivated ones too; a queue is none. @throws SalesforceCallError */
export async function readUsers(
  client: SalesforceClient,
  ids: readonly string[],
  patience: Patience,
): Promise<ReadonlyMap<string, Person | null>> {
  const wanted = [...new Set(ids)].filter((id) => id.startsWith('005'));
  if (wanted.length === 0) return new Map();
  const users = await queryAll(client, {
    soql: `SELECT ${USER_FIELDS} FROM User WHERE Id IN (${wanted.map(quoted).join(',')})`,
    record: userSchema,
    purpose: 'read the owner of the record',
    patience,
  });
  return new Map(users.map((user) => [user.Id, personOf(user)]));
}
