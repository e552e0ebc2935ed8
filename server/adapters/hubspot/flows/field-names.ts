import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { FieldNames, WrittenField } from '../../../../src/domain/guard/automation.ts';

/** HubSpot's standard properties behind the governed fields. A move to another pipeline is a change of stage. */
const STANDARD: readonly (readonly [property: string, field: WrittenField])[] = [
  ['hubspot_owner_id', 'owner'],
  ['hubspot_team_id', 'team'],
  ['dealstage', 'stage'],
  ['pipeline', 'stage'],
  ['hs_pipeline_stage', 'stage'],
  ['hs_pipeline', 'stage'],
  ['lifecyclestage', 'lifecycle_stage'],
  ['hs_lead_status', 'lead_status'],
];

/** What Handrail tags a held record with. The re-submission is left out: it says that the hold is over. */
const TAGS = Object.values(RECORD_PROPERTY).filter((name) => name !== RECORD_PROPERTY.resubmittedAt);

/**
 * The names of the fields that the guard watches in a HubSpot account.
 *
 * @param routeProperties the account's own properties that say which route a record takes, such as `sales_region`
 */
export function hubspotFieldNames(routeProperties: readonly string[] = []): FieldNames {
  return {
    hold: RECORD_PROPERTY.routingHold,
    heldValue: 'true',
    tags: new Set(TAGS),
    governed: new Map<string, WrittenField>([
      ...STANDARD,
      ...routeProperties.map((name): [string, WrittenField] => [name.toLowerCase(), 'team']),
      ...TAGS.map((name): [string, WrittenField] => [name, 'tag']),
    ]),
  };
}
