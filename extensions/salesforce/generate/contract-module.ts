import { MAX_TEXT } from '@handrail/contracts/field-formats';
import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import {
  DECISION_KINDS,
  DECISION_OUTCOMES,
  EXCEPTION_ROW_STATUSES,
  OBJECT_TYPE_OF,
  SALESFORCE_OBJECTS,
  SALESFORCE_RECORD_FIELD,
  STAGE_FIELD_OF,
} from '@handrail/contracts/salesforce-vocabulary';
import {
  DISPUTE_GROUNDS,
  MATTER_KINDS,
  PROBLEM_CODES,
  REQUEST_STATUSES,
  STEP_STATUSES,
  TRUTHS,
} from '@handrail/contracts/vocabulary';
import { GENERATED } from './xml.ts';

const CONSTANTS: readonly (readonly [name: string, says: string, value: unknown])[] = [
  ['SALESFORCE_OBJECTS', 'The objects a card can stand on.', SALESFORCE_OBJECTS],
  ['OBJECT_TYPE_OF', 'What each is called elsewhere in Handrail.', OBJECT_TYPE_OF],
  ['STAGE_FIELD_OF', 'The stage of each; an account has none.', STAGE_FIELD_OF],
  ['RECORD_FIELD', 'The fields of Handrail on a governed record.', SALESFORCE_RECORD_FIELD],
  ['EXCEPTION_ROW_STATUSES', 'Where a Handoff_Exception__c stands.', EXCEPTION_ROW_STATUSES],
  ['REQUEST_STATUSES', 'Where a request stands.', REQUEST_STATUSES],
  ['DECISION_KINDS', 'What a Handoff_Decision__c can say.', DECISION_KINDS],
  ['DECISION_OUTCOMES', 'How far Handrail has come with one.', DECISION_OUTCOMES],
  ['DISPUTE_GROUNDS', 'What an objection can say.', DISPUTE_GROUNDS],
  ['MATTER_KINDS', 'What approvers are asked about.', MATTER_KINDS],
  ['STEP_STATUSES', 'How far a step has come.', STEP_STATUSES],
  ['TRUTHS', 'Three-valued truth.', TRUTHS],
  ['PROBLEM_CODES', 'Stable codes of refusals.', PROBLEM_CODES],
  ['MAX_TEXT', 'The longest reason or comment, in characters.', MAX_TEXT],
  [
    'FIELDS_OF',
    'The custom fields of each object of the package.',
    Object.fromEntries(
      SALESFORCE_CUSTOM_OBJECTS.map(({ name, fields }) => [name, fields.map((field) => field.name)]),
    ),
  ],
];

/** The shared vocabulary as a module that Lightning can load. */
export function contractModule(): string {
  const body = CONSTANTS.map(
    ([name, says, value]) =>
      `/** ${says} */\nexport const ${name} = Object.freeze(${JSON.stringify(value, null, 4)});\n`,
  ).join('\n');
  return `// ${GENERATED}\n// @ts-check\n\n${body}`;
}
