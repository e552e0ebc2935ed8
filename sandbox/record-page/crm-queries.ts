import { z } from 'zod';
import { type DisplayFacts, formatProperty } from './format-property.ts';
import type { PortalClient } from './portal-client.ts';
import type { PortalRecord } from './read-record.ts';
import { findRecordKind, type RecordKind } from './record-kinds.ts';

type Values = Readonly<Record<string, string | null>>;

const AssociationsRequest = z.object({
  toObjectType: z.string(),
  properties: z.array(z.string()).optional(),
  pageLength: z.number().int().min(1).max(100).default(100),
  offset: z.number().int().min(0).default(0),
});

const SearchRequest = z.object({
  objectType: z.string(),
  properties: z.array(z.string()).optional(),
  query: z.string().optional(),
  filterGroups: z.array(z.unknown()).optional(),
  sorts: z.array(z.unknown()).optional(),
  pageLength: z.number().int().min(1).max(200).default(100),
  after: z.string().optional(),
});

interface AssociatedEnd {
  readonly toObjectId: string | number;
  readonly associationTypes: readonly { category: string; typeId: number; label: string | null }[];
}

interface Page<T> {
  readonly total?: number;
  readonly results: readonly T[];
  readonly paging?: { readonly next?: { readonly after: string } };
}

/** The reads behind HubSpot's hooks, with the shapes `@hubspot/ui-extensions` 0.17 checks for. */
export class CrmQueries {
  readonly #client: PortalClient;

  constructor(client: PortalClient) {
    this.#client = client;
  }

  /** Values of one record; a property without value, and an unknown one, is null. */
  async properties(kind: RecordKind, objectId: string, names: readonly string[]): Promise<Values> {
    const query = new URLSearchParams({ properties: names.join(',') });
    const record = await this.#client.get<PortalRecord>(`/crm/v3/objects/${kind.path}/${objectId}?${query}`);
    return Object.fromEntries(names.map((name) => [name, record.properties[name] ?? null]));
  }

  /** One page of the records linked to a record. @throws z.ZodError for a malformed request */
  async associations(kind: RecordKind, objectId: string, body: unknown) {
    const request = AssociationsRequest.parse(body);
    const toPath = findRecordKind(request.toObjectType)?.path ?? request.toObjectType;
    const ends: AssociatedEnd[] = [];
    let after: string | undefined;
    do {
      const query = new URLSearchParams({ limit: '500', ...(after === undefined ? {} : { after }) });
      const page: Page<AssociatedEnd> = await this.#client.get(
        `/crm/v4/objects/${kind.path}/${objectId}/associations/${toPath}?${query}`,
      );
      ends.push(...page.results);
      after = page.paging?.next?.after;
    } while (after !== undefined && ends.length < request.offset + request.pageLength + 1);
    const shown = ends.slice(request.offset, request.offset + request.pageLength);
    const values = await this.#batchRead(toPath, shown, request.properties ?? []);
    const nextOffset = request.offset + shown.length;
    return {
      results: shown.map((end) => ({
        toObjectId: Number(end.toObjectId),
        associationTypes: end.associationTypes.map((type) => ({ ...type, label: type.label ?? '' })),
        properties: values.get(String(end.toObjectId)) ?? {},
      })),
      hasMore: ends.length > nextOffset,
      nextOffset,
    };
  }

  /** One page of a search. @throws z.ZodError for a malformed request */
  async search(body: unknown) {
    const { objectType, pageLength, ...rest } = SearchRequest.parse(body);
    const path = findRecordKind(objectType)?.path ?? objectType;
    const page = await this.#client.post<Page<PortalRecord>>(`/crm/v3/objects/${path}/search`, {
      filterGroups: [],
      ...rest,
      limit: pageLength,
    });
    const next = page.paging?.next?.after;
    return {
      results: page.results.map((record) => ({ objectId: Number(record.id), properties: record.properties })),
      total: page.total ?? page.results.length,
      hasMore: next !== undefined,
      ...(next === undefined ? {} : { after: next }),
    };
  }

  /** Values in words, as `formatCrmProperties` gives them. */
  format(facts: DisplayFacts, list: readonly Values[]): Values[] {
    return list.map((values) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          value === null ? null : formatProperty(name, value, facts),
        ]),
      ),
    );
  }

  async #batchRead(path: string, ends: readonly AssociatedEnd[], properties: readonly string[]) {
    if (ends.length === 0) return new Map<string, Values>();
    const page = await this.#client.post<Page<PortalRecord>>(`/crm/v3/objects/${path}/batch/read`, {
      inputs: ends.map((end) => ({ id: String(end.toObjectId) })),
      properties,
      propertiesWithHistory: [],
    });
    return new Map(page.results.map((record) => [record.id, record.properties]));
  }
}
