import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import type { AutomationDocument, MendDraft } from '../../../../src/domain/guard/mend/mend.ts';
import type { MendingPort, PreparedMend, WriteOutcome } from '../../../../src/ports/automations.ts';
import { CrmError } from '../../../../src/ports/crm.ts';
import { HubSpotCallError, propertiesMissing } from '../errors.ts';
import { hubspotPath } from '../paths.ts';
import { readProperties } from '../portal-catalog.ts';
import { createHubSpotAutomations, type HubSpotAutomationsOptions } from './automations.ts';
import { bodyOf, flowDifferences } from './flow-body.ts';
import { anyDocumentSchema } from './flow-schema.ts';
import { findHoldList, makeHoldList, tidyHoldList } from './hold-list.ts';
import { asObject, idOf, member } from './json-shape.ts';
import { draftWithList, HOLD_LIST_NAME, HOLD_LIST_TO_BE_MADE } from './mend-draft.ts';
import { readListsOf } from './read-lists.ts';

/** The workflows of one portal, to read and to mend. */
export function createHubSpotMending(options: HubSpotAutomationsOptions): MendingPort {
  const { client, checkActions = [] } = options;
  const automations = createHubSpotAutomations(options);

  async function fetchFlow(id: string): Promise<AutomationDocument> {
    const raw = await client.send({
      method: 'GET',
      path: hubspotPath('flow', { flowId: id }),
      schema: anyDocumentSchema,
      purpose: `read workflow ${id}`,
      patience: 'job',
    });
    return asObject(raw) ?? {};
  }

  /** What a PUT whose reply was lost left: our document at another revision than we sent. */
  async function findWritten(
    id: string,
    document: AutomationDocument,
    revision: string,
  ): Promise<AutomationDocument | null> {
    const found = await fetchFlow(id);
    const isOurs = revisionOf(found) !== revision && flowDifferences(document, found).length === 0;
    return isOurs ? found : null;
  }

  async function write(id: string, document: AutomationDocument, revision: string): Promise<WriteOutcome> {
    try {
      const reply = await client.send({
        method: 'PUT',
        path: hubspotPath('flow', { flowId: id }),
        body: bodyOf(document, revision),
        schema: anyDocumentSchema,
        purpose: `change workflow ${id}`,
        patience: 'job',
        findEarlier: () => findWritten(id, document, revision),
      });
      const told = revisionOf(asObject(reply) ?? {});
      return { kind: 'written', revision: told ?? revisionOf(await fetchFlow(id)) ?? '' };
    } catch (error) {
      if (!(error instanceof HubSpotCallError) || error.retryable) throw error;
      return refusalOf(id, document, revision, error);
    }
  }

  /** HubSpot does not say in which words it refuses an old revision, so the flow itself is asked. */
  async function refusalOf(
    id: string,
    document: AutomationDocument,
    revision: string,
    error: HubSpotCallError,
  ): Promise<WriteOutcome> {
    const why = error.message.replace(/ Mend this in HubSpot, then try again\.$/, '');
    if (error.status === 403 || error.status === 404) return { kind: 'refused', why };
    const now = await fetchFlow(id);
    const present = revisionOf(now);
    if (present === revision || present === null) return { kind: 'refused', why };
    // An attempt before this one may have arrived without an answer.
    return flowDifferences(document, now).length === 0
      ? { kind: 'written', revision: present }
      : { kind: 'changed_meanwhile' };
  }

  async function prepareList(draft: MendDraft, dryRun: boolean): Promise<PreparedMend> {
    const found = (await findHoldList(client)) ?? (dryRun ? null : await makeHoldList(client));
    if (!found) return { kind: 'ready', draft };
    if (!found.isOurs) {
      const why = `There is a list "${HOLD_LIST_NAME}" with another filter than Handrail gives it. Rename or delete it in HubSpot, then try again.`;
      return { kind: 'obstacle', code: 'list_name_taken', why };
    }
    const former = withoutPlaceholder(draft.document);
    const document = draftWithList(former, Number(found.listId), { checkActions }).document;
    const lists = await readListsOf(client, [document]);
    return {
      kind: 'ready',
      draft: draftWithList(former, Number(found.listId), { checkActions, lists }),
    };
  }

  return {
    ...automations,
    differences: flowDifferences,
    write,
    async prepare(draft, { dryRun = false } = {}) {
      await requireHoldProperty(draft);
      return draft.way === 'exclusion_list' ? prepareList(draft, dryRun) : { kind: 'ready', draft };
    },
    tidy: (tidying) => tidyHoldList(client, () => automations.readAll(), tidying),
  };

  /** A filter on a property that is not there excludes nobody. */
  async function requireHoldProperty({ automation: { recordKind } }: MendDraft): Promise<void> {
    const objectType = OBJECT_TYPES.find((type) => type === recordKind);
    if (!objectType) return;
    const { routingHold } = RECORD_PROPERTY;
    const found = (await readProperties(client, objectType, 'job')).get(routingHold);
    if (found?.type === 'bool') return;
    throw new CrmError(
      'properties_missing',
      propertiesMissing([routingHold]),
      `${objectType} property ${routingHold} is ${found ? found.type : 'not there'}`,
    );
  }
}

function revisionOf(document: AutomationDocument): string | null {
  return idOf(member(document, 'revisionId'));
}

/** The document of a draft as it was before a list was put into it. */
function withoutPlaceholder(document: AutomationDocument): AutomationDocument {
  const ids = document.suppressionListIds;
  return Array.isArray(ids)
    ? { ...document, suppressionListIds: ids.filter((id) => id !== HOLD_LIST_TO_BE_MADE) }
    : document;
}
