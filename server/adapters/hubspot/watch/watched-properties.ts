import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { WatchedField } from '../../../../src/domain/watch/field-change.ts';

type Fields = readonly (readonly [property: string, field: WatchedField])[];

const OWNERSHIP: Fields = [
  ['hubspot_owner_id', 'owner'],
  ['hubspot_team_id', 'team'],
];
const LIFECYCLE: Fields = [
  ['lifecyclestage', 'lifecycle_stage'],
  ['hs_lead_status', 'lead_status'],
];
const TAGS: Fields = Object.values(RECORD_PROPERTY).map((name) => [name, 'tag'] as const);

/** What is watched on each type of record. A move to another pipeline is a change of stage. */
const WATCHED: Readonly<Record<ObjectType, ReadonlyMap<string, WatchedField>>> = {
  deal: new Map([...OWNERSHIP, ['pipeline', 'stage'], ['dealstage', 'stage'], ...TAGS]),
  contact: new Map([...OWNERSHIP, ...LIFECYCLE, ...TAGS]),
  company: new Map([...OWNERSHIP, ...LIFECYCLE, ...TAGS]),
  ticket: new Map([...OWNERSHIP, ['hs_pipeline', 'stage'], ['hs_pipeline_stage', 'stage'], ...TAGS]),
};

/** HubSpot's names of what is watched on a type of record. */
export function watchedProperties(objectType: ObjectType): ReadonlyMap<string, WatchedField> {
  return WATCHED[objectType];
}
