import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { FieldNames, WrittenField } from '../../../../src/domain/guard/automation.ts';

/** Field names are read in small letters: Salesforce does not tell capitals apart. */
const STANDARD: readonly (readonly [field: string, governed: WrittenField])[] = [
  ['ownerid', 'owner'],
  ['stagename', 'stage'],
  ['status', 'lead_status'],
  ['case.status', 'stage'],
  ['territory2id', 'team'],
];

const TAGS = Object.values(RECORD_PROPERTY)
  .filter((name) => name !== RECORD_PROPERTY.resubmittedAt)
  .map((name) => `${name}__c`);

/** The routing hold as a field of Salesforce objects. */
export const HOLD_FIELD = 'Handoff_Routing_Hold__c';

/**
 * The names of the fields that the guard watches in a Salesforce org.
 *
 * @param routeFields the org's own fields that say which route a record takes, such as `Sales_Region__c`
 */
export function salesforceFieldNames(routeFields: readonly string[] = []): FieldNames {
  return {
    hold: HOLD_FIELD.toLowerCase(),
    heldValue: 'true',
    tags: new Set(TAGS),
    governed: new Map<string, WrittenField>([
      ...STANDARD,
      ...routeFields.map((name): [string, WrittenField] => [name.toLowerCase(), 'team']),
      ...TAGS.map((name): [string, WrittenField] => [name, 'tag']),
    ]),
  };
}

/** The name under which a written field is looked up: the status of a case is its stage, that of a lead is not. */
export function writtenName(object: string | null, field: string): string {
  const name = field.toLowerCase();
  return name === 'status' && object?.toLowerCase() === 'case' ? 'case.status' : name;
}
