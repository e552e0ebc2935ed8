import type { FieldNames } from '../../../../src/domain/guard/automation.ts';
import type {
  AutomationPort,
  AutomationReading,
  ReadingProgress,
} from '../../../../src/ports/automations.ts';
import { CrmError } from '../../../../src/ports/crm.ts';
import type { HubSpotClient } from '../client.ts';
import { HubSpotCallError } from '../errors.ts';
import { hubspotPath } from '../paths.ts';
import { anyDocumentSchema, flowBatchSchema, flowPageSchema } from './flow-schema.ts';
import { asObject, idOf, member } from './json-shape.ts';
import { mendableOf } from './mend-draft.ts';
import type { CheckAction } from './read-action.ts';
import { readFlow } from './read-flow.ts';
import { readListsOf } from './read-lists.ts';

export interface HubSpotAutomationsOptions {
  readonly client: HubSpotClient;
  readonly names: FieldNames;
  readonly checkActions?: readonly CheckAction[];
}

/** What is read of a flow: its document, or why there is none. */
type Fetched =
  | { readonly id: string; readonly name: string; readonly document: unknown }
  | { readonly id: string; readonly name: string; readonly why: string; readonly gone: boolean };

/** HubSpot's limits for a page of summaries and for a batch. */
const PAGE = 100;
const BATCH = 100;

/**
 * The workflows of one portal. The list holds summaries only, so each flow is read as well, a hundred at a time; what
 * a batch leaves out is asked for alone, which tells why. Calls go one after the other: the portal's limit is shared
 * with everything else that Handrail does, and the client waits when HubSpot says so.
 */
export function createHubSpotAutomations({
  client,
  names,
  checkActions = [],
}: HubSpotAutomationsOptions): AutomationPort {
  async function readingsOf(fetched: readonly Fetched[]): Promise<readonly AutomationReading[]> {
    const documents = fetched.flatMap((one) => ('document' in one ? [one.document] : []));
    const lists = await readListsOf(client, documents);
    return fetched.map((one): AutomationReading => {
      if (!('document' in one)) return { kind: 'unreadable', ...one };
      const reading = readFlow(one.document, { lists, checkActions });
      if (reading.kind !== 'read') return { ...reading, id: one.id, name: one.name };
      return { ...reading, mendable: mendableOf(one.document, { lists, checkActions }) };
    });
  }

  async function fetchAll(
    summaries: readonly Summary[],
    onProgress: (progress: ReadingProgress) => void,
  ): Promise<readonly Fetched[]> {
    const fetched: Fetched[] = [];
    for (let from = 0; from < summaries.length; from += BATCH) {
      fetched.push(...(await fetchBatch(client, summaries.slice(from, from + BATCH))));
      onProgress({ done: fetched.length, total: summaries.length });
    }
    return fetched;
  }

  return {
    names,
    async readAll(onProgress = () => {}) {
      return readingsOf(await fetchAll(await listFlows(client, onProgress), onProgress));
    },

    async readSome(ids) {
      const fetched = new Map<string, Fetched>();
      let wanted: readonly string[] = ids;
      while (wanted.length > 0) {
        const summaries = wanted.map((id) => ({ id, name: `workflow ${id}` }));
        for (const one of await fetchAll(summaries, () => {})) fetched.set(one.id, one);
        // Lists are not needed to see into which flows records are put.
        const targets = [...fetched.values()].flatMap((one) =>
          'document' in one ? targetsOf(one.document) : [],
        );
        wanted = [...new Set(targets)].filter((id) => !fetched.has(id));
      }
      return readingsOf([...fetched.values()]);
    },
  };
}

interface Summary {
  readonly id: string;
  readonly name: string;
}

async function listFlows(
  client: HubSpotClient,
  onProgress: (progress: ReadingProgress) => void,
): Promise<readonly Summary[]> {
  const summaries: Summary[] = [];
  const seen = new Set<string>();
  let after: string | undefined;
  do {
    const page = await client.send({
      method: 'GET',
      path: hubspotPath('flows', {}),
      query: { limit: String(PAGE), ...(after !== undefined && { after }) },
      schema: flowPageSchema,
      purpose: 'list the workflows',
      patience: 'job',
    });
    for (const { id, name } of page.results) {
      // A flow made or deleted while pages are read may move others to the next page.
      if (!seen.has(id)) summaries.push({ id, name: name ?? `workflow ${id}` });
      seen.add(id);
    }
    onProgress({ done: 0, total: null });
    const next = page.paging?.next?.after;
    // A page that names itself as the next one would never end.
    after = next === after ? undefined : next;
  } while (after !== undefined);
  return summaries;
}

async function fetchBatch(client: HubSpotClient, summaries: readonly Summary[]): Promise<readonly Fetched[]> {
  const documents = await readBatch(client, summaries);
  const fetched: Fetched[] = [];
  for (const summary of summaries) {
    const document = documents.get(summary.id);
    fetched.push(
      document === undefined ? await fetchOne(client, summary) : { ...nameOf(document, summary), document },
    );
  }
  return fetched;
}

/** What a batch answers, by id; nothing when HubSpot refuses the batch as a whole. */
async function readBatch(
  client: HubSpotClient,
  summaries: readonly Summary[],
): Promise<ReadonlyMap<string, unknown>> {
  try {
    const { results } = await client.send({
      method: 'POST',
      path: hubspotPath('flowsBatchRead', {}),
      body: { inputs: summaries.map(({ id }) => ({ type: 'FLOW_ID', flowId: id })) },
      schema: flowBatchSchema,
      purpose: 'read the workflows',
      patience: 'job',
    });
    return new Map(
      results.flatMap((document): readonly [string, unknown][] => {
        const flow = asObject(document);
        const id = flow && idOf(member(flow, 'id'));
        return flow && id !== null ? [[id ?? '', document]] : [];
      }),
    );
  } catch (error) {
    if (isRefusal(error)) return new Map();
    throw error;
  }
}

async function fetchOne(client: HubSpotClient, summary: Summary): Promise<Fetched> {
  try {
    const document = await client.send({
      method: 'GET',
      path: hubspotPath('flow', { flowId: summary.id }),
      schema: anyDocumentSchema,
      purpose: `read workflow ${summary.id}`,
      patience: 'job',
    });
    return { ...nameOf(document, summary), document };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { ...summary, why: whyOf(error), gone: error.status === 404 };
  }
}

function nameOf(document: unknown, { id, name }: Summary): Summary {
  const flow = asObject(document);
  const told = flow && member(flow, 'name');
  return { id, name: typeof told === 'string' && told !== '' ? told : name };
}

/** HubSpot's own refusal of one call; a HubSpot that is down is another matter and ends the reading. */
function isRefusal(error: unknown): error is HubSpotCallError {
  return error instanceof HubSpotCallError && error instanceof CrmError && !error.retryable;
}

function whyOf({ status, message }: HubSpotCallError): string {
  switch (status) {
    case 403:
      return 'HubSpot does not show it to this token (403); it may need sensitive-data scopes';
    case 404:
      return 'HubSpot does not know it (404); it may have been deleted meanwhile';
    default:
      return message.replace(/\.$/, '');
  }
}

/** The flows that a document enrols records in. */
function targetsOf(document: unknown): readonly string[] {
  const reading = readFlow(document);
  if (reading.kind !== 'read') return [];
  return [...reading.automation.nodes.values()].flatMap((node) =>
    node.kind === 'enrol' ? [node.automationId] : [],
  );
}
