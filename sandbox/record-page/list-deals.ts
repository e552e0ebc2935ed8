import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import { type DisplayFacts, formatProperty } from './format-property.ts';
import type { PortalClient } from './portal-client.ts';
import type { PortalRecord } from './read-record.ts';
import type { DealPage } from './wire.ts';

const PAGE_SIZE = 25;

interface SearchReply {
  readonly total: number;
  readonly results: readonly PortalRecord[];
  readonly paging?: { readonly next?: { readonly after: string } };
}

/**
 * One page of the portal's deals by name.
 *
 * @param query - words to find in the deal's name; empty for all
 * @param after - the place to go on from, as the page before told it
 */
export async function listDeals(
  client: PortalClient,
  facts: DisplayFacts,
  query: string,
  after: string | undefined,
): Promise<DealPage> {
  const wanted = [
    'dealname',
    'amount',
    'dealstage',
    'closedate',
    'hubspot_owner_id',
    RECORD_PROPERTY.routingHold,
  ];
  const reply = await client.post<SearchReply>('/crm/v3/objects/deals/search', {
    ...(query === '' ? {} : { query }),
    filterGroups: [],
    sorts: ['dealname'],
    properties: wanted.filter((name) => facts.definitions.has(name)),
    limit: PAGE_SIZE,
    ...(after === undefined ? {} : { after }),
  });
  return {
    total: reply.total,
    after: reply.paging?.next?.after ?? null,
    deals: reply.results.map(({ id, properties }) => {
      const show = (name: string) => formatProperty(name, properties[name], facts);
      return {
        objectId: Number(id),
        name: properties.dealname || 'Unnamed deal',
        stage: show('dealstage'),
        amount: show('amount'),
        owner: show('hubspot_owner_id') || 'No owner',
        closeDate: show('closedate'),
        onHold: properties[RECORD_PROPERTY.routingHold] === 'true',
      };
    }),
  };
}
