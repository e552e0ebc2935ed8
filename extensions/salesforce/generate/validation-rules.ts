import { OVERTAKEN } from '@handrail/contracts/salesforce-object';
import { type DecisionKind, SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import { INTEGRATION } from './permission-sets.ts';

/** One validation rule: refuses a save where its formula is true. */
export interface ValidationRule {
  readonly object: string;
  readonly name: string;
  readonly description: string;
  readonly errorConditionFormula: string;
  readonly errorMessage: string;
}

const LOOKUPS = SALESFORCE_OBJECTS.map((object) => `${object}__c`);
const NAMED = LOOKUPS.map((lookup) => `IF(ISBLANK(${lookup}), 0, 1)`).join(' + ');
const THE_RECORD = LOOKUPS.reduceRight(
  (rest, lookup) => (rest === '' ? lookup : `IF(NOT(ISBLANK(${lookup})), ${lookup}, ${rest})`),
  '',
);
/** True where a decision of one kind lacks what it has to name, or one of another kind names it. */
const onlyOf = (kind: DecisionKind, isBlank: string) =>
  `AND(ISNEW(), OR(AND(ISPICKVAL(Decision__c, '${kind}'), ${isBlank}), AND(NOT(ISPICKVAL(Decision__c, '${kind}')), NOT(${isBlank}))))`;
const BY_A_PERSON = `NOT($Permission.${INTEGRATION})`;

/** What the org refuses whoever writes, in addition to what the permission sets leave out. */
export const VALIDATION_RULES: readonly ValidationRule[] = [
  {
    object: 'Handoff_Exception__c',
    name: 'One_Record',
    description: 'A request names exactly one record.',
    errorConditionFormula: `(${NAMED}) <> 1`,
    errorMessage: 'Name exactly one opportunity, lead, account or case.',
  },
  {
    object: 'Handoff_Exception__c',
    name: 'Record_Id_Fits',
    description: 'Rows of a record are found by this id, so it has to be that of the record.',
    errorConditionFormula: `Record_Id__c <> CASESAFEID(${THE_RECORD})`,
    errorMessage: 'The record id has to be the 18-character id of the record named.',
  },
  {
    object: 'Handoff_Exception__c',
    name: 'Starts_As_Submitted',
    description: 'Nobody files a request that looks decided.',
    errorConditionFormula: `AND(ISNEW(), ${BY_A_PERSON}, OR(NOT(ISPICKVAL(Status__c, 'submitted')), NOT(ISBLANK(Request_Id__c)), NOT(ISBLANK(Version__c))))`,
    errorMessage:
      'A new request starts as "Sent to Handrail". Leave status, request id and version as they are.',
  },
  {
    object: 'Handoff_Exception__c',
    name: 'Only_Handrail_Changes_It',
    description: 'A request that was filed is not rewritten by a person, whatever their permission sets say.',
    errorConditionFormula: `AND(NOT(ISNEW()), ${BY_A_PERSON})`,
    errorMessage: 'A request is not edited. Withdraw it on the handoff card and file another.',
  },
  ...['Handoff_Exception__c', 'Handoff_Seat__c'].map(
    (object): ValidationRule => ({
      object,
      name: 'Never_Back',
      description: 'What was written late never replaces what was written since.',
      errorConditionFormula:
        'AND(NOT(ISNEW()), NOT(ISBLANK(PRIORVALUE(Revision__c))), OR(ISBLANK(Revision__c), Revision__c < PRIORVALUE(Revision__c)))',
      errorMessage: OVERTAKEN,
    }),
  ),
  {
    object: 'Handoff_Decision__c',
    name: 'Starts_As_Waiting',
    description: 'Nobody writes a decision that looks accepted.',
    errorConditionFormula: `AND(ISNEW(), ${BY_A_PERSON}, NOT(ISPICKVAL(Outcome__c, 'waiting')))`,
    errorMessage: 'A new decision starts as "Waiting". Leave the outcome as it is.',
  },
  {
    object: 'Handoff_Decision__c',
    name: 'Extension_Names_End',
    description: 'To extend names the later end; nothing else does.',
    errorConditionFormula: onlyOf('extend', 'ISBLANK(Until__c)'),
    errorMessage: 'Name the later end to extend the exception, and only then.',
  },
  {
    object: 'Handoff_Decision__c',
    name: 'Hand_Over_Names_Person',
    description: 'To hand over names who takes the seat; nothing else does.',
    errorConditionFormula: onlyOf('hand_over', 'ISBLANK(Handed_To__c)'),
    errorMessage: 'Name the person to hand the decision over to, and only then.',
  },
  {
    object: 'Handoff_Decision__c',
    name: 'Objection_Names_Ground',
    description: 'To object names the ground; nothing else does.',
    errorConditionFormula: onlyOf('object', 'ISBLANK(TEXT(Ground__c))'),
    errorMessage: 'Name the ground to object, and only then.',
  },
  {
    object: 'Handoff_Decision__c',
    name: 'Signed_Once',
    description: 'What a person said stays as they said it, also for the integration user.',
    errorConditionFormula:
      'AND(NOT(ISNEW()), OR(ISCHANGED(Decision__c), ISCHANGED(Version__c), ISCHANGED(Client_Id__c), ISCHANGED(Until__c), ISCHANGED(Handed_To__c), ISCHANGED(Ground__c)))',
    errorMessage: 'A decision is not changed after it was made. Make another one.',
  },
  {
    object: 'Handoff_Decision__c',
    name: 'Only_Handrail_Answers',
    description: 'Only the integration writes how a decision came out.',
    errorConditionFormula: `AND(NOT(ISNEW()), ${BY_A_PERSON})`,
    errorMessage: 'A decision is not changed after it was made. Make another one on the handoff card.',
  },
];
