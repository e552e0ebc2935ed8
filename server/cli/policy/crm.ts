import type { Standing } from '../../../src/domain/policy/lint/lint-roles.ts';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { emailsOfRoles } from '../../../src/domain/policy/resolve-role.ts';
import type { CrmPort } from '../../../src/ports/crm.ts';
import { createHubSpotCrm } from '../../adapters/hubspot/crm.ts';
import { createLogger } from '../../logger.ts';
import { openHubSpot } from '../open-hubspot.ts';

/** The configured CRM. @throws EnvironmentError */
export function openCrm(): CrmPort {
  return createHubSpotCrm({ client: openHubSpot().client, logger: createLogger('error') });
}

/**
 * Asks the CRM for everybody behind a policy's roles.
 *
 * @throws CrmError `unavailable`: a standing is never guessed
 */
export async function readStandings(crm: CrmPort, policy: Policy): Promise<(email: string) => Standing> {
  const standings = await Promise.all(
    emailsOfRoles(policy.roles).map(async (email): Promise<[string, Standing]> => {
      const person = await crm.resolveUser(email);
      if (!person) return [email, 'unknown'];
      return [email, person.active === false ? 'inactive' : 'active'];
    }),
  );
  const byEmail = new Map(standings);
  return (email) => byEmail.get(email) ?? 'unknown';
}
