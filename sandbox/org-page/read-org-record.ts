import type { OwnerChange, PropertyView, RelatedRecord, TimelineEntry } from '../record-page/wire.ts';
import { fieldLabel, fieldView } from './field-view.ts';
import type { DescribedField, DescribedObject, OrgClient, OrgRow } from './org-client.ts';
import { OrgError } from './org-client.ts';
import type { OrgKind } from './org-kinds.ts';
import type { OrgPerson, OrgRecordView } from './wire.ts';

const SHOWN = 100;
const USER_ID = /^005/;

/** The people of an org who can log in, by name. */
export async function readPeople(client: OrgClient, username: string): Promise<readonly OrgPerson[]> {
  const rows = await client.query(
    username,
    "SELECT Id, Username, Name, UserRole.Name FROM User WHERE IsActive = true AND UserType = 'Standard' ORDER BY Name",
  );
  return rows.map((row) => ({
    username: text(row.Username),
    userId: text(row.Id),
    name: text(row.Name),
    role: nameIn(row.UserRole) || 'No role',
  }));
}

/**
 * Everything that a record's page shows, as one person may read it.
 *
 * @throws OrgError 404 when the record is not there, or not theirs to see
 */
export async function readOrgRecord(
  client: OrgClient,
  username: string,
  kind: OrgKind,
  recordId: string,
): Promise<OrgRecordView> {
  const [described, people] = await Promise.all([
    client.describe(username, kind.object),
    readPeople(client, username),
  ]);
  const fields = new Map(described.fields.map((field) => [field.name, field]));
  const row = await readRow(client, username, kind, recordId, described);
  const view = (name: string): readonly PropertyView[] => {
    const field = fields.get(name);
    return field ? [fieldView(field, row, people)] : [];
  };
  const [history, activities, related] = await Promise.all([
    readHistory(client, username, kind, recordId),
    readActivities(client, username, recordId),
    readRows(client, username, recordId),
  ]);
  const [ownerProperty] = view('OwnerId');
  if (!ownerProperty) throw new OrgError(500, `${kind.object} has no owner to show`);
  const changes = history.flatMap((change) => changeEntry(change, fields, people));
  return {
    object: kind.object,
    recordId,
    kind: described.label,
    title: text(row[kind.title]),
    owner: { name: ownerProperty.display, initials: initials(ownerProperty.display) },
    ownerProperty,
    ownerChange: ownerChange(history),
    highlights: kind.highlights.flatMap(view),
    sections: [
      {
        title: 'Handoff exception',
        properties: [...fields.keys()].filter((name) => name.startsWith('Handoff_')).flatMap(view),
      },
      { title: `About this ${described.label.toLowerCase()}`, properties: kind.details.flatMap(view) },
    ],
    timeline: [...activities, ...changes].toSorted((a, b) => b.at.localeCompare(a.at)),
    related,
  };
}

async function readRow(
  client: OrgClient,
  username: string,
  kind: OrgKind,
  recordId: string,
  described: DescribedObject,
): Promise<OrgRow> {
  const wanted = new Set(['OwnerId', kind.title, ...kind.highlights, ...kind.details]);
  const read = described.fields.filter(({ name }) => wanted.has(name) || name.startsWith('Handoff_'));
  const names = read.flatMap(({ name, relationshipName }) =>
    relationshipName ? [name, `${relationshipName}.Name`] : [name],
  );
  const [row] = await client.query(
    username,
    `SELECT Id, ${names.join(', ')} FROM ${kind.object} WHERE Id = '${recordId}'`,
  );
  if (!row) throw new OrgError(404, `There is no ${described.label.toLowerCase()} ${recordId}`);
  return row;
}

function readHistory(client: OrgClient, username: string, { history }: OrgKind, recordId: string) {
  return client.query(
    username,
    `SELECT Id, Field, OldValue, NewValue, CreatedBy.Name, CreatedDate FROM ${history.object} WHERE ${history.parent} = '${recordId}' ORDER BY CreatedDate DESC LIMIT ${SHOWN}`,
  );
}

