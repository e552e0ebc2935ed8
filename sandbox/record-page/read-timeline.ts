import { changeSource } from './change-source.ts';
import { type DisplayFacts, formatProperty, ownerName } from './format-property.ts';
import type { PortalClient } from './portal-client.ts';
import type { PortalRecord } from './read-record.ts';
import type { TimelineEntry } from './wire.ts';

/** The newest entries are shown; older ones would only slow the page. */
const SHOWN_ENTRIES = 60;
const BATCH = 100;

const ACTIVITY = {
  note: { path: 'notes', properties: ['hs_note_body', 'hs_timestamp', 'hubspot_owner_id'] },
  task: {
    path: 'tasks',
    properties: ['hs_task_subject', 'hs_task_body', 'hs_task_status', 'hs_timestamp', 'hubspot_owner_id'],
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
  return page.results.map((activity) => {
    const values = activity.properties;
    const at = values.hs_timestamp ?? '';
    const owner = values.hubspot_owner_id ? ownerName(values.hubspot_owner_id, facts.users) : null;
    const done = values.hs_task_status === 'COMPLETED' ? 'done' : 'open';
    return {
      id: `${kind}-${activity.id}`,
      kind,
      at: new Date(/^\d+$/.test(at) ? Number(at) : at || 0).toISOString(),
      title: kind === 'note' ? 'on this record' : `${values.hs_task_subject ?? 'Untitled'} (${done})`,
      body: (kind === 'note' ? values.hs_note_body : values.hs_task_body) ?? '',
      by: owner === null ? '' : kind === 'note' ? `Written by ${owner}` : `Assigned to ${owner}`,
    };
  });
}

/** Property changes, those of one write (same moment, same source) together. */
function propertyChanges(record: PortalRecord, facts: DisplayFacts): TimelineEntry[] {
  const writes = new Map<string, { at: string; by: string; labels: string[]; lines: string[] }>();
  for (const [name, history] of Object.entries(record.propertiesWithHistory ?? {})) {
    const label = facts.definitions.get(name)?.label ?? name;
    for (const [index, change] of history.entries()) {
      const { source, detail } = changeSource(change, facts.users);
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
