import type { DelegationContext } from '../../../src/application/set-delegations.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import type { CrmPort } from '../../../src/ports/crm.ts';
import type { UnitOfWork } from '../../../src/ports/unit-of-work.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { createSystemIds } from '../../adapters/system/system-ids.ts';
import { readTenant } from '../../env.ts';
import { EXIT } from '../exit-codes.ts';
import { openCrm } from '../policy/crm.ts';
import { print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';

function delegationContext(unitOfWork: UnitOfWork, crm: CrmPort): DelegationContext {
  return { unitOfWork, crmOf: () => crm, clock: systemClock, ids: createSystemIds(systemClock), sha256 };
}

/** Open requests are the server's to change: it tells people what happens, and knows by which channels. */
export const FOLLOWING = 'Open requests follow within half a minute, once the server runs.';

/** Who carries out a command, and what it works through. */
export interface Acting {
  readonly context: DelegationContext;
  readonly tenantId: string;
  readonly actor: Person;
}

/**
 * Carries out a command as a person whom the CRM knows as an active user; nothing is changed for anybody else.
 *
 * @throws EnvironmentError, CrmError `unavailable`
 */
export async function actAs(
  email: string,
  json: boolean,
  work: (acting: Acting) => Promise<void>,
): Promise<void> {
  const tenantId = readTenant();
  const crm = openCrm();
  const actor = await findActor(crm, email);
  if (!actor) {
    return refuse([{ code: 'unknown_person', message: `The CRM knows no active user ${email}.` }], json);
  }
  await withStore((store) => work({ context: delegationContext(store, crm), tenantId, actor }));
}

async function findActor(crm: CrmPort, email: string): Promise<Person | null> {
  const person = await crm.resolveUser(email);
  return person?.userId === undefined || person.active === false ? null : person;
}

/** A line for each thing that kept a command from being carried out; nothing was changed. */
export interface CommandFault {
  readonly line?: number;
  readonly code: string;
  readonly message: string;
}

/** Tells why nothing was changed, and ends with exit code 1. */
export function refuse(faults: readonly CommandFault[], json: boolean): void {
  if (json) printJson({ ok: false, errors: faults });
  else {
    print('Nothing was changed.');
    for (const { line, message } of faults) print(line === undefined ? message : `line ${line}: ${message}`);
  }
  process.exitCode = EXIT.found;
}
