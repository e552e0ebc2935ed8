import { z } from 'zod';
import { CrmError } from '../../../../src/ports/crm.ts';
import { API_VERSION, type SalesforceClient } from '../client.ts';
import { SalesforceCallError } from '../errors.ts';
import type { MetadataDocument } from '../metadata/read-documents.ts';
import { documentOfJson } from './document-of-json.ts';
import type { ListedFlow } from './list-flows.ts';

/** Flows a call: metadata is made while we wait, and the day has only so many calls. Salesforce takes 25. */
const BATCH = 10;
const ATTEMPT_MS = 30_000;

const flowSchema = z.object({ Metadata: z.unknown() });
type ToldFlow = z.infer<typeof flowSchema>;

const batchSchema = z.object({
  compositeResponse: z.array(
    z.object({ referenceId: z.string(), httpStatusCode: z.number(), body: z.unknown() }),
  ),
});

/** What came of asking for one flow. */
type Asked =
  | { readonly kind: 'told'; readonly flow: ToldFlow }
  | { readonly kind: 'refused'; readonly why: string; readonly gone: boolean; readonly forAll: boolean };

/**
 * The active versions of flows with all they do. A flow that is not told comes with the reason. What a batch leaves
 * out is asked for alone, which tells why.
 *
 * @param onRead called with the number of flows that were read so far
 * @throws CrmError `unavailable`
 */
export async function readFlows(
  client: SalesforceClient,
  flows: readonly ListedFlow[],
  onRead: (done: number) => void = () => {},
): Promise<readonly MetadataDocument[]> {
  const documents: MetadataDocument[] = [];
  let refusal: Extract<Asked, { kind: 'refused' }> | undefined;
  for (let from = 0; from < flows.length; from += BATCH) {
    const batch = flows.slice(from, from + BATCH);
    const told = refusal ? new Map<string, ToldFlow>() : await readBatch(client, batch);
    for (const flow of batch) {
      const known = told.get(flow.versionId);
      const asked: Asked = known ? { kind: 'told', flow: known } : (refusal ?? (await readOne(client, flow)));
      // Who may not read one flow for want of a permission may read none: that is not asked two thousand times.
      if (asked.kind === 'refused' && asked.forAll) refusal = asked;
      documents.push(documentOf(flow, asked));
    }
    onRead(documents.length);
  }
  return documents;
}

/** What a batch tells, by version; nothing when Salesforce refuses the batch as a whole. */
async function readBatch(
  client: SalesforceClient,
  flows: readonly ListedFlow[],
): Promise<ReadonlyMap<string, ToldFlow>> {
  try {
    const { compositeResponse } = await client.send({
      method: 'POST',
      path: '/tooling/composite',
      template: '/tooling/composite',
      body: {
        allOrNone: false,
        compositeRequest: flows.map(({ versionId }) => ({
          method: 'GET',
          url: `/services/data/v${API_VERSION}${addressOf(versionId)}`,
          referenceId: versionId,
        })),
      },
      schema: batchSchema,
      purpose: 'read the flows',
      patience: 'job',
      attemptMs: ATTEMPT_MS,
    });
    return new Map(
      compositeResponse.flatMap(({ referenceId, httpStatusCode, body }): readonly [string, ToldFlow][] => {
        const parsed = flowSchema.safeParse(body);
        return httpStatusCode === 200 && parsed.success ? [[referenceId, parsed.data]] : [];
      }),
    );
  } catch (error) {
    if (error instanceof CrmError && error.code !== 'unavailable') return new Map();
    throw error;
  }
}

async function readOne(client: SalesforceClient, { versionId, label }: ListedFlow): Promise<Asked> {
  try {
    const flow = await client.send({
      method: 'GET',
      path: addressOf(versionId),
      template: '/tooling/sobjects/Flow/{id}',
      namesRecord: true,
      schema: flowSchema,
      purpose: `read the flow "${label}"`,
      patience: 'job',
      attemptMs: ATTEMPT_MS,
    });
    return { kind: 'told', flow };
  } catch (error) {
    if (!(error instanceof SalesforceCallError) || error.code === 'unavailable') throw error;
    if (error.code === 'record_not_found') {
      const why = 'Salesforce does not know it (404); it may have been deleted or replaced meanwhile';
      return { kind: 'refused', why, gone: true, forAll: false };
    }
    const forAll = PERMISSION_CODES.has(error.errorCode ?? '');
    const why = forAll
      ? 'the Tooling API does not show flows to the integration user; give it the permissions "View Setup and Configuration" and "Manage Flow"'
      : error.message.replace(/\.$/, '');
    return { kind: 'refused', why, gone: false, forAll };
  }
}

/** To somebody without the permission the org says that there is no such object. */
const PERMISSION_CODES: ReadonlySet<string> = new Set(['INVALID_TYPE', 'INSUFFICIENT_ACCESS']);

function addressOf(versionId: string): string {
  return `/tooling/sobjects/Flow/${versionId}`;
}

function documentOf({ name, label, namespace, versionId }: ListedFlow, asked: Asked): MetadataDocument {
  const common = { kind: 'flow', name, source: name } as const;
  if (asked.kind === 'refused') return { ...common, label, why: asked.why, gone: asked.gone };
  const { Metadata: metadata } = asked.flow;
  if (metadata === null || metadata === undefined) {
    const why =
      namespace === null
        ? 'Salesforce does not show what is in it'
        : `it belongs to the managed package ${namespace}, which hides what it does`;
    return { ...common, label, why };
  }
  const document = documentOfJson(metadata);
  if (!document)
    return { ...common, label, why: 'Salesforce tells it in a form that Handrail does not understand' };
  return { ...common, document, revision: versionId };
}
