import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import type { RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../server/adapters/hubspot/crm.ts';
import { installProperties } from '../../server/adapters/hubspot/install.ts';
import { startDealPortal } from '../adapters/hubspot/deal-portal.ts';
import { createLogLines } from '../adapters/hubspot/log-lines.ts';
import { createManualTiming } from '../adapters/hubspot/manual-timing.ts';
import { crmSuite } from './crm.suite.ts';

crmSuite('HubSpot', async ({ installed }) => {
  const {
    portal: running,
    deal,
    people,
    stages,
    create,
    readValue,
    editAsSomebody,
  } = await startDealPortal();
  const { logger } = createLogLines();
  const { origin, accessToken, faults, portal } = running;
  const client = createHubSpotClient({ accessToken, basePath: origin, logger, timing: createManualTiming() });
  if (installed) await installProperties(client, ['deal']);
  const recordIds = [
    deal.recordId,
    ...Array.from({ length: 260 }, (_, at) => create('deals', { dealname: `Deal ${at}` })),
  ];
  const list = await makeList(running, recordIds);
  const ready = running.writeLog.length;

  const fail = (status: number) => faults.inject({ kind: 'status', status, times: Number.POSITIVE_INFINITY });
  return {
    crm: createHubSpotCrm({ client, logger }),
    installHint: 'handrail install',
    deal,
    noDeal: { objectType: 'deal', recordId: '404404404' },
    expected: {
      title: 'Aurora Grid: group rollout',
      owner: people.owner,
      stage: stages.now,
      facts: {
        number: { name: 'deal.amount', fact: { state: 'known', value: 84_000 } },
        text: { name: 'deal.dealname', fact: { state: 'known', value: 'Aurora Grid: group rollout' } },
        blank: { name: 'deal.description', fact: { state: 'blank' } },
        company: { name: 'company.country', fact: { state: 'known', value: 'Sweden' } },
      },
    },
    list: { ...list, recordIds },
    unknownProperty: 'deal.no_such_property',
    otherOwner: people.other,
    otherStage: stages.other,
    textProperty: 'description',
    tag: readValue,
    ownerId: () => readValue('hubspot_owner_id'),
    stageId: () => readValue('dealstage'),
    value: readValue,
    setTag: (name, value) => editAsSomebody({ [name]: value }),
    change: (property, value) => editAsSomebody({ [property]: value }),
    activities(kind) {
      const [type, body] =
        kind === 'note' ? (['notes', 'hs_note_body'] as const) : (['tasks', 'hs_task_body'] as const);
      return portal.associations
        .list({ type: 'deals', id: deal.recordId }, type)
        .map(({ toId }) => ({ id: toId, body: portal.value(portal.require(type, toId), body) }));
    },
    deactivate: (email) => portal.people.deactivate(seedPerson(email).userId),
    writes: () => running.writeLog.slice(ready).filter(({ method }) => method !== 'UI').length,
    breakDown: () => fail(503),
    forbid: () => fail(403),
    loseNextReply({ thenBreakDown } = { thenBreakDown: false }) {
      faults.inject({ kind: 'lose-reply', method: 'PATCH' });
      faults.inject({ kind: 'lose-reply', path: '/objects/(notes|tasks)$', method: 'POST' });
      if (thenBreakDown) portal.onChange(() => fail(503));
    },
    mend: () => faults.clear(),
    async close() {
      await running.close();
      if (running.unknownCalls.length > 0) {
        throw new Error(`the portal does not know ${JSON.stringify(running.unknownCalls)}`);
      }
    },
  };
});

/** A list that somebody keeps in the portal. */
async function makeList({ origin, accessToken }: RunningPortal, recordIds: readonly string[]) {
  const send = async (method: string, path: string, body: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const response = await fetch(origin + path, { method, headers, body: JSON.stringify(body) });
    return response.json();
  };
  const name = 'Deals of the import / May';
  const made = await send('POST', '/crm/v3/lists', { name, objectTypeId: '0-3', processingType: 'MANUAL' });
  const { listId } = (made as { list: { listId: string } }).list;
  await send('PUT', `/crm/v3/lists/${listId}/memberships/add`, recordIds);
  return { listId, name };
}
