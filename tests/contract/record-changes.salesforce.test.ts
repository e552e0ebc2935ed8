import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { ActOptions } from '../../sandbox/salesforce/create-org.ts';
import { customFieldName } from '../../sandbox/salesforce/schema/handrail-fields.ts';
import { INTEGRATION_USERNAME, userIdOf } from '../../sandbox/salesforce/seed/people.ts';
import { createSalesforceChanges } from '../../server/adapters/salesforce/watch/record-changes.ts';
import { closeOrg, NOW, OTHER, OWNER, openOrg } from '../adapters/salesforce/deal-org.ts';
import { addIntegrationUser } from '../adapters/salesforce/integration-user.ts';
import { recordChangesSuite } from './record-changes.suite.ts';

const DEAL = { Name: 'Aurora Grid', StageName: 'Qualification', CloseDate: '2026-12-31' };

recordChangesSuite('Salesforce', async () => {
  const { org, client } = await openOrg();
  const sync = addIntegrationUser(org, 'sync@northwind.example');
  const automated = String(org.get(org.core.automatedUserId).Username);
  const recordId = org.create('Opportunity', DEAL, { as: OWNER });
  const deleted = org.create('Opportunity', DEAL, { as: OWNER });
  org.remove(deleted);
  const by = {
    person: { as: OWNER },
    integration: { as: 'sync@northwind.example' },
    workflow: { as: automated },
  } as const satisfies Record<string, ActOptions>;
  const sources = {
    // Salesforce never says that it was the person and not a flow that ran in their name.
    person: { kind: 'running_user', userId: userIdOf(org.core, OWNER) },
    integration: { kind: 'integration', userId: sync, label: 'Sync', isForeign: true },
    workflow: { kind: 'workflow', userId: org.core.automatedUserId, label: 'Automated Process' },
  } as const;
  const fail = () => org.faults.inject({ kind: 'status', status: 503, times: Number.POSITIVE_INFINITY });
  return {
    changes: createSalesforceChanges(client, { now: () => NOW }),
    deal: { objectType: 'deal', recordId },
    noDeal: { objectType: 'deal', recordId: '006Hr0000000099' },
    deleted: { objectType: 'deal', recordId: deleted },
    properties: { owner: 'OwnerId', stage: 'StageName' },
    owners: [userIdOf(org.core, OTHER), userIdOf(org.core, 'hana.sato@northwind.example')],
    stage: 'Negotiation/Review',
    madeAt: new Date(org.clock.now()),
    now() {
      org.advance(1000);
      return new Date(org.clock.now());
    },
    change(property, value, who) {
      const name = property === RECORD_PROPERTY.routingHold ? customFieldName(property) : property;
      org.advance(1000);
      org.update(recordId, { [name]: value === 'true' ? true : value || null }, by[who]);
      return sources[who];
    },
    makeDeals(count) {
      org.advance(1000);
      return Array.from({ length: count }, () => org.create('Opportunity', DEAL));
    },
    breakDown: fail,
    forbid: () => org.lock(INTEGRATION_USERNAME, true),
    mend() {
      org.faults.clear();
      org.lock(INTEGRATION_USERNAME, false);
    },
    close: () => closeOrg(org),
  };
});
