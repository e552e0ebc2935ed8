import { type Directory, directoryOf, type PeopleSnapshot } from '../../../src/domain/policy/directory.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import type { CrmPort } from '../../../src/ports/crm.ts';
import { createHubSpotClient } from '../../adapters/hubspot/client.ts';
import { createHubSpotCrm } from '../../adapters/hubspot/crm.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { readHubSpotEnvironment } from '../../env.ts';
import { createLogger } from '../../logger.ts';

/** The configured CRM. @throws EnvironmentError */
export function openCrm(): CrmPort {
  const { accessToken, apiOrigin } = readHubSpotEnvironment();
  const logger = createLogger('error');
  return createHubSpotCrm({
    client: createHubSpotClient({ accessToken, basePath: apiOrigin, logger }),
    logger,
  });
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
