import type { Clock } from '../../../src/ports/clock.ts';
import { CrmError, type CrmPort } from '../../../src/ports/crm.ts';
import { createActivity } from './activities.ts';
import type { HubSpotClient, HubSpotLogger } from './client.ts';
import { listMembers } from './list-members.ts';
import { loadHandoff } from './load-handoff.ts';
import { loadHandoffs } from './load-handoffs.ts';
import { loadPeople } from './load-people.ts';
import { personOf, stagesOf } from './mapper.ts';
import { createPortalCatalog } from './portal-catalog.ts';
import { findRecordList, readRecordList } from './record-lists.ts';
import { writeProperties } from './record-writes.ts';
import { rememberFields, restoreField } from './restore-field.ts';

export interface HubSpotCrmOptions {
  readonly client: HubSpotClient;
  readonly logger: HubSpotLogger;
  /** For how long definitions, pipelines and people are remembered; the system's clock when left out. */
  readonly clock?: Clock;
}

/** HubSpot behind the CRM port, for one portal. */
export function createHubSpotCrm({
  client,
  logger,
  clock = { now: () => new Date() },
}: HubSpotCrmOptions): CrmPort {
  const catalog = createPortalCatalog(client, clock);
  return {
    async loadHandoff(record, factNames) {
      const handoff = await loadHandoff(client, catalog, record, factNames);
      const unread = Object.entries(handoff.facts).filter(([, fact]) => fact.state === 'unreadable');
      if (unread.length > 0) {
        logger.debug({ record, facts: unread.map(([name]) => name) }, 'hubspot facts not readable');
      }
      return handoff;
    },

    loadHandoffs: (objectType, recordIds, factNames) =>
      reading(() => loadHandoffs(client, catalog, { objectType, recordIds, factNames })),
    findRecordList: (objectType, idOrName) => findRecordList(client, objectType, idOrName),
    readRecordList: (listId, after) => readRecordList(client, listId, after),

    loadChoices: ({ objectType }) =>
      reading(async () => {
        const [owners, pipelines] = await Promise.all([
          catalog.owners('all', 'person'),
          catalog.pipelines(objectType, 'person'),
        ]);
        const people = owners.flatMap((owner) => personOf(owner) ?? []);
        return {
          owners: people.toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
          stages: stagesOf(pipelines),
        };
      }),

    listAssociated: (record, objectType, after) =>
      reading(() => listMembers(client, catalog, record, objectType, after)),

    async applyStep(step) {
      const { action } = step;
      switch (action.kind) {
        case 'add_note':
        case 'create_task':
          return createActivity(client, step, action);
        case 'remember_fields':
          return rememberFields(client, step, action);
        case 'restore_field':
          return restoreField(client, catalog, step, action);
        default:
          return writeProperties(client, catalog, step, action);
      }
    },

    resolveUser: (email) => reading(() => catalog.person(email.trim().toLowerCase(), 'person')),

    loadPeople: () => reading(() => loadPeople(client)),
  };
}

/** A reading that HubSpot refuses (a missing scope) is to its caller a reading that cannot be had now. */
async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof CrmError) || error.code !== 'refused') throw error;
    throw new CrmError('unavailable', error.message, error.internal, { cause: error });
  }
}
