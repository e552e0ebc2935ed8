import type { AppContext, Caller } from '../../../src/application/context.ts';
import { TASKS_ONLY } from '../../../src/domain/notice/notice-settings.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { createSystemIds } from '../../adapters/system/system-ids.ts';
import { readTenant } from '../../env.ts';
import { openCrm } from '../policy/crm.ts';
import { UsageError } from '../usage-error.ts';
import { withStore } from '../with-store.ts';

/**
 * Runs `work` for a person as if they had asked in the CRM: the same rights, and their user id in the trail.
 *
 * @param by e-mail address, lower case
 * @throws UsageError when the CRM knows no active user with this address; CrmError when it does not answer
 */
export async function asPerson<T>(
  by: string,
  work: (context: AppContext, caller: Caller) => Promise<T>,
): Promise<T> {
  const tenantId = readTenant();
  const crm = openCrm();
  const person = await crm.resolveUser(by);
  if (person?.userId === undefined || person.active === false) {
    throw new UsageError(`The CRM knows no active user ${by}.`);
  }
  const { userId } = person;
  return withStore((store) =>
    work(
      {
        unitOfWork: store,
        crmOf: () => crm,
        clock: systemClock,
        ids: createSystemIds(systemClock),
        sha256,
        // Nothing that a person does with a bulk request tells anybody by itself; the server does what follows.
        notifications: { settings: TASKS_ONLY, channels: new Set(), notifiersOf: () => ({}) },
      },
      { tenantId, userId, email: person.email },
    ),
  );
}
