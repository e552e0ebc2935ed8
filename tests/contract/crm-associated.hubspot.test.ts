import { SALES_PIPELINE_ID, SALES_STAGE } from '../../sandbox/hubspot/seed/pipelines.ts';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../server/adapters/hubspot/crm.ts';
import { startDealPortal } from '../adapters/hubspot/deal-portal.ts';
import { createLogLines } from '../adapters/hubspot/log-lines.ts';
import { createManualTiming } from '../adapters/hubspot/manual-timing.ts';
import { crmAssociatedSuite } from './crm-associated.suite.ts';

crmAssociatedSuite('HubSpot', async () => {
  const { portal: running, deal, companyId } = await startDealPortal();
  const { logger } = createLogLines();
  const { origin, accessToken, faults, portal } = running;
  const client = createHubSpotClient({ accessToken, basePath: origin, logger, timing: createManualTiming() });
  const context = { method: 'SEED', path: '', body: null, source: { sourceType: 'IMPORT' } };
  const associations = [{ toType: 'companies' as const, toId: companyId }];
  const addDeal = (dealname: string, dealstage: string) =>
    portal.create('deals', { dealname, dealstage, pipeline: SALES_PIPELINE_ID }, context, { associations })
      .id;
  const addContact = (at: number) =>
    portal.create(
      'contacts',
      { firstname: 'Bo', lastname: `Buyer ${at}`, email: `bo.${at}@aurora.example` },
      context,
      { associations },
    ).id;
  const second = addDeal('Aurora Grid: south', SALES_STAGE.contract);
  const lost = addDeal('Aurora Grid: pilot', SALES_STAGE.lost);
  const contact = addContact(0);
  const fail = (status: number) => faults.inject({ kind: 'status', status, times: Number.POSITIVE_INFINITY });
  return {
    crm: createHubSpotCrm({ client, logger }),
    company: { objectType: 'company', recordId: companyId },
    noCompany: { objectType: 'company', recordId: '404404404' },
    openDeals: { [deal.recordId]: 'Aurora Grid: group rollout', [second]: 'Aurora Grid: south' },
    closedDeals: { [lost]: 'Aurora Grid: pilot' },
    contacts: { [contact]: 'Bo Buyer 0' },
    addContacts: (count) => {
      for (let at = 1; at <= count; at += 1) addContact(at);
    },
    breakDown: () => fail(503),
    forbid: () => fail(403),
    close: async () => {
      await running.close();
      if (running.unknownCalls.length > 0) {
        throw new Error(`the portal does not know ${JSON.stringify(running.unknownCalls)}`);
      }
    },
  };
});
