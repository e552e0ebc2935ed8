import { type Directory, directoryOf, type PeopleSnapshot } from '../../../src/domain/policy/directory.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import type { CrmPort } from '../../../src/ports/crm.ts';
import { createHubSpotCrm } from '../../adapters/hubspot/crm.ts';
import { createSalesforceCrm } from '../../adapters/salesforce/crm.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { hasHubSpot, readSalesforceEnvironment } from '../../env.ts';
import { createLogger } from '../../logger.ts';
import { combineCrms } from '../../tenants/combine-crms.ts';
import { openHubSpot } from '../open-hubspot.ts';
import { openSalesforce } from '../open-salesforce.ts';

/** The configured CRMs as one. @throws EnvironmentError */
export function openCrm(): CrmPort {
  const logger = createLogger('error');
  const hubspot = () => createHubSpotCrm({ client: openHubSpot().client, logger });
  if (!readSalesforceEnvironment()) return hubspot();
  const salesforce = createSalesforceCrm({ client: openSalesforce().client, logger });
  if (!hasHubSpot()) return salesforce;
  const crms = { hubspot: hubspot(), salesforce };
  return combineCrms(async () => crms);
}

/**
 * Reads everybody the CRM knows.
 *
 * @throws CrmError `unavailable`: who is active is never guessed
 */
export async function readPeople(
  crm: CrmPort,
): Promise<{ readonly snapshot: PeopleSnapshot; readonly directory: Directory }> {
  const now = systemClock.now();
  const snapshot = { readAt: now.toISOString(), ...(await crm.loadPeople()) };
  return { snapshot, directory: directoryOf(snapshot, now) };
}

/** An active user of the CRM; null for anybody else. */
export function activeUser(directory: Directory, email: string): Person | null {
  const person = directory.person(email);
  return person?.userId !== undefined && person.active !== false ? person : null;
}
