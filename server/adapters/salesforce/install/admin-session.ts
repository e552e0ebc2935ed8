import { CrmError } from '../../../../src/ports/crm.ts';
import type { SalesforceSession, SessionSource } from '../jwt-sessions.ts';

/**
 * The session of an administrator, as `sf org display` shows it. It cannot be begun anew: once Salesforce refuses it,
 * every call fails and says so.
 */
export function adminSession(session: SalesforceSession): SessionSource {
  let wasGiven = false;
  return {
    async begin() {
      if (wasGiven) throw sessionOver();
      wasGiven = true;
      return session;
    },
  };
}

/** What an administrator reads when their session is over, or was of another org from the start. */
export function sessionOver(): CrmError {
  return new CrmError(
    'unavailable',
    'Salesforce does not take the access token: the session is over, or it belongs to another org than --instance-url. Run "sf org display --verbose", and set SF_ACCESS_TOKEN and --instance-url to what it shows.',
    'the session of the administrator was refused',
  );
}
