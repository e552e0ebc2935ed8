import { z } from 'zod';
import { CrmError } from '../../../../src/ports/crm.ts';
import type { SalesforceClient } from '../client.ts';
import { SalesforceCallError } from '../errors.ts';
import { queryAll } from '../queries.ts';

/** One flow that is on, as the org lists it. */
export interface ListedFlow {
  /** With the namespace of its package, as other flows call it. */
  readonly name: string;
  readonly label: string;
  readonly versionId: string;
  /** The managed package it belongs to; null for the org's own. */
  readonly namespace: string | null;
}

const rowSchema = z
  .object({
    ApiName: z.string(),
    Label: z.string().nullish(),
    ActiveVersionId: z.string(),
    NamespacePrefix: z.string().nullish(),
  })
  .transform(({ ApiName, Label, ActiveVersionId, NamespacePrefix }): ListedFlow => {
    const namespace = NamespacePrefix || null;
    const isBare = namespace !== null && !ApiName.startsWith(`${namespace}__`);
    return {
      name: isBare ? `${namespace}__${ApiName}` : ApiName,
      label: Label || ApiName,
      versionId: ActiveVersionId,
      namespace,
    };
  });

/**
 * Every flow and process that has an active version. `IsActive` is not asked for: it speaks of the latest version,
 * and a flow with a newer draft still runs.
 *
 * @throws CrmError `refused` when the integration user may not see them; `unavailable`
 */
export async function listFlows(client: SalesforceClient): Promise<readonly ListedFlow[]> {
  try {
    const flows = await queryAll(client, {
      soql: 'SELECT ApiName, Label, ActiveVersionId, NamespacePrefix FROM FlowDefinitionView WHERE ActiveVersionId != null',
      record: rowSchema,
      purpose: 'list the flows',
      patience: 'job',
    });
    // A flow may come to stand on two pages while they are read.
    return [...new Map(flows.map((flow) => [flow.name, flow])).values()];
  } catch (error) {
    if (error instanceof SalesforceCallError && error.errorCode === 'INVALID_TYPE') throw notShown(error);
    throw error;
  }
}

/** To somebody without the permission the org says that there is no such object. */
function notShown(cause: SalesforceCallError): CrmError {
  return new CrmError(
    'refused',
    'Handrail may not see the flows of this org. Give the integration user the permission "View Setup and Configuration", and the permission set of the Handrail package.',
    cause.internal,
    { cause },
  );
}
