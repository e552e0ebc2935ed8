import { z } from 'zod';
import type { RoutingLine, RoutingRun } from '../record-page/wire.ts';
import type { OrgClient } from './org-client.ts';
import { hrefOf } from './org-kinds.ts';

/** The org's control plane: what its automation did. Not part of Salesforce's API. */
const Events = z.object({
  events: z.array(
    z.object({
      seq: z.number(),
      kind: z.string(),
      name: z.string(),
      recordId: z.string(),
      detail: z.string(),
    }),
  ),
});
const Writes = z.object({
  writes: z.array(
    z.object({
      seq: z.number(),
      source: z.object({ kind: z.string(), name: z.string() }),
      objectName: z.string(),
      id: z.string(),
      values: z.record(z.string(), z.unknown()),
    }),
  ),
});

type OrgEvent = z.infer<typeof Events>['events'][number];
type OrgWrite = z.infer<typeof Writes>['writes'][number];

/** A place in the org's logs. */
export interface LogPlace {
  readonly event: number;
  readonly write: number;
}

/** Where the org's logs end now. */
export async function endOfLogs(client: OrgClient): Promise<LogPlace> {
  const [{ events }, { writes }] = await Promise.all([
    client.control('/events').then((reply) => Events.parse(reply)),
    client.control('/writes').then((reply) => Writes.parse(reply)),
  ]);
  return { event: events.at(-1)?.seq ?? 0, write: writes.at(-1)?.seq ?? 0 };
}

/** What automation did since then, in words. Names of records are those the person may read. */
export async function whatRanSince(
  client: OrgClient,
  username: string,
  place: LogPlace,
): Promise<RoutingRun> {
  const { events } = Events.parse(await client.control(`/events?since=${place.event}`));
  const { writes } = Writes.parse(await client.control(`/writes?since=${place.write}`));
  const names = await readNames(client, username, [
    ...events.map(({ recordId }) => recordId),
    ...writes.flatMap(({ id, values }) => [id, String(values.OwnerId ?? '')]),
  ]);
  const lines = [
    ...writes.flatMap((write) => changeLines(write, names)),
    ...events.flatMap((event) => eventLines(event, names)),
  ];
  return { summary: summaryOf(lines), lines };
}

const SHOWN_OBJECTS: Readonly<Record<string, string>> = {
  '005': 'User',
  '006': 'Opportunity',
  '00Q': 'Lead',
  '001': 'Account',
};

async function readNames(
  client: OrgClient,
  username: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const [prefix, object] of Object.entries(SHOWN_OBJECTS)) {
    const own = [...new Set(ids)].filter((id) => id.startsWith(prefix));
    if (own.length === 0) continue;
    const list = own.map((id) => `'${id}'`).join(', ');
    for (const row of await client.query(username, `SELECT Id, Name FROM ${object} WHERE Id IN (${list})`)) {
      names.set(String(row.Id), String(row.Name));
    }
  }
  return names;
}

function changeLines(
  { source, id, values }: OrgWrite,
  names: ReadonlyMap<string, string>,
): readonly RoutingLine[] {
  const href = hrefOf(id);
  if ((source.kind !== 'flow' && source.kind !== 'rule') || href === undefined) return [];
  return Object.entries(values).map(([field, value]) => ({
    kind: 'changed',
    workflow: source.name,
    text: `set ${field} to ${names.get(String(value)) ?? String(value)}`,
    href,
    recordName: names.get(id) ?? id,
  }));
}

const WORDS: Readonly<Record<string, RoutingLine['kind']>> = {
  flow_started: 'enrolled',
  rule_matched: 'enrolled',
  flow_failed: 'failed',
};

function eventLines(
  { kind, name, recordId, detail }: OrgEvent,
  names: ReadonlyMap<string, string>,
): readonly RoutingLine[] {
  const shown = WORDS[kind];
  const href = hrefOf(recordId);
  if (shown === undefined || href === undefined) return [];
  return [{ kind: shown, workflow: name, text: detail, href, recordName: names.get(recordId) ?? recordId }];
}

function summaryOf(lines: readonly RoutingLine[]): string {
  if (lines.length === 0) return 'No flow and no rule had anything to do.';
  const flows = new Set(lines.map(({ workflow }) => workflow)).size;
  const changed = new Set(lines.filter(({ kind }) => kind === 'changed').map(({ href }) => href)).size;
  const ran = `${flows} ${flows === 1 ? 'flow or rule' : 'flows and rules'} ran`;
  return changed === 0 ? `${ran}.` : `${ran} and changed ${changed} ${changed === 1 ? 'record' : 'records'}.`;
}
