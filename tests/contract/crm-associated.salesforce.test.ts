import { INTEGRATION_USERNAME } from '../../sandbox/salesforce/seed/people.ts';
import { createSalesforceCrm } from '../../server/adapters/salesforce/crm.ts';
import { closeOrg, openOrg, plantDeal } from '../adapters/salesforce/deal-org.ts';
import { crmAssociatedSuite } from './crm-associated.suite.ts';

crmAssociatedSuite('Salesforce', async () => {
  const { org, client, logger } = await openOrg();
  const { deal, companyId } = plantDeal(org);
  const addDeal = (Name: string, StageName: string) =>
    org.plant('Opportunity', { Name, StageName, CloseDate: '2026-12-31', AccountId: companyId });
  const addContact = (at: number) =>
    org.plant('Contact', { FirstName: 'Bo', LastName: `Buyer ${at}`, AccountId: companyId });
  const second = addDeal('Aurora Grid: south', 'Negotiation/Review');
  const lost = addDeal('Aurora Grid: pilot', 'Closed Lost');
  const contact = addContact(0);
  const breakDown = () => org.faults.inject({ kind: 'status', status: 503, times: Number.POSITIVE_INFINITY });
  return {
    crm: createSalesforceCrm({ client, logger }),
    company: { objectType: 'company', recordId: companyId },
    noCompany: { objectType: 'company', recordId: '001Hr0000000099' },
    openDeals: { [deal.recordId]: 'Aurora Grid: group rollout', [second]: 'Aurora Grid: south' },
    closedDeals: { [lost]: 'Aurora Grid: pilot' },
    contacts: { [contact]: 'Bo Buyer 0' },
    addContacts: (count) => {
      for (let at = 1; at <= count; at += 1) addContact(at);
    },
    breakDown,
    forbid: () => org.lock(INTEGRATION_USERNAME, true),
    close: () => closeOrg(org),
  };
});
