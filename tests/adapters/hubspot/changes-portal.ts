import { SALES_PIPELINE_ID, SALES_STAGE } from '../../../sandbox/hubspot/seed/pipelines.ts';
import { type RunningPortal, startPortal } from '../../../sandbox/hubspot/start-portal.ts';
import type { ChangeSource } from '../../../sandbox/hubspot/store/model.ts';
import type { ObjectType } from '../../../sandbox/hubspot/store/object-types.ts';
import { createHubSpotClient, type HubSpotClient } from '../../../server/adapters/hubspot/client.ts';
import { installProperties } from '../../../server/adapters/hubspot/install.ts';
import { createLogLines } from './log-lines.ts';
import { createManualTiming } from './manual-timing.ts';

/** An empty sandbox portal, with our properties, whose clock stands until a write moves it on by a second. */
export interface ChangesPortal {
  readonly running: RunningPortal;
  readonly client: HubSpotClient;
  create(type: ObjectType, properties?: Readonly<Record<string, string>>): string;
  write(
    type: ObjectType,
    id: string,
    properties: Readonly<Record<string, string>>,
    source: ChangeSource,
  ): void;
  archive(type: ObjectType, id: string): void;
}

const START = new Date('2026-11-23T09:00:00.000Z');
const SEED = { method: 'SEED', path: '', body: null, source: { sourceType: 'IMPORT' } };

export async function startChangesPortal(): Promise<ChangesPortal> {
  const running = await startPortal({ clientSecret: 'secret', seed: 'empty', rateLimit: 'off', now: START });
  const { origin, accessToken, portal, clock } = running;
  const { logger } = createLogLines();
  const client = createHubSpotClient({ accessToken, basePath: origin, logger, timing: createManualTiming() });
  await installProperties(client, ['deal', 'contact', 'company', 'ticket']);
  const deal = { dealname: 'Deal', pipeline: SALES_PIPELINE_ID, dealstage: SALES_STAGE.qualified };
  return {
    running,
    client,
    create: (type, properties = type === 'deals' ? deal : {}) => portal.create(type, properties, SEED).id,
    write(type, id, properties, source) {
      clock.advance(1000);
      portal.update(portal.require(type, id), properties, { ...SEED, source });
    },
    archive: (type, id) => portal.archive(type, id, SEED),
  };
}
