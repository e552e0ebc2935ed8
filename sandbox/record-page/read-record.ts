import { PROPERTY_GROUP, RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { changeSource, type HistoryValue } from './change-source.ts';
import { type DisplayFacts, formatProperty, ownerName } from './format-property.ts';
import type { PortalClient } from './portal-client.ts';
import type { PortalDefinitions, PropertyDefinition } from './portal-definitions.ts';
import { propertyView } from './property-view.ts';
import { readTimeline } from './read-timeline.ts';
import { findRecordKind, type RecordKind } from './record-kinds.ts';
import type { OwnerChange, PropertyView, RecordView, RelatedRecord } from './wire.ts';

/** A record as the portal's API answers it; only what the page uses. */
export interface PortalRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly propertiesWithHistory?: Readonly<Record<string, readonly HistoryValue[]>>;
  readonly associations?: Readonly<Record<string, { readonly results: readonly { readonly id: string }[] }>>;
}

const OWNER = 'hubspot_owner_id';
/** Batch reads take 100 records; the page shows no more of one kind. */
const SHOWN_RECORDS = 100;

/** Reads everything that a record's page shows. */
export class RecordReader {
  readonly #client: PortalClient;
  readonly #definitions: PortalDefinitions;
  readonly #ownApp: DisplayFacts['ownApp'];

  constructor(client: PortalClient, definitions: PortalDefinitions, ownApp: DisplayFacts['ownApp']) {
    this.#client = client;
    this.#definitions = definitions;
    this.#ownApp = ownApp;
  }

  /** What is needed to show values of a type in words. */
  async displayFacts(kind: RecordKind): Promise<DisplayFacts> {
    const [definitions, users, pipelines] = await Promise.all([
      this.#definitions.properties(kind.path),
      this.#definitions.users(),
      this.#definitions.pipelines(kind.path),
    ]);
    return { definitions, users, pipelines, ownApp: this.#ownApp };
  }

  /** @throws PortalError with status 404 when the record does not exist */
  async read(kind: RecordKind, objectId: string): Promise<RecordView> {
    const facts = await this.displayFacts(kind);
    const names = [...facts.definitions.keys()];
    const record = await this.#client.get<PortalRecord>(
      `/crm/v3/objects/${kind.path}/${objectId}?${new URLSearchParams({
        properties: names.join(','),
        propertiesWithHistory: tracked(kind, facts).join(','),
        associations: ['notes', 'tasks', ...kind.related].join(','),
      })}`,
    );
    const values = record.properties;
    const ownerId = values[OWNER];
    const owner = ownerId ? ownerName(ownerId, facts.users) : null;
    const view = (name: string) => propertyView(name, values, facts);
    const [timeline, related] = await Promise.all([
      readTimeline(this.#client, record, facts),
      Promise.all(kind.related.map((path) => this.#readRelated(record, path))),
    ]);
    return {
      objectTypeId: kind.objectTypeId,
      objectId: Number(record.id),
      kind: kind.singular,
      title: kind.title(values),
      owner: owner === null ? null : { name: owner, initials: initials(owner) },
      ownerProperty: view(OWNER),
      ownerChange: lastOwnerChange(record, facts),
      highlights: kind.highlights.filter((name) => facts.definitions.has(name)).map(view),
      sections: sections(kind, facts, view),
      timeline,
      related: related.filter((group) => group !== null),
      values,
    };
  }

  async #readRelated(record: PortalRecord, path: string) {
    const kind = findRecordKind(path);
    if (kind === undefined) return null;
    const ids = (record.associations?.[path]?.results ?? []).map((end) => end.id).slice(0, SHOWN_RECORDS);
    return { title: kind.plural, records: ids.length === 0 ? [] : await this.#readTitles(kind, ids) };
  }

  async #readTitles(kind: RecordKind, ids: readonly string[]): Promise<RelatedRecord[]> {
    const facts = await this.displayFacts(kind);
    const page = await this.#client.post<{ results: readonly PortalRecord[] }>(
      `/crm/v3/objects/${kind.path}/batch/read`,
      {
        inputs: ids.map((id) => ({ id })),
        properties: [...facts.definitions.keys()],
        propertiesWithHistory: [],
      },
    );
    return page.results.map((record) => ({
      href: `/contacts/${kind.objectTypeId}/${record.id}`,
      title: kind.title(record.properties),
      detail: formatProperty(kind.detail, record.properties[kind.detail], facts),
    }));
  }
}

/** The properties whose changes the timeline tells. */
function tracked(kind: RecordKind, facts: DisplayFacts): string[] {
  const names = [OWNER, ...kind.highlights, ...handoffProperties(facts).map((definition) => definition.name)];
  return names.filter((name) => facts.definitions.has(name));
}

/** The properties Handrail keeps on a record, hold first. Empty while they are not installed. */
function handoffProperties(facts: DisplayFacts): PropertyDefinition[] {
  const order: readonly string[] = Object.values(RECORD_PROPERTY);
  return [...facts.definitions.values()]
    .filter((definition) => definition.groupName === PROPERTY_GROUP && !definition.hidden)
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

function sections(kind: RecordKind, facts: DisplayFacts, view: (name: string) => PropertyView) {
  const handoff = handoffProperties(facts).map((definition) => view(definition.name));
  const about = kind.about.filter((name) => facts.definitions.has(name)).map(view);
  return [
    ...(handoff.length > 0 ? [{ title: 'Handoff exception', properties: handoff }] : []),
    { title: `About this ${kind.singular.toLowerCase()}`, properties: about },
  ];
}

function lastOwnerChange(record: PortalRecord, facts: DisplayFacts): OwnerChange | null {
  const last = record.propertiesWithHistory?.[OWNER]?.[0];
  return last === undefined ? null : { at: last.timestamp, ...changeSource(last, facts) };
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((part) => part.slice(0, 1))
    .slice(0, 2)
    .join('')
    .toUpperCase();
}
