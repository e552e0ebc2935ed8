import type { Fact, Person, RecordRef, StageRef } from '../../../src/domain/policy/facts.ts';
import type { DescribedField, SalesforceRecord, SalesforceUser, SalesforceValue } from './schema.ts';
import type { SalesforceObject } from './sobjects.ts';

/** What people call the record; its id when it has no name. */
export function titleOf(
  { recordId }: RecordRef,
  { titleFields }: SalesforceObject,
  values: SalesforceRecord,
): string {
  for (const name of titleFields) {
    const value = values[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return recordId;
}

/** The record's stage; null for records without one. A stage that the org no longer lists goes by its value. */
export function stageOf(
  { stageField, stageLabel = '' }: SalesforceObject,
  values: SalesforceRecord,
  stages: readonly StageRef[],
): StageRef | null {
  const stageId = stageField === undefined ? null : values[stageField];
  if (typeof stageId !== 'string' || stageId === '') return null;
  return (
    stages.find((one) => one.stageId === stageId) ?? { stageId, label: stageId, pipelineLabel: stageLabel }
  );
}

/** The person behind a user; null without e-mail address. In Salesforce the user is the owner: both ids are one. */
export function personOf({ Id, Name, Email, IsActive, UserRole }: SalesforceUser): Person | null {
  if (!Email) return null;
  const email = Email.toLowerCase();
  return {
    email,
    name: Name?.trim() || email,
    userId: Id,
    ownerId: Id,
    active: IsActive,
    ...(UserRole && { team: UserRole.Name }),
  };
}

/** One value as a fact, typed by the org's definition. Dates come as `YYYY-MM-DD`, instants as ISO 8601 in UTC. */
export function factOf(property: string, field: DescribedField, value: SalesforceValue | undefined): Fact {
  if (value == null || (typeof value === 'string' && value.trim() === '')) return { state: 'blank' };
  if (field.type !== 'datetime') return { state: 'known', value };
  const instant = isoInstant(value);
  if (instant !== null) return { state: 'known', value: instant };
  return unreadable(`the value of the field ${property} is not a ${field.type}`);
}

export function unreadable(why: string): Fact {
  return { state: 'unreadable', why };
}

/** A value as the text that steps carry; an empty one for none. */
export function textOf(field: DescribedField | undefined, value: SalesforceValue | undefined): string {
  if (value == null) return '';
  return (field?.type === 'datetime' ? isoInstant(value) : null) ?? String(value);
}

/** A step's text as Salesforce takes it: booleans and numbers as such, null to clear. */
export function jsonOf(field: DescribedField | undefined, text: string): SalesforceValue {
  if (field?.type === 'boolean') return text === 'true';
  if (text === '') return null;
  const isNumber = field && ['currency', 'double', 'int', 'percent'].includes(field.type);
  // A text that is no number is left for Salesforce to refuse, in its own words.
  return isNumber && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** True when a field holds what a step's text means. */
export function holds(
  field: DescribedField | undefined,
  value: SalesforceValue | undefined,
  text: string,
): boolean {
  const wanted = jsonOf(field, text);
  if (field?.type === 'datetime') return textOf(field, value) === textOf(field, wanted);
  if (field?.type === 'reference') return shortId(value) === shortId(wanted);
  return (value ?? (field?.type === 'boolean' ? false : null)) === wanted;
}

/** Ids come with 15 or 18 characters; the last three only repeat the rest. */
function shortId(value: SalesforceValue | undefined): string {
  return String(value ?? '').slice(0, 15);
}

/** Salesforce writes instants with an offset of its own form: `2026-11-23T10:00:00.000+0000`. */
export function isoInstant(value: SalesforceValue): string | null {
  const date = new Date(String(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
