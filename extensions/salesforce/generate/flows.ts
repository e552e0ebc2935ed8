import { SALESFORCE_OBJECTS, SALESFORCE_RECORD_FIELD } from '@handrail/contracts/salesforce-vocabulary';
import type { Metadata, XmlElement } from './xml.ts';

const HOLD = SALESFORCE_RECORD_FIELD.routingHold;
const EXCEPTION_ID = SALESFORCE_RECORD_FIELD.exceptionId;

const COMMON: XmlElement = {
  apiVersion: '67.0',
  areMetricsLoggedToDataCloud: false,
  environments: 'Default',
  processType: 'AutoLaunchedFlow',
  status: 'Active',
};

/** The two flows that hold routing while Handrail has not answered. They work with the backend away. */
export function flows(): readonly Metadata[] {
  return [decideHold(), keepHold()];
}

/** Before a request is saved: whether, and until when at most, the policy holds routing for it. */
function decideHold(): Metadata {
  const named = SALESFORCE_OBJECTS.reduceRight(
    (rest, object) => `IF(NOT(ISBLANK({!$Record.${object}__c})), "${object}", ${rest})`,
    '""',
  );
  return {
    type: 'Flow',
    path: 'flows/Handoff_Exception_Decide_Hold.flow-meta.xml',
    content: {
      ...COMMON,
      description:
        'Before a handoff exception is created: sets until when routing is held, as the policy row of its type says.',
      interviewLabel: 'Handoff exception: decide hold {!$Flow.CurrentDateTime}',
      label: 'Handoff exception: decide hold',
      formulas: [
        {
          name: 'Policy_Key',
          dataType: 'String',
          expression: `${named} & ":" & {!$Record.Exception_Type__c}`,
        },
        {
          name: 'Hold_End',
          dataType: 'DateTime',
          expression: '{!$Flow.CurrentDateTime} + {!Get_Policy.Hold_Hours__c} / 24',
        },
      ],
      start: {
        ...at(50, 0),
        connector: { targetReference: 'Get_Policy' },
        object: 'Handoff_Exception__c',
        recordTriggerType: 'Create',
        triggerType: 'RecordBeforeSave',
      },
      recordLookups: [
        {
          name: 'Get_Policy',
          label: 'Get policy',
          ...at(176, 120),
          assignNullValuesIfNoRecordsFound: false,
          connector: { targetReference: 'Holds_While_Waiting' },
          filterLogic: 'and',
          filters: [
            { field: 'Key__c', operator: 'EqualTo', value: { elementReference: 'Policy_Key' } },
            { field: 'Active__c', operator: 'EqualTo', value: { booleanValue: true } },
          ],
          getFirstRecordOnly: true,
          object: 'Handoff_Policy__c',
          storeOutputAutomatically: true,
        },
      ],
      decisions: [
        {
          name: 'Holds_While_Waiting',
          label: 'Holds while waiting?',
          ...at(176, 240),
          defaultConnectorLabel: 'No',
          rules: [
            {
              name: 'Holds',
              conditionLogic: 'and',
              conditions: [
                {
                  leftValueReference: 'Get_Policy',
                  operator: 'IsNull',
                  rightValue: { booleanValue: false },
                },
                {
                  leftValueReference: 'Get_Policy.Hold_Hours__c',
                  operator: 'GreaterThan',
                  rightValue: { numberValue: 0 },
                },
              ],
              connector: { targetReference: 'Set_Hold_Until' },
              label: 'Yes',
            },
          ],
        },
      ],
      assignments: [
        {
          name: 'Set_Hold_Until',
          label: 'Set hold until',
          ...at(50, 360),
          assignmentItems: [
            {
              assignToReference: '$Record.Hold_Until__c',
              operator: 'Assign',
              value: { elementReference: 'Hold_End' },
            },
          ],
        },
      ],
    },
  };
}

/**
 * After a request is saved: puts the hold on the record at once, and takes it off when the time is over and Handrail
 * still has not answered. A hold of an exception in force carries its id and is never taken off here.
 */
function keepHold(): Metadata {
  return {
    type: 'Flow',
    path: 'flows/Handoff_Exception_Keep_Hold.flow-meta.xml',
    content: {
      ...COMMON,
      description:
        'After a handoff exception is created: holds routing of its record, and releases it in time if Handrail does not answer.',
      interviewLabel: 'Handoff exception: keep hold {!$Flow.CurrentDateTime}',
      label: 'Handoff exception: keep hold',
      start: {
        ...at(50, 0),
        connector: { targetReference: 'Hold_Which' },
        filterLogic: 'and',
        filters: [
          { field: 'Hold_Until__c', operator: 'IsNull', value: { booleanValue: false } },
          { field: 'Status__c', operator: 'EqualTo', value: { stringValue: 'submitted' } },
        ],
        object: 'Handoff_Exception__c',
        recordTriggerType: 'Create',
        scheduledPaths: [
          {
            name: 'Not_Answered_In_Time',
            connector: { targetReference: 'Release_Which' },
            label: 'Not answered in time',
            offsetNumber: 0,
            offsetUnit: 'Hours',
            recordField: 'Hold_Until__c',
            timeSource: 'RecordField',
          },
        ],
        triggerType: 'RecordAfterSave',
      },
      decisions: [which('Hold'), which('Release')],
      recordUpdates: SALESFORCE_OBJECTS.flatMap((object) => [
        update('Hold', object, [{ field: HOLD, operator: 'EqualTo', value: { booleanValue: false } }], true),
        update(
          'Release',
          object,
          [
            { field: HOLD, operator: 'EqualTo', value: { booleanValue: true } },
            { field: EXCEPTION_ID, operator: 'IsNull', value: { booleanValue: true } },
          ],
          false,
        ),
      ]),
    },
  };
}

function which(verb: 'Hold' | 'Release'): XmlElement {
  return {
    name: `${verb}_Which`,
    label: `${verb} which record?`,
    ...at(176, verb === 'Hold' ? 120 : 400),
    defaultConnectorLabel: 'None',
    rules: SALESFORCE_OBJECTS.map((object) => ({
      name: `${verb}_Is_${object}`,
      conditionLogic: 'and',
      conditions: [
        {
          leftValueReference: `$Record.${object}__c`,
          operator: 'IsNull',
          rightValue: { booleanValue: false },
        },
      ],
      connector: { targetReference: `${verb}_${object}` },
      label: object,
    })),
  };
}

function update(verb: string, object: string, filters: readonly XmlElement[], hold: boolean): XmlElement {
  return {
    name: `${verb}_${object}`,
    label: `${verb} ${object.toLowerCase()}`,
    ...at(50, 260),
    filterLogic: 'and',
    filters: [
      { field: 'Id', operator: 'EqualTo', value: { elementReference: `$Record.${object}__c` } },
      ...filters,
    ],
    inputAssignments: [{ field: HOLD, value: { booleanValue: hold } }],
    object,
  };
}

function at(locationX: number, locationY: number): { locationX: number; locationY: number } {
  return { locationX, locationY };
}
