import type { PageError, RoutingRun } from '../../record-page/wire.ts';
import type { ComponentsState, EditReply, OpportunityRow, OrgRecordView, OrgSession } from '../wire.ts';

async function call<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const reply: unknown = await response.json();
  if (!response.ok) throw new Error((reply as PageError).message);
  return reply as T;
}

const as = (username: string) => `as=${encodeURIComponent(username)}`;

/** The page's own server, one function a question. All reject with what was said. */
export const orgApi = {
  session: () => call<OrgSession>('/api/session'),
  components: () => call<ComponentsState>('/api/components'),
  opportunities: (username: string, query: string) =>
    call<OpportunityRow[]>(`/api/opportunities?${as(username)}&query=${encodeURIComponent(query)}`),
  record: (username: string, object: string, recordId: string) =>
    call<OrgRecordView>(`/api/records/${object}/${recordId}?${as(username)}`),
  edit: (
    object: string,
    recordId: string,
    edit: { readonly property: string; readonly value: string; readonly username: string },
  ) => call<EditReply>(`/api/records/${object}/${recordId}/edit`, edit),
  runRouting: (username: string) => call<RoutingRun>('/api/run-routing', { username }),
};
