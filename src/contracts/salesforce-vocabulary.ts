import { RECORD_PROPERTY, type RecordPropertyName } from './crm-properties.ts';
import { type ObjectType, REQUEST_STATUSES } from './vocabulary.ts';

/**
 * The words of the Salesforce package: what people write into the org, what Handrail answers there. The component,
 * the metadata, the adapter and the sandbox org share them.
 */

/** The objects a component can stand on, with what each is called elsewhere in Handrail. */
export const SALESFORCE_OBJECTS = ['Opportunity', 'Lead', 'Account', 'Case'] as const;
export type SalesforceObject = (typeof SALESFORCE_OBJECTS)[number];

/** The record type of a governed object, in the words of the contracts. */
export const OBJECT_TYPE_OF: Readonly<Record<SalesforceObject, ObjectType>> = {
  Opportunity: 'deal',
  Lead: 'contact',
  Account: 'company',
  Case: 'ticket',
};

/** The stage of a governed object, by its field; an account has none. */
export const STAGE_FIELD_OF: Readonly<Partial<Record<SalesforceObject, string>>> = {
  Opportunity: 'StageName',
  Lead: 'Status',
  Case: 'Status',
};

/**
 * Where a row of `Handoff_Exception__c` stands. `submitted`: Handrail has not read it yet; `refused`: it did, and the
 * policy does not allow it. All others are those of a request.
 */
export const EXCEPTION_ROW_STATUSES = ['submitted', 'refused', ...REQUEST_STATUSES] as const;
export type ExceptionRowStatus = (typeof EXCEPTION_ROW_STATUSES)[number];

/**
 * What a person may write as a `Handoff_Decision__c` about a request.
 *
 * - `approve`, `reject`: about what waits, which `matter` of the document names. Of an exception that took effect at
 *   once, `approve` confirms it and `reject` has it taken back.
 * - `extend`: a later end, `Until__c`; `withdraw_extension` takes that back while nobody has decided.
 * - `hand_over`: gives one's seat to `Handed_To__c`.
 * - `object`: to an exception in force, on `Ground__c`; `uphold` and `dismiss` decide on it.
 *
 * `Comment__c` holds the comment, the question, the answer or the reason, whichever it is.
 */
export const DECISION_KINDS = [
  'approve',
  'reject',
  'ask',
  'answer',
  'hand_over',
  'withdraw',
  'end',
  'extend',
  'withdraw_extension',
  'object',
  'uphold',
  'dismiss',
  'retry',
] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** How far Handrail has come with a row of `Handoff_Decision__c`. */
export const DECISION_OUTCOMES = ['waiting', 'accepted', 'refused'] as const;
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** What a row of `Handoff_Policy__c` describes. */
export const POLICY_ROW_KINDS = ['exception_type', 'standard_path'] as const;
export type PolicyRowKind = (typeof POLICY_ROW_KINDS)[number];

/** The flows of the package: they hold a record while Handrail is away, and let it go in time. */
export const PACKAGE_FLOWS = ['Handoff_Exception_Decide_Hold', 'Handoff_Exception_Keep_Hold'] as const;

/** How a Handrail property is called in Salesforce: `handoff_routing_hold` is `Handoff_Routing_Hold__c`. */
export function salesforceFieldName(property: RecordPropertyName): string {
  const words = property.split('_').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join('_')}__c`;
}

/** The fields of Handrail on a governed record, keyed by what they mean. */
export const SALESFORCE_RECORD_FIELD = Object.fromEntries(
  Object.entries(RECORD_PROPERTY).map(([key, property]) => [key, salesforceFieldName(property)]),
) as Readonly<Record<keyof typeof RECORD_PROPERTY, string>>;
