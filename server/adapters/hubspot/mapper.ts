import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { Fact, Person, RecordRef, StageRef } from '../../../src/domain/policy/facts.ts';
import type { HubSpotOwner, HubSpotPipeline, HubSpotProperty, HubSpotRecord } from './schema.ts';

/** The property that names the owner, on every record type. It holds an owner id, not a user id. */
export const OWNER_PROPERTY = 'hubspot_owner_id';

/** The properties that hold pipeline and stage. */
export const STAGE_PROPERTIES: Readonly<Partial<Record<ObjectType, { pipeline: string; stage: string }>>> = {
  deal: { pipeline: 'pipeline', stage: 'dealstage' },
  ticket: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
};

/** The properties that make up what people call a record: all parts joined, else the fallback. */
const TITLE_PROPERTIES: Readonly<Record<ObjectType, { parts: readonly string[]; fallback?: string }>> = {
  deal: { parts: ['dealname'] },
  contact: { parts: ['firstname', 'lastname'], fallback: 'email' },
  company: { parts: ['name'], fallback: 'domain' },
  ticket: { parts: ['subject'] },
};

/** The properties every reading of a record needs, whatever facts are wanted. */
export function basicProperties(objectType: ObjectType): readonly string[] {
  const { parts, fallback } = TITLE_PROPERTIES[objectType];
  const stage = STAGE_PROPERTIES[objectType];
  return [
    ...parts,
    ...(fallback ? [fallback] : []),
    ...(stage ? [stage.pipeline, stage.stage] : []),
    OWNER_PROPERTY,
  ];
}

/** What people call the record; its id when it has no name. */
export function titleOf(record: RecordRef, properties: HubSpotRecord['properties']): string {
  const { parts, fallback } = TITLE_PROPERTIES[record.objectType];
  const name = parts.flatMap((part) => properties[part]?.trim() || []).join(' ');
  return name || (fallback && properties[fallback]) || record.recordId;
}

/**
 * The record's stage with its labels; null for records without one. A stage that no known pipeline has (or whose
 * pipelines could not be read) goes by its ids.
 */
export function stageOf(
  objectType: ObjectType,
  properties: HubSpotRecord['properties'],
  pipelines: readonly HubSpotPipeline[],
): StageRef | null {
  const names = STAGE_PROPERTIES[objectType];
  const stageId = names && properties[names.stage];
  if (!stageId) return null;
  const pipelineId = properties[names.pipeline] || undefined;
  const known = stagesOf(pipelines).find(
    (one) => one.stageId === stageId && (pipelineId === undefined || one.pipelineId === pipelineId),
  );
  if (known) return known;
  return {
    stageId,
    label: stageId,
    pipelineLabel: pipelineId ?? '',
    ...(pipelineId !== undefined && { pipelineId }),
  };
}

/** All stages of all pipelines. */
export function stagesOf(pipelines: readonly HubSpotPipeline[]): readonly StageRef[] {
  return pipelines.flatMap((pipeline) =>
    pipeline.stages.map((stage) => ({
      stageId: stage.id,
      label: stage.label,
      pipelineId: pipeline.id,
      pipelineLabel: pipeline.label,
    })),
  );
}

/** The person behind an owner; null for a queue, or for an owner without e-mail address. */
export function personOf(owner: HubSpotOwner): Person | null {
  if (owner.type !== 'PERSON' || !owner.email) return null;
  const email = owner.email.toLowerCase();
  const name = [owner.firstName, owner.lastName].flatMap((part) => part?.trim() || []).join(' ');
  const team = owner.teams?.find(({ primary }) => primary)?.name;
  return {
    email,
    name: name || email,
    ownerId: owner.id,
    active: !owner.archived,
    ...(owner.userId != null && { userId: String(owner.userId) }),
    ...(team !== undefined && { team }),
  };
}

/**
 * One property value as a fact, typed by the portal's definition, so that policy compares numbers as numbers.
 * Dates come as `YYYY-MM-DD`, instants as ISO 8601 in UTC, options by their value.
 */
export function factOf(
  objectType: ObjectType,
  property: string,
  definition: HubSpotProperty | undefined,
  value: string | null | undefined,
): Fact {
  if (!definition) return unreadable(`the portal has no ${objectType} property ${property}`);
  if (value == null || value.trim() === '') return { state: 'blank' };
  const typed = typedValue(definition.type, value);
  if (typed !== null) return { state: 'known', value: typed };
  return unreadable(`the value of the ${objectType} property ${property} is not a ${definition.type}`);
}

export function unreadable(why: string): Fact {
  return { state: 'unreadable', why };
}

/** A HubSpot value by its property type; null when it is not of that type. */
function typedValue(type: string, value: string): string | number | boolean | null {
  switch (type) {
    case 'number': {
      const number = Number(value);
      return Number.isFinite(number) ? number : null;
    }
    case 'bool':
      return value === 'true' ? true : value === 'false' ? false : null;
    case 'date':
      return isoInstant(value)?.slice(0, 10) ?? null;
    case 'datetime':
      return isoInstant(value);
    default:
      return value;
  }
}

/** HubSpot writes instants as ISO 8601 or as milliseconds since 1970 UTC. */
function isoInstant(value: string): string | null {
  const date = new Date(/^-?\d{5,}$/.test(value) ? Number(value) : value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/**
 * True when two values mean the same to HubSpot: `1000` and `1000.00`, an ISO instant and its milliseconds, no value
 * and an empty one. A property without a known definition is compared letter by letter.
 */
export function sameValue(
  definition: HubSpotProperty | undefined,
  present: string | null | undefined,
  wanted: string,
): boolean {
  const now = present ?? '';
  if (now === wanted) return true;
  if (!definition || now === '' || wanted === '') return false;
  const [left, right] = [typedValue(definition.type, now), typedValue(definition.type, wanted.trim())];
  return left !== null && left === right;
}
