import { SALESFORCE_ACTIVITY_FIELD, SALESFORCE_RECORD_FIELDS } from '@handrail/contracts/salesforce-fields';
import { SALESFORCE_CUSTOM_OBJECTS } from '@handrail/contracts/salesforce-objects';
import { PACKAGE_FLOWS, SALESFORCE_OBJECTS } from '@handrail/contracts/salesforce-vocabulary';
import { z } from 'zod';
import type { SalesforceClient } from '../../adapters/salesforce/client.ts';
import { SalesforceCallError } from '../../adapters/salesforce/errors.ts';
import { PERMISSION_SET } from '../../adapters/salesforce/install/permission-assignments.ts';
import { queryAll, quoted, quotedList } from '../../adapters/salesforce/queries.ts';
import { describeSchema } from '../../adapters/salesforce/schema.ts';
import { failed, type OrgFinding, ok, skipped } from '../health-report.ts';
import type { ExaminedOrg } from './check-access.ts';

/** A field of the package as the integration user must be able to use it. */
interface NeededField {
  readonly name: string;
  readonly isWritten: boolean;
}

/** What the integration user needs of each object. */
export const NEEDED_FIELDS: ReadonlyMap<string, readonly NeededField[]> = new Map([
  ...SALESFORCE_OBJECTS.map(
    (object) => [object, SALESFORCE_RECORD_FIELDS.map(({ name }) => ({ name, isWritten: true }))] as const,
  ),
  ...SALESFORCE_CUSTOM_OBJECTS.map(
    ({ name, fields }) =>
      [
        name,
        fields.map((field) => ({
          name: field.name,
          // What a row belongs to is given once, and never changed.
          isWritten: field.writer === 'backend' && field.type !== 'MasterDetail',
        })),
      ] as const,
  ),
  ['Task', [{ name: SALESFORCE_ACTIVITY_FIELD.name, isWritten: true }]] as const,
]);

const INSTALL = 'Run "handrail salesforce install". It deploys what differs and touches nothing else.';
const holderSchema = z.object({ Id: z.string() });
const flowSchema = z.object({ ApiName: z.string(), ActiveVersionId: z.string().nullish() });

/** Whether the package is there, and the integration user may use it. Writes nothing. @throws SalesforceCallError */
export async function checkPackage({ client, username }: ExaminedOrg): Promise<readonly OrgFinding[]> {
  return [await checkFields(client), await checkPermissionSet(client, username), await checkFlows(client)];
}

async function checkFields(client: SalesforceClient): Promise<OrgFinding> {
  const missing: string[] = [];
  const locked: string[] = [];
  for (const [object, needed] of NEEDED_FIELDS) {
    const fields = await describedFields(client, object);
    for (const { name, isWritten } of needed) {
      const found = fields?.find((field) => field.name === name);
      if (!found) missing.push(`${object}.${name}`);
      else if (isWritten && !found.updateable) locked.push(`${object}.${name}`);
    }
  }
  if (missing.length + locked.length === 0) {
    const count = [...NEEDED_FIELDS.values()].flat().length;
    return ok('org_fields', `All ${count} fields are there, and the integration user may use them.`);
  }
  const words = [
    ...(missing.length > 0 ? [`${missing.length} fields are missing or hidden: ${some(missing)}.`] : []),
    ...(locked.length > 0 ? [`${locked.length} fields may not be written: ${some(locked)}.`] : []),
  ];
  return failed(
    'org_fields',
    words.join(' '),
    `${INSTALL} If the package is there, the user lacks its permission set, or a profile or muting set takes something back: see org_permission_set.`,
  );
}

/** @returns undefined for an object that is not there, or not for this user */
async function describedFields(client: SalesforceClient, object: string) {
  try {
    const { fields } = await client.send({
      method: 'GET',
      path: `/sobjects/${object}/describe`,
      template: '/sobjects/{object}/describe',
      schema: describeSchema,
      purpose: `read the fields of ${object}`,
      patience: 'job',
    });
    return fields;
  } catch (error) {
    if (error instanceof SalesforceCallError && error.errorCode === 'NOT_FOUND') return undefined;
    throw error;
  }
}

async function checkPermissionSet(client: SalesforceClient, username: string): Promise<OrgFinding> {
  const name = PERMISSION_SET.integration;
  const found = await queryAll(client, {
    soql: `SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = ${quoted(name)} AND Assignee.Username = ${quoted(username)}`,
    record: holderSchema,
    purpose: 'read who holds the permission set',
    patience: 'job',
  });
  if (found.length > 0) return ok('org_permission_set', `${username} holds ${name}.`);
  return failed(
    'org_permission_set',
    `${username} does not hold the permission set ${name}.`,
    `Run "handrail salesforce install --integration-user ${username}".`,
  );
}

async function checkFlows(client: SalesforceClient): Promise<OrgFinding> {
  let flows: readonly z.infer<typeof flowSchema>[];
  try {
    flows = await queryAll(client, {
      soql: `SELECT ApiName, ActiveVersionId FROM FlowDefinitionView WHERE ApiName IN ${quotedList(PACKAGE_FLOWS)}`,
      record: flowSchema,
      purpose: 'read the flows of the package',
      patience: 'job',
    });
  } catch (error) {
    if (!(error instanceof SalesforceCallError) || error.code === 'unavailable') throw error;
    return skipped('org_package_flows', 'The integration user may not read flows: see org_automation.');
  }
  const active = flows.filter(({ ActiveVersionId }) => ActiveVersionId).map(({ ApiName }) => ApiName);
  const off = PACKAGE_FLOWS.filter((name) => !active.includes(name));
  if (off.length === 0) return ok('org_package_flows', 'The flows of the package are active.');
  return failed(
    'org_package_flows',
    `Not active: ${off.join(', ')}. Records are not held while Handrail has not answered.`,
    `In Setup, Flows, activate them; production orgs do not do it on deployment by default (Process Automation Settings). If they are not there: ${INSTALL}`,
  );
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
