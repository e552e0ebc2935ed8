import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { SALES_STAGE } from '../../sandbox/hubspot/seed/pipelines.ts';
import type { ChangeSource } from '../../sandbox/hubspot/store/model.ts';
import { createHubSpotChanges } from '../../server/adapters/hubspot/watch/record-changes.ts';
import { startChangesPortal } from '../adapters/hubspot/changes-portal.ts';
import { recordChangesSuite } from './record-changes.suite.ts';

const MAYA = seedPerson('maya.chen@northwind.example');
const DALE = seedPerson('dale.ortiz@northwind.example');

const SOURCES = {
  person: { sourceType: 'CRM_UI', sourceId: `userId:${MAYA.userId}`, updatedByUserId: MAYA.userId },
  integration: { sourceType: 'INTEGRATION', sourceId: '77', sourceLabel: 'app 77' },
  workflow: { sourceType: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:5;actionExecutionIndex:0' },
} as const satisfies Record<string, ChangeSource>;

recordChangesSuite('HubSpot', async () => {
  const { running, client, create, write, archive } = await startChangesPortal();
  const { faults, clock } = running;
  const recordId = create('deals');
  const deleted = create('deals');
  archive('deals', deleted);
  const fail = (status: number) => faults.inject({ kind: 'status', status, times: Number.POSITIVE_INFINITY });
  return {
    changes: createHubSpotChanges(client),
    deal: { objectType: 'deal', recordId },
    noDeal: { objectType: 'deal', recordId: '404404404' },
    deleted: { objectType: 'deal', recordId: deleted },
    properties: { owner: 'hubspot_owner_id', stage: 'dealstage' },
    owners: [MAYA.ownerId, DALE.ownerId],
    stage: SALES_STAGE.contract,
    madeAt: new Date(clock.now()),
    now() {
      clock.advance(1000);
      return new Date(clock.now());
    },
    change(property, value, by) {
      const source = SOURCES[by];
      write('deals', recordId, { [property]: value }, source);
      return {
        kind: by,
        id: source.sourceId,
        ...(by === 'person' && { userId: String(MAYA.userId) }),
        ...(by === 'integration' && { label: 'app 77' }),
      };
    },
    makeDeals(count) {
      clock.advance(1000);
      return Array.from({ length: count }, () => create('deals'));
    },
    breakDown: () => fail(503),
    forbid: () => fail(403),
    mend: () => faults.clear(),
    close: () => running.close(),
  };
});
