import type { RecordPropertyName } from '@handrail/contracts/crm-properties';
import { customFieldName } from '../../sandbox/salesforce/schema/handrail-fields.ts';
import { INTEGRATION_USERNAME } from '../../sandbox/salesforce/seed/people.ts';
import { createSalesforceCrm } from '../../server/adapters/salesforce/crm.ts';
import {
  closeOrg,
  NOW,
  OTHER,
  OWNER,
  openOrg,
  personIn,
  plantDeal,
  stage,
} from '../adapters/salesforce/deal-org.ts';
import { installIn } from '../fixtures/installed-org.ts';
import { crmSuite } from './crm.suite.ts';
import type { CrmWorld } from './crm-world.ts';

/** What an install writes is not a write of the port. */
const SETUP = 'PermissionSetAssignment';

crmSuite('Salesforce', async ({ installed }) => worldIn(await openOrg({ installed })));

/** The same promises where the fields came by a deployment, and the integration user sees them by a permission set. */
crmSuite('Salesforce, after "handrail salesforce install"', async ({ installed }) => {
  const opened = await openOrg({ installed: false });
  if (installed) await installIn(opened.org, [{ username: INTEGRATION_USERNAME, role: 'integration' }]);
  return worldIn(opened);
});

async function worldIn({ org, client, logger }: Awaited<ReturnType<typeof openOrg>>): Promise<CrmWorld> {
  const { deal } = plantDeal(org);
  const others = Array.from({ length: 260 }, (_, at) =>
    org.plant('Opportunity', { Name: `Deal ${at}`, StageName: 'Prospecting', CloseDate: '2026-12-31' }),
  );
  const name = 'Deals of the import / May';
  const listId = org.addListView(
    'Opportunity',
    name,
    'SELECT Name, StageName FROM Opportunity ORDER BY Name',
  );
  const read = (field: string): string => {
    const value = org.get(deal.recordId)[field];
    return value === null || value === undefined ? '' : String(value);
  };
  const edit = (values: Readonly<Record<string, string | boolean | null>>) =>
    org.update(deal.recordId, values, { as: OTHER });
  const tagValue = (value: string) =>
    value === 'true' || value === 'false' ? value === 'true' : value || null;
  const breakDown = () => org.faults.inject({ kind: 'status', status: 503, times: Number.POSITIVE_INFINITY });

  return {
    crm: createSalesforceCrm({ client, logger, clock: { now: () => NOW } }),
    installHint: 'deploy the Handrail package (extensions/salesforce)',
    deal,
    noDeal: { objectType: 'deal', recordId: '006Hr0000000099' },
    expected: {
      title: 'Aurora Grid: group rollout',
      owner: personIn(org, OWNER),
      stage: stage('Qualification'),
      facts: {
        number: { name: 'deal.amount', fact: { state: 'known', value: 84_000 } },
        text: { name: 'deal.dealname', fact: { state: 'known', value: 'Aurora Grid: group rollout' } },
        blank: { name: 'deal.description', fact: { state: 'blank' } },
        company: { name: 'company.country', fact: { state: 'known', value: 'Sweden' } },
      },
    },
    list: { listId, name, recordIds: [deal.recordId, ...others] },
    unknownProperty: 'deal.no_such_property',
    otherOwner: personIn(org, OTHER),
    otherStage: stage('Negotiation/Review'),
    textProperty: 'NextStep',
    tag: (property: RecordPropertyName) => read(customFieldName(property)),
    ownerId: () => read('OwnerId'),
    stageId: () => read('StageName'),
    value: read,
    setTag: (property, value) => edit({ [customFieldName(property)]: tagValue(value) }),
    change: (field, value) => edit({ [field]: value }),
    activities: (kind) =>
      org.core.store
        .all('Task')
        .filter(({ values }) => values.WhatId === deal.recordId && values.IsClosed === (kind === 'note'))
        .map(({ id, values }) => ({ id, body: onPage(String(values.Description)) })),
    deactivate: (email) => org.deactivate(email),
    writes: () =>
      org.writes.filter(({ source, objectName }) => source.kind === 'api' && objectName !== SETUP).length,
    breakDown,
    forbid: () => org.lock(INTEGRATION_USERNAME, true),
    loseNextReply({ thenBreakDown } = { thenBreakDown: false }) {
      org.faults.inject({ kind: 'lose-reply', method: 'PATCH' });
      if (thenBreakDown) org.onCommit(breakDown);
    },
    mend() {
      org.faults.clear();
      org.lock(INTEGRATION_USERNAME, false);
    },
    close: () => closeOrg(org),
  };
}

/** Salesforce shows a task's comments as text: what looks like markup is escaped on its page. */
function onPage(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
