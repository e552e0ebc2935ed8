import type { markReviewed } from '../../../src/application/mark-reviewed.ts';
import type { MendContext } from '../../../src/application/mending.ts';
import { Refusal } from '../../../src/application/refusal.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import type { CrmPort } from '../../../src/ports/crm.ts';
import { createHubSpotCrm } from '../../adapters/hubspot/crm.ts';
import { hubspotFieldNames } from '../../adapters/hubspot/flows/field-names.ts';
import { createHubSpotMending } from '../../adapters/hubspot/flows/mending.ts';
import type { CheckAction } from '../../adapters/hubspot/flows/read-action.ts';
import { createSalesforceAutomations } from '../../adapters/salesforce/automations/automations.ts';
import { createSalesforceCrm } from '../../adapters/salesforce/crm.ts';
import { salesforceFieldNames } from '../../adapters/salesforce/metadata/field-names.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { createSystemIds } from '../../adapters/system/system-ids.ts';
import { vendorOfAutomation } from '../../automation-ports.ts';
import { createLogger } from '../../logger.ts';
import { refuse } from '../delegation/context.ts';
import { type OpenHubSpot, openHubSpot } from '../open-hubspot.ts';
import { openSalesforce } from '../open-salesforce.ts';
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

/** What a command needs that keeps something about one automation, in whichever CRM it stands. */
export interface Reviewing {
  readonly context: Parameters<typeof markReviewed>[0];
  readonly tenantId: string;
  /** The active user with this address. @throws Refusal `unknown_person` */
  person(email: string): Promise<Person>;
}

/** Opens store and CRM for a command about one automation. A refusal is told and ends with exit code 1. */
export async function withReviewing(
  options: { flow: string; portal?: string; route: readonly string[]; json: boolean },
  work: (reviewing: Reviewing) => Promise<void>,
): Promise<void> {
  if (vendorOfAutomation(options.flow) === 'hubspot') {
    return withMending(options, ({ context, ...rest }) =>
      work({ ...rest, context: { ...context, automationsOf: context.mendingOf } }),
    );
  }
  await withStore(async (store) => {
    const { client, tenantId } = openSalesforce();
    const names = salesforceFieldNames(options.route);
    const automations = createSalesforceAutomations({ client, names });
    const crm = createSalesforceCrm({ client, logger: createLogger('error') });
    await tellRefusal(options.json, () =>
      work({
        context: { unitOfWork: store, clock: systemClock, sha256, automationsOf: () => automations },
        tenantId,
        person: (email) => activePerson(crm, email),
      }),
    );
  });
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
      person: (email) => activePerson(crm, email),
    };
    await tellRefusal(json, () => work(mending));
  });
}

async function activePerson(crm: Pick<CrmPort, 'resolveUser'>, email: string): Promise<Person> {
  const found = await crm.resolveUser(email);
  if (found && found.userId !== undefined && found.active !== false) return found;
  throw new Refusal({
    code: 'unknown_person',
    message: `The CRM knows no active user ${email}. Check the address, or have the user added in the CRM.`,
  });
}

async function tellRefusal(json: boolean, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse([{ code: error.code, message: error.message }], json);
  }
}
