import { z } from 'zod';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { type DisplayFacts, formatProperty } from './format-property.ts';
import type { PortalClient } from './portal-client.ts';
import type { PortalRecord, RecordReader } from './read-record.ts';
import { findRecordKind, type RecordKind } from './record-kinds.ts';
import type { RoutingLine, RoutingRun } from './wire.ts';

/** The portal's control plane: works off everything its workflows have to do now. Not part of HubSpot's API. */
const RUN_PATH = '/_sandbox/flows/run';
const BATCH = 100;

const EngineRun = z.object({
  events: z.array(
    z.object({
      kind: z.string(),
      flowName: z.string(),
      objectType: z.string(),
      objectId: z.string(),
      detail: z.string(),
      changes: z.record(z.string(), z.object({ from: z.string(), to: z.string() })).optional(),
    }),
  ),
});

type EngineEvent = z.infer<typeof EngineRun>['events'][number];

interface TouchedRecord {
  readonly kind: RecordKind;
  readonly facts: DisplayFacts;
  readonly values: Readonly<Record<string, string | null>>;
}

const ORDER: readonly RoutingLine['kind'][] = ['changed', 'suppressed', 'failed', 'enrolled'];

/**
 * Lets the portal's workflows run and tells in words what they did: what they changed, whom they skipped and why,
 * whom they enrolled, what failed.
 *
 * @throws PortalError when the portal cannot be reached
 */
export async function runRouting(client: PortalClient, reader: RecordReader): Promise<RoutingRun> {
  const { events } = EngineRun.parse(await client.post(RUN_PATH, {}));
  const touched = await readTouched(client, reader, events);
  const lines = events
    .flatMap((event) => linesOf(event, touched.get(`${event.objectType}/${event.objectId}`)))
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return { summary: summaryOf(lines), lines };
}

async function readTouched(
  client: PortalClient,
  reader: RecordReader,
  events: readonly EngineEvent[],
): Promise<ReadonlyMap<string, TouchedRecord>> {
  const touched = new Map<string, TouchedRecord>();
  for (const type of new Set(events.map((event) => event.objectType))) {
    const kind = findRecordKind(type);
    if (kind === undefined) continue;
    const facts = await reader.displayFacts(kind);
    const ids = [
      ...new Set(events.filter((event) => event.objectType === type).map((event) => event.objectId)),
    ];
    for (let start = 0; start < ids.length; start += BATCH) {
      const page = await client.post<{ results: readonly PortalRecord[] }>(
        `/crm/v3/objects/${kind.path}/batch/read`,
        {
          inputs: ids.slice(start, start + BATCH).map((id) => ({ id })),
          properties: [...facts.definitions.keys()],
          propertiesWithHistory: [],
        },
      );
      for (const record of page.results) {
        touched.set(`${type}/${record.id}`, { kind, facts, values: record.properties });
      }
    }
  }
  return touched;
}

function linesOf(event: EngineEvent, record: TouchedRecord | undefined): RoutingLine[] {
  if (record === undefined) return [];
  const line = (kind: RoutingLine['kind'], text: string): RoutingLine => ({
    kind,
    text,
    workflow: event.flowName,
    href: `/contacts/${record.kind.objectTypeId}/${event.objectId}`,
    recordName: record.kind.title(record.values),
  });
  switch (event.kind) {
    case 'acted':
      return Object.entries(event.changes ?? {}).map(([name, change]) =>
        line('changed', changeInWords(name, change, record.facts)),
      );
    case 'suppressed':
    case 'unenrolled': {
      const onHold = record.values[RECORD_PROPERTY.routingHold] === 'true';
      if (event.kind === 'unenrolled' && !onHold) return [];
      return [line('suppressed', onHold ? 'left alone because it is on routing hold' : event.detail)];
    }
    case 'enrolled':
      return [line('enrolled', `enrolled, ${event.detail}`)];
    case 'action-failed':
    case 'cannot-evaluate':
      return [line('failed', event.detail)];
    default:
      return [];
  }
}

function changeInWords(name: string, change: { from: string; to: string }, facts: DisplayFacts): string {
  const label = (facts.definitions.get(name)?.label ?? name).toLowerCase();
  const from = formatProperty(name, change.from, facts) || 'nobody';
  const to = formatProperty(name, change.to, facts) || 'empty';
  if (name === 'hubspot_owner_id') return `changed ${label} from ${from} to ${to}`;
  return change.from === '' ? `set ${label} to ${to}` : `changed ${label} from ${from} to ${to}`;
}

function summaryOf(lines: readonly RoutingLine[]): string {
  const records = (kind: RoutingLine['kind']) =>
    new Set(lines.filter((line) => line.kind === kind).map(({ href }) => href)).size;
  const count = (kind: RoutingLine['kind']) =>
    `${records(kind)} ${records(kind) === 1 ? 'record' : 'records'}`;
  if (lines.length === 0) return 'The workflows had nothing to do.';
  const parts = [
    records('enrolled') > 0 && `enrolled ${count('enrolled')}`,
    records('changed') > 0 && `changed ${count('changed')}`,
    records('suppressed') > 0 && `left ${count('suppressed')} alone`,
    records('failed') > 0 && `failed on ${count('failed')}`,
  ].filter((part) => part !== false);
  return `The workflows ${parts.join(', ')}.`;
}
