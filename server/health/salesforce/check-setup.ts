import { SALESFORCE_OBJECTS, STAGE_FIELD_OF } from '@handrail/contracts/salesforce-vocabulary';
import { z } from 'zod';
import type { SalesforceClient } from '../../adapters/salesforce/client.ts';
import { SalesforceCallError } from '../../adapters/salesforce/errors.ts';
import { standingAssignments } from '../../adapters/salesforce/install/permission-assignments.ts';
import { queryAll, quoted, quotedList } from '../../adapters/salesforce/queries.ts';
import { type FindingCode, type OrgFinding, ok, skipped, warning } from '../health-report.ts';
import type { ExaminedOrg } from './check-access.ts';

const flowSchema = z.object({ ApiName: z.string() });
const fieldSchema = z.object({ QualifiedApiName: z.string(), IsFieldHistoryTracked: z.boolean() });
const entitySchema = z.object({ QualifiedApiName: z.string(), InternalSharingModel: z.string().nullish() });
/** With these everybody may write every record. */
const OPEN_MODELS: ReadonlySet<string> = new Set(['ReadWrite', 'ReadWriteTransfer', 'FullAccess']);

const SEE_SETUP =
  'Give the integration user the permission "View Setup and Configuration": the set Handrail_Integration of the current package has it.';

/** Whether the org tells what the guard and the watch need, and who uses Handrail. @throws SalesforceCallError */
export async function checkSetup({ client }: ExaminedOrg): Promise<readonly OrgFinding[]> {
  return [
    await orSkipped('org_automation', () => checkAutomation(client)),
    await orSkipped('org_history', () => checkHistory(client)),
    await orSkipped('org_sharing', () => checkSharing(client)),
    await orSkipped('org_people', () => checkPeople(client)),
  ];
}

/** A refusal is about one question; the others are asked all the same. */
async function orSkipped(code: FindingCode, check: () => Promise<OrgFinding>): Promise<OrgFinding> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof SalesforceCallError) || error.code === 'unavailable') throw error;
    if (code === 'org_automation') {
      return warning(code, 'The integration user may not read the flows of the org.', SEE_SETUP);
    }
    return skipped(
      code,
      `Salesforce does not tell it to the integration user (${error.errorCode ?? 'refused'}).`,
    );
  }
}

async function checkAutomation(client: SalesforceClient): Promise<OrgFinding> {
  const flows = await queryAll(client, {
    soql: 'SELECT ApiName FROM FlowDefinitionView WHERE ActiveVersionId != null',
    record: flowSchema,
    purpose: 'read the flows of the org',
    patience: 'job',
  });
  return ok('org_automation', `${flows.length} active flows can be read.`);
}

async function checkHistory(client: SalesforceClient): Promise<OrgFinding> {
  const untracked: string[] = [];
  for (const object of SALESFORCE_OBJECTS) {
    const wanted = ['OwnerId', ...[STAGE_FIELD_OF[object]].filter((name) => name !== undefined)];
    // Fields can be asked for one object at a time.
    const fields = await queryAll(client, {
      soql: `SELECT QualifiedApiName, IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = ${quoted(object)} AND QualifiedApiName IN ${quotedList(wanted)}`,
      record: fieldSchema,
      purpose: `read which fields of ${object} keep a history`,
      patience: 'job',
    });
    const tracked = fields
      .filter(({ IsFieldHistoryTracked }) => IsFieldHistoryTracked)
      .map(({ QualifiedApiName }) => QualifiedApiName);
    untracked.push(...wanted.filter((name) => !tracked.includes(name)).map((name) => `${object}.${name}`));
  }
  if (untracked.length === 0) return ok('org_history', 'Owner and stage keep a history on all four objects.');
  return warning(
    'org_history',
    `No field history: ${untracked.join(', ')}. Handrail cannot see who changed them.`,
    'In Setup, Object Manager, the object, Fields & Relationships, Set History Tracking: tick them. It begins at that moment; 20 fields an object are possible.',
  );
}

async function checkSharing(client: SalesforceClient): Promise<OrgFinding> {
  const entities = await queryAll(client, {
    soql: `SELECT QualifiedApiName, InternalSharingModel FROM EntityDefinition WHERE QualifiedApiName IN ${quotedList(SALESFORCE_OBJECTS)}`,
    record: entitySchema,
    purpose: 'read the sharing of the org',
    patience: 'job',
  });
  const closed = entities.filter(({ InternalSharingModel: model }) => !model || !OPEN_MODELS.has(model));
  if (closed.length === 0) return ok('org_sharing', 'Everybody may write the records that Handrail governs.');
  const words = closed
    .map(
      ({ QualifiedApiName, InternalSharingModel }) =>
        `${QualifiedApiName} (${InternalSharingModel ?? 'unknown'})`,
    )
    .join(', ');
  return warning(
    'org_sharing',
    `Not everybody may write: ${words}. The integration user reaches only what is shared with it.`,
    'Give the integration user "Modify All Records" on these objects in a permission set of your own. The package does not: it is a right over all of your records.',
  );
}

async function checkPeople(client: SalesforceClient): Promise<OrgFinding> {
  const standing = await standingAssignments(client);
  const count = (role: string) => standing.filter((one) => one.role === role).length;
  const words = `${count('requester')} may request, ${count('approver')} may approve, ${count('revops')} see everything.`;
  if (count('requester') > 0 && count('approver') > 0) return ok('org_people', words);
  return warning(
    'org_people',
    words,
    'Run "handrail salesforce install --requester <user name> --approver <user name>", or with --people and a CSV file.',
  );
}
