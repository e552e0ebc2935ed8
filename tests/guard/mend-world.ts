import { afterEach } from '@jest/globals';
import type { FlowInput } from '../../sandbox/hubspot/engine/flow-document.ts';
import type { PortalOptions, RunningPortal } from '../../sandbox/hubspot/start-portal.ts';
import { editAsUser } from '../../sandbox/hubspot/user-actions.ts';
import { createHubSpotClient } from '../../server/adapters/hubspot/client.ts';
import { hubspotFieldNames } from '../../server/adapters/hubspot/flows/field-names.ts';
import { createHubSpotMending } from '../../server/adapters/hubspot/flows/mending.ts';
import { installProperties } from '../../server/adapters/hubspot/install.ts';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { createSystemIds } from '../../server/adapters/system/system-ids.ts';
import { checkCoverage } from '../../src/application/check-coverage.ts';
import type { MendContext } from '../../src/application/mending.ts';
import { OBJECT_TYPES } from '../../src/contracts/vocabulary.ts';
import type { MendingPort } from '../../src/ports/automations.ts';
import { createManualTiming } from '../adapters/hubspot/manual-timing.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { MAYA } from '../sandbox/flow-fixture.ts';
import { openPortal, PORTAL_NOW } from '../sandbox/portal-fixture.ts';

const SILENT = { debug: () => {}, warn: () => {} };
export const TENANT = 'hubspot:48100000';

/** A portal with Handrail's properties in it, and the use cases of mending on a store of their own. */
export interface MendWorld {
  readonly running: RunningPortal;
  readonly store: Store;
  readonly port: MendingPort;
  readonly context: MendContext;
  verdict(flowId: string): Promise<string>;
  /** The document as the portal keeps it, but for what changes with every write. */
  flow(flowId: string): unknown;
  create(input: FlowInput): string;
  /** Types of the trail's entries, with the whole text of all of them. */
  trail(): Promise<{ readonly types: readonly string[]; readonly text: string }>;
  /** How many writes the portal took. */
  writes(): number;
}

const open: Store[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()));
});

export async function openMendWorld(
  options: Partial<PortalOptions> & { readonly installed?: boolean } = {},
): Promise<MendWorld> {
  const { installed = true, ...portal } = options;
  const timing = createManualTiming();
  const { running } = await openPortal({ wallClock: () => timing.now(), ...portal });
  const client = createHubSpotClient({
    accessToken: running.accessToken,
    basePath: running.origin,
    logger: SILENT,
    timing,
  });
  if (installed) await installProperties(client, OBJECT_TYPES);
  const store = await openStore({ sha256 });
  open.push(store);
  const clock = { now: () => PORTAL_NOW };
  const port = createHubSpotMending({ client, names: hubspotFieldNames() });
  const context: MendContext = {
    unitOfWork: store,
    clock,
    sha256,
    ids: createSystemIds({ now: () => new Date() }),
    mendingOf: () => port,
  };
  return {
    running,
    store,
    port,
    context,
    async verdict(flowId) {
      const { coverages } = await checkCoverage({ automations: port }, { only: flowId });
      return coverages[0]?.verdict ?? 'none';
    },
    flow(flowId) {
      const { revisionId: _, updatedAt: __, ...rest } = running.flows.require(flowId);
      return rest;
    },
    create: (input) => running.flows.create(input).id,
    async trail() {
      const entries = await store.transact(TENANT, (tx) => tx.readAudit({ limit: 100 }));
      const bodies = entries.map(({ body }) => JSON.parse(body) as { type: string });
      return { types: bodies.map(({ type }) => type), text: JSON.stringify(bodies) };
    },
    writes: () => running.writeLog.length,
  };
}

/** Sets properties of a record as a person does, and runs the workflows. */
export async function edit(
  running: RunningPortal,
  objectType: 'deals' | 'contacts' | 'tickets' | 'companies',
  objectId: string,
  properties: Record<string, string>,
): Promise<void> {
  editAsUser(running.portal, MAYA.email, { objectType, objectId, properties });
  await running.engine.runUntilQuiet();
}

/** A new record, made by a person; the workflows have not run yet. */
export function make(
  running: RunningPortal,
  objectType: 'deals' | 'contacts' | 'tickets' | 'companies',
  properties: Record<string, string> = {},
): string {
  const context = { method: 'UI', path: '', body: null, source: { sourceType: 'CRM_UI' } };
  return running.portal.create(objectType, properties, context).id;
}

/** A record's present value. */
export function present(
  running: RunningPortal,
  objectType: 'deals' | 'contacts' | 'tickets' | 'companies',
  id: string,
  property: string,
): string {
  return running.portal.value(running.portal.require(objectType, id), property);
}
