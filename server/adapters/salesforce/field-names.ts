import { RECORD_PROPERTY, type RecordPropertyName } from '@handrail/contracts/crm-properties';
import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { DescribedField } from './schema.ts';

/** The fields of one object by their names in lower case. */
export type Fields = ReadonlyMap<string, DescribedField>;

/** Types a field of Handrail's may have. */
const TAG_TYPES: Readonly<Record<keyof typeof RECORD_PROPERTY, readonly string[]>> = {
  routingHold: ['boolean'],
  resubmittedAt: ['datetime'],
  exceptionType: ['string', 'picklist'],
  reason: ['textarea', 'string'],
  status: ['string', 'picklist'],
  approver: ['string', 'textarea'],
  requestedBy: ['string', 'textarea'],
  approvedAt: ['datetime'],
  reviewDueAt: ['datetime'],
  expiresAt: ['datetime'],
  nextStep: ['textarea', 'string'],
  exceptionId: ['string'],
};

/** How Salesforce calls a property of Handrail's: `handoff_routing_hold` is `Handoff_Routing_Hold__c`. */
export function tagField(property: RecordPropertyName): string {
  const words = property.split('_').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join('_')}__c`;
}

/** Handrail's fields that an object lacks, has with another type, or hides from the integration user. */
export function missingTagFields(fields: Fields): readonly string[] {
  return Object.entries(TAG_TYPES).flatMap(([key, types]) => {
    const name = tagField(RECORD_PROPERTY[key as keyof typeof RECORD_PROPERTY]);
    const found = fields.get(name.toLowerCase());
    return found && types.includes(found.type) && found.updateable ? [] : [name];
  });
}

/** Names that policies use in both CRMs, where Salesforce calls the field something else. */
const ALIASES: Readonly<Record<ObjectType, Readonly<Record<string, string>>>> = {
  deal: { dealname: 'Name', dealstage: 'StageName', hs_next_step: 'NextStep' },
  contact: { jobtitle: 'Title', country: 'MailingCountry' },
  company: { country: 'BillingCountry', city: 'BillingCity', state: 'BillingState', domain: 'Website' },
  ticket: { hs_ticket_priority: 'Priority', hs_pipeline_stage: 'Status', content: 'Description' },
};

/**
 * The field that a fact's property means: an API name in any case, a name that both CRMs' policies share, or a custom
 * field of the name (`sales_region` is `Sales_Region__c`).
 */
export function fieldOf(
  objectType: ObjectType,
  property: string,
  fields: Fields,
): DescribedField | undefined {
  const wanted = property.toLowerCase();
  const aliases = ALIASES[objectType];
  const alias = Object.hasOwn(aliases, wanted) ? aliases[wanted] : undefined;
  return fields.get(wanted) ?? fields.get(alias?.toLowerCase() ?? '') ?? fields.get(`${wanted}__c`);
}
