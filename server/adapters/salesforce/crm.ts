import type { PlannedStep } from '../../../src/domain/playbook/step.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { CrmError, type CrmPort, type StepOutcome } from '../../../src/ports/crm.ts';
import { createActivity } from './activities.ts';
import type { SalesforceClient, SalesforceLogger } from './client.ts';
import { afterConversion } from './converted-lead.ts';
import { listMembers } from './list-members.ts';
import { findRecordList, readRecordList } from './list-views.ts';
import { loadHandoff, loadHandoffs } from './load-handoffs.ts';
import { loadPeople } from './load-people.ts';
import { createOrgCatalog } from './org-catalog.ts';
import { rememberFields, restoreField, writeFields } from './record-writes.ts';
import { objectOf } from './sobjects.ts';

export interface SalesforceCrmOptions {
  readonly client: SalesforceClient;
  readonly logger: SalesforceLogger;
  /** For how long definitions and people are remembered; the system's clock when left out. */
  readonly clock?: Clock;
}

/** Salesforce behind the CRM port, for one org. */
export function createSalesforceCrm({
  client,
  logger,
  clock = { now: () => new Date() },
}: SalesforceCrmOptions): CrmPort {
  const catalog = createOrgCatalog(client, clock);

  async function apply(step: PlannedStep): Promise<StepOutcome> {
    const { action } = step;
    switch (action.kind) {
      case 'add_note':
      case 'create_task':
        return createActivity(client, catalog, step, action);
      case 'remember_fields':
        return rememberFields({ client, catalog }, step, action);
      case 'restore_field':
        return restoreField({ client, catalog }, step, action);
      default:
        return writeFields({ client, catalog }, step, action);
    }
  }

  return {
    async loadHandoff(record, factNames) {
      const handoff = await loadHandoff({ client, catalog, patience: 'person' }, record, factNames);
      const unread = Object.entries(handoff.facts).filter(([, fact]) => fact.state === 'unreadable');
      if (unread.length > 0) {
        logger.debug({ record, facts: unread.map(([name]) => name) }, 'salesforce facts not readable');
      }
      return handoff;
    },

    loadHandoffs: (objectType, recordIds, factNames) =>
      reading(() => loadHandoffs({ client, catalog, patience: 'job' }, objectType, recordIds, factNames)),
    findRecordList: (objectType, idOrName) => findRecordList(client, objectType, idOrName),
    readRecordList: (listId, after) => readRecordList(client, listId, after),

    loadChoices: (record) =>
      reading(async () => {
        const [owners, stages] = await Promise.all([
          catalog.owners('person'),
          catalog.stages(objectOf(record), 'person'),
        ]);
        return { owners: owners.toSorted((a, b) => a.name.localeCompare(b.name, 'en')), stages };
      }),

    listAssociated: (record, objectType, after) =>
      reading(() => listMembers(client, record, objectType, after)),

    applyStep: (step) => apply(step).catch((error: unknown) => afterConversion(step, error)),

    resolveUser: (email) => reading(() => catalog.person(email.trim().toLowerCase(), 'person')),

    loadPeople: () => reading(() => loadPeople(client)),
  };
}

/** A reading that Salesforce refuses (a missing permission) is to its caller one that cannot be had now. */
async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof CrmError) || error.code !== 'refused') throw error;
    throw new CrmError('unavailable', error.message, error.internal, { cause: error });
  }
}
