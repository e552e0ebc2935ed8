import type {
  CardFetch,
  CardReply,
  DealPage,
  PageError,
  PageSession,
  RecordView,
  RoutingRun,
} from '../../wire.ts';
import type { PropertyValues } from '../card-bridge.ts';

/** A refusal or failure that the record page's server told in words. */
export class PageApiError extends Error {
  readonly code: string;

  constructor(error: PageError) {
    super(error.message);
    this.name = 'PageApiError';
    this.code = error.code;
  }
}

async function call<T>(path: string, body?: unknown): Promise<T> {
  const init: RequestInit =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, init);
  const reply: unknown = await response.json();
  if (!response.ok) throw new PageApiError(reply as PageError);
  return reply as T;
}

/** The record page's own server, one function a question. All reject with `PageApiError`. */
export const pageApi = {
  session: () => call<PageSession>('/api/session'),
  deals: (query: string, after: string | null) => {
    const search = new URLSearchParams({ query, ...(after === null ? {} : { after }) });
    return call<DealPage>(`/api/deals?${search}`);
  },
  record: (objectTypeId: string, objectId: number) =>
    call<RecordView>(`/api/records/${objectTypeId}/${objectId}`),
  properties: (objectTypeId: string, objectId: number, names: readonly string[] | '*') =>
    call<PropertyValues>(`/api/records/${objectTypeId}/${objectId}/properties`, { names }),
  edit: (objectTypeId: string, objectId: number, edit: { property: string; value: string; userId: number }) =>
    call<unknown>(`/api/records/${objectTypeId}/${objectId}/edit`, edit),
  associations: (objectTypeId: string, objectId: number, request: unknown) =>
    call<unknown>(`/api/records/${objectTypeId}/${objectId}/associations`, request),
  search: (request: unknown) => call<unknown>('/api/search', request),
  format: (objectType: string, propertiesList: readonly PropertyValues[]) =>
    call<PropertyValues[]>('/api/format', { objectType, propertiesList }),
  cardFetch: (request: CardFetch) => call<CardReply>('/api/card-fetch', request),
  runRouting: () => call<RoutingRun>('/api/run-routing', {}),
};
