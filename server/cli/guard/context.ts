import type { MendContext } from '../../../src/application/mending.ts';
import { Refusal } from '../../../src/application/refusal.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import { createHubSpotCrm } from '../../adapters/hubspot/crm.ts';
import { hubspotFieldNames } from '../../adapters/hubspot/flows/field-names.ts';
import { createHubSpotMending } from '../../adapters/hubspot/flows/mending.ts';
import type { CheckAction } from '../../adapters/hubspot/flows/read-action.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { createSystemIds } from '../../adapters/system/system-ids.ts';
import { createLogger } from '../../logger.ts';
import { refuse } from '../delegation/context.ts';
import { type OpenHubSpot, openHubSpot } from '../open-hubspot.ts';
import { withStore } from '../with-store.ts';
import { checkActionsOf } from './check-actions.ts';

/** What the commands that change workflows, or keep something about them, work through. */
export interface Mending {
  readonly context: MendContext;
  readonly tenantId: string;
  /** The active user with this address. @throws Refusal `unknown_person` */
  person(email: string): Promise<Person>;
}

/** The use cases of mending on an open store and an account. */
export function mendContextOf(
  store: Store,
  { client }: Pick<OpenHubSpot, 'client'>,
  {
    routes = [],
    checkActions = [],
  }: { readonly routes?: readonly string[]; readonly checkActions?: readonly CheckAction[] } = {},
): MendContext {
  const port = createHubSpotMending({ client, names: hubspotFieldNames(routes), checkActions });
  return {
    unitOfWork: store,
    clock: systemClock,
    ids: createSystemIds(systemClock),
    sha256,
    mendingOf: () => port,
  };
}

/** Opens store and account for a command. A refusal is told and ends with exit code 1. */
export async function withMending(
  { portal, route, json }: { portal?: string; route: readonly string[]; json: boolean },
  work: (mending: Mending) => Promise<void>,
): Promise<void> {
  await withStore(async (store) => {
    const account = openHubSpot(portal, store);
    const { client, tenantId } = account;
    const { checkActions } = await checkActionsOf(tenantId, []);
    const crm = createHubSpotCrm({ client, logger: createLogger('error') });
    const mending: Mending = {
      context: mendContextOf(store, account, { routes: route, checkActions }),
      tenantId,
      async person(email) {
        const found = await crm.resolveUser(email);
        if (found && found.userId !== undefined && found.active !== false) return found;
        throw new Refusal({
          code: 'unknown_person',
          message: `The CRM knows no active user ${email}. Check the address, or have the user added in the CRM.`,
        });
      },
    };
    try {
      await work(mending);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse([{ code: error.code, message: error.message }], json);
    }
  });
}
