import { InvalidArgumentError, Option } from 'commander';

/** Which account a command works on. */
export function portalOption(): Option {
  return new Option(
    '--portal <id>',
    'the number of the HubSpot account (default: HUBSPOT_PORTAL_ID)',
  ).argParser((text) => {
    if (/^[1-9]\d{0,14}$/.test(text)) return text;
    throw new InvalidArgumentError('It must be the number of a HubSpot account.');
  });
}

/** What every command on an account says about where its access comes from. */
export const ACCESS_HELP =
  'Takes HUBSPOT_ACCESS_TOKEN, or the connection of the account in the store (HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET, HANDRAIL_TOKEN_KEYS); a store in a data directory can be opened only while the server is stopped.';