async function readActivities(
  client: OrgClient,
  username: string,
  recordId: string,
): Promise<readonly TimelineEntry[]> {
  const rows = await client.query(
    username,
    `SELECT Id, Subject, Description, Status, CreatedBy.Name, CreatedDate FROM Task WHERE WhatId = '${recordId}' OR WhoId = '${recordId}' LIMIT ${SHOWN}`,
  );
  return rows.map((row) => ({
    id: text(row.Id),
    kind: row.Status === 'Completed' ? 'note' : 'task',
    at: instant(row.CreatedDate),
    title: text(row.Subject),
    body: text(row.Description).split('\n').map(paragraph).join(''),
    by: nameIn(row.CreatedBy),
  }));
}

/** The rows that people wrote about the record, and Handrail's answers in them: without any component. */
async function readRows(client: OrgClient, username: string, recordId: string) {
  const exceptions = await client.query(
    username,
    `SELECT Id, Name, Exception_Type__c, Status__c, Problem_Detail__c, CreatedBy.Name FROM Handoff_Exception__c WHERE Record_Id__c = '${recordId}' ORDER BY CreatedDate DESC LIMIT ${SHOWN}`,
  );
  const decisions = await client.query(
    username,
    `SELECT Id, Decision__c, Outcome__c, Problem_Detail__c, CreatedBy.Name FROM Handoff_Decision__c WHERE Handoff_Exception__r.Record_Id__c = '${recordId}' ORDER BY CreatedDate DESC LIMIT ${SHOWN}`,
  );
  return [
    {
      title: 'Handoff exceptions',
      records: exceptions.map((row) =>
        rowLine(row, `${text(row.Exception_Type__c)}: ${text(row.Status__c)}`),
      ),
    },
    {
      title: 'Handoff decisions',
      records: decisions.map((row) => rowLine(row, `${text(row.Decision__c)}: ${text(row.Outcome__c)}`)),
    },
  ];
}

function rowLine(row: OrgRow, title: string): RelatedRecord {
  const problem = text(row.Problem_Detail__c);
  return { title, detail: `by ${nameIn(row.CreatedBy)}${problem && `. ${problem}`}` };
}

/** An owner's change has two rows, one with ids and one with names: the one with names is shown. */
function changeEntry(
  row: OrgRow,
  fields: ReadonlyMap<string, DescribedField>,
  people: readonly OrgPerson[],
): readonly TimelineEntry[] {
  const name = text(row.Field);
  const [from, to] = [text(row.OldValue), text(row.NewValue)];
  const isOwner = isOwnerField(name);
  if (isOwner && (USER_ID.test(from) || USER_ID.test(to)) && !people.some((one) => one.name === to))
    return [];
  const field = fields.get(name);
  const label = isOwner ? 'Owner' : field ? fieldLabel(field) : name;
  return [
    {
      id: text(row.Id),
      kind: 'change',
      at: instant(row.CreatedDate),
      title: label,
      body: `${from || 'empty'} → ${to || 'empty'}`,
      by: nameIn(row.CreatedBy),
    },
  ];
}

function ownerChange(history: readonly OrgRow[]): OwnerChange | null {
  const last = history.find(({ Field }) => isOwnerField(text(Field)));
  return last ? { at: instant(last.CreatedDate), source: nameIn(last.CreatedBy), detail: '' } : null;
}

function isOwnerField(name: string): boolean {
  return name === 'Owner' || name === 'OwnerId';
}

function nameIn(related: unknown): string {
  return typeof related === 'object' && related !== null && 'Name' in related ? text(related.Name) : '';
}

function text(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** Salesforce writes `2026-11-23T10:00:00.000+0000`. */
function instant(value: unknown): string {
  return new Date(text(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).toISOString();
}

function paragraph(line: string): string {
  const escaped = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<p>${escaped}</p>`;
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2);
}
