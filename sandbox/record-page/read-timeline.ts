import { changeSource } from './change-source.ts';
import { type DisplayFacts, formatProperty, ownerName } from './format-property.ts';
import type { PortalClient } from './portal-client.ts';
import type { PortalRecord } from './read-record.ts';
import type { TimelineEntry } from './wire.ts';

/** The newest entries are shown; older ones would only slow the page. */
const SHOWN_ENTRIES = 60;
const BATCH = 100;
const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

const ACTIVITY = {
  note: { path: 'notes', properties: ['hs_note_body', 'hs_timestamp', 'hubspot_owner_id'] },
  task: {
    path: 'tasks',
    properties: [
      'hs_task_subject',
      'hs_task_body',
      'hs_task_status',
      'hs_timestamp',
      'hs_createdate',
      'hubspot_owner_id',
    ],
  },
} as const;

/** Notes, tasks and property changes of a record, newest first. */
export async function readTimeline(
  client: PortalClient,
  record: PortalRecord,
  facts: DisplayFacts,
): Promise<TimelineEntry[]> {
  const [notes, tasks] = await Promise.all([
    readActivities(client, record, 'note', facts),
    readActivities(client, record, 'task', facts),
  ]);
  return [...notes, ...tasks, ...propertyChanges(record, facts)]
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, SHOWN_ENTRIES);
}

async function readActivities(
  client: PortalClient,
  record: PortalRecord,
  kind: 'note' | 'task',
  facts: DisplayFacts,
): Promise<TimelineEntry[]> {
  const { path, properties } = ACTIVITY[kind];
  const ends = record.associations?.[path]?.results ?? [];
  const ids = ends.slice(-BATCH).map((end) => ({ id: end.id }));
  if (ids.length === 0) return [];
  const page = await client.post<{ results: readonly PortalRecord[] }>(`/crm/v3/objects/${path}/batch/read`, {
    inputs: ids,
    properties,
    propertiesWithHistory: [],
  });
  const entry = kind === 'note' ? noteEntry : taskEntry;
  return page.results.map((activity) => ({
    id: `${kind}-${activity.id}`,
    kind,
    ...entry(activity.properties, facts),
  }));
}

type ActivityEntry = Pick<TimelineEntry, 'at' | 'title' | 'body' | 'by'>;

function noteEntry(values: PortalRecord['properties'], facts: DisplayFacts): ActivityEntry {
  const writer = nameOf(values, facts);
  return {
    at: instantOf(values.hs_timestamp),
    title: 'Note',
    body: values.hs_note_body ?? '',
    by: writer === null ? '' : `Written by ${writer}`,
  };
}

/** A task stands in the timeline at its creation; `hs_timestamp` of a task is when it is due. */
function taskEntry(values: PortalRecord['properties'], facts: DisplayFacts): ActivityEntry {
  const assignee = nameOf(values, facts);
  const due = `due ${DAY.format(new Date(instantOf(values.hs_timestamp)))}`;
  return {
    at: instantOf(values.hs_createdate),
    title: `Task${values.hs_task_status === 'COMPLETED' ? ' (done)' : ''}: ${values.hs_task_subject ?? 'Untitled'}`,
    body: values.hs_task_body ?? '',
    by: assignee === null ? `Unassigned, ${due}` : `Assigned to ${assignee}, ${due}`,
  };
}

function nameOf(values: PortalRecord['properties'], facts: DisplayFacts): string | null {
  return values.hubspot_owner_id ? ownerName(values.hubspot_owner_id, facts.users) : null;
}

/** ISO 8601 of a moment that the portal tells as ISO text or in milliseconds. */
function instantOf(value: string | null | undefined): string {
  const at = value || 0;
  return new Date(/^\d+$/.test(String(at)) ? Number(at) : at).toISOString();
}

/** Property changes, those of one write (same moment, same source) together. */
function propertyChanges(record: PortalRecord, facts: DisplayFacts): TimelineEntry[] {
  const writes = new Map<string, { at: string; by: string; labels: string[]; lines: string[] }>();
  for (const [name, history] of Object.entries(record.propertiesWithHistory ?? {})) {
    const label = facts.definitions.get(name)?.label ?? name;
    for (const [index, change] of history.entries()) {
      const { source, detail } = changeSource(change, facts);
      const by = `By ${source}${detail ? ` (${detail})` : ''}`;
      const key = `${change.timestamp} ${by}`;
      const write = writes.get(key) ?? { at: change.timestamp, by, labels: [], lines: [] };
      const before = formatProperty(name, history[index + 1]?.value, facts);
      const now = formatProperty(name, change.value, facts) || 'empty';
      write.labels.push(label);
      write.lines.push(before ? `${label}: from ${before} to ${now}` : `${label}: set to ${now}`);
      writes.set(key, write);
    }
  }
  return [...writes].map(([key, { at, by, labels, lines }]) => ({
    id: `change-${key}`,
    kind: 'change',
    at,
    title: labels.length === 1 ? `${labels[0]} changed` : `${labels.length} properties changed`,
    body: lines.join('\n'),
    by,
  }));
}
