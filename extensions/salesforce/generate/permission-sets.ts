import { SALESFORCE_ACTIVITY_FIELD, SALESFORCE_RECORD_FIELDS } from '@handrail/contracts/salesforce-fields';
import type { SalesforceObjectDefinition } from '@handrail/contracts/salesforce-object';
import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import { SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import { PEOPLE_APP, REVOPS_APP } from './apps.ts';
import { INBOX_PAGE } from './lightning-pages.ts';
import type { Metadata, XmlElement } from './xml.ts';

/** The custom permission of the integration user: flows and rules of the org can let its writes pass. */
export const INTEGRATION = 'Handrail_Integration';

type Role = 'requester' | 'approver' | 'revops' | 'integration';

interface PermissionSet {
  readonly name: string;
  readonly role: Role;
  readonly label: string;
  readonly description: string;
}

const PERMISSION_SETS: readonly PermissionSet[] = [
  {
    name: 'Handrail_Requester',
    role: 'requester',
    label: 'Handrail requester',
    description: 'Files handoff exceptions, answers questions, withdraws and ends what they filed.',
  },
  {
    name: 'Handrail_Approver',
    role: 'approver',
    label: 'Handrail approver',
    description: 'Decides handoff exceptions. Who may decide which one is for the policy, not for this set.',
  },
  {
    name: 'Handrail_RevOps',
    role: 'revops',
    label: 'Handrail RevOps',
    description: 'Sees every request, decision, seat and policy row, and reports on them.',
  },
  {
    name: 'Handrail_Integration',
    role: 'integration',
    label: 'Handrail integration',
    description:
      'For the integration user alone: writes the outcome back, keeps the policy rows, changes governed records.',
  },
];

/** The permission sets. None lets a person edit or delete a request or a decision. */
export function permissionSets(): readonly Metadata[] {
  return PERMISSION_SETS.map(({ name, role, label, description }) => ({
    type: 'PermissionSet',
    path: `permissionsets/${name}.permissionset-meta.xml`,
    content: {
      applicationVisibilities: appsOf(role).map((application) => ({ application, visible: true })),
      customPermissions: role === 'integration' ? [{ enabled: true, name: INTEGRATION }] : [],
      description,
      fieldPermissions: fieldPermissions(role),
      hasActivationRequired: false,
      label,
      objectPermissions: SALESFORCE_CUSTOM_OBJECTS.map((object) => objectPermission(role, object)),
      recordTypeVisibilities: SALESFORCE_OBJECTS.map((object) => ({
        recordType: `Handoff_Exception__c.${object}`,
        visible: true,
      })),
      tabSettings: role === 'integration' ? [] : tabSettings(role),
    },
  }));
}

function objectPermission(role: Role, { name, people }: SalesforceObjectDefinition): XmlElement {
  const isDetail = name === 'Handoff_Decision__c' || name === 'Handoff_Seat__c';
  const backend = role === 'integration';
  const create = mayCreate(role, name) && (backend || people === 'create');
  return {
    allowCreate: create,
    allowDelete: backend && name === 'Handoff_Seat__c',
    allowEdit: backend,
    allowRead: true,
    modifyAllRecords: false,
    object: name,
    viewAllRecords: !isDetail && (backend || role === 'revops'),
  };
}

/** Requests that were not filed in Salesforce get their row by the integration; a decision is made by people alone. */
function mayCreate(role: Role, object: string): boolean {
  if (role === 'integration') return object !== 'Handoff_Decision__c';
  return role === 'requester' || (role === 'approver' && object === 'Handoff_Decision__c');
}

/** Required fields and master-detail ones are left out: the platform grants them with the object. */
function fieldPermissions(role: Role): readonly XmlElement[] {
  const own = SALESFORCE_CUSTOM_OBJECTS.flatMap(({ name, fields, people }) =>
    fields
      .filter(({ type, required }) => type !== 'MasterDetail' && required !== true)
      .map((field) => ({
        editable:
          role === 'integration'
            ? field.writer === 'backend' || mayCreate(role, name)
            : field.writer === 'person' && people === 'create' && mayCreate(role, name),
        field: `${name}.${field.name}`,
        readable: true,
      })),
  );
  const governed = SALESFORCE_OBJECTS.flatMap((object) =>
    SALESFORCE_RECORD_FIELDS.map(({ name }) => ({
      editable: role === 'integration',
      field: `${object}.${name}`,
      readable: true,
    })),
  );
  const activity =
    role === 'integration'
      ? ['Task', 'Event'].map((object) => ({
          editable: true,
          field: `${object}.${SALESFORCE_ACTIVITY_FIELD.name}`,
          readable: true,
        }))
      : [];
  return [...own, ...governed, ...activity];
}

function appsOf(role: Role): readonly string[] {
  if (role === 'integration') return [];
  return role === 'revops' ? [PEOPLE_APP, REVOPS_APP] : [PEOPLE_APP];
}

function tabSettings(role: Role): readonly XmlElement[] {
  const own = role === 'revops' ? ['Handoff_Decision__c', 'Handoff_Policy__c'] : [];
  return ['Handoff_Exception__c', INBOX_PAGE, ...own].map((tab) => ({ tab, visibility: 'Visible' }));
}
