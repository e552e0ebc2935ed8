import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { CrmError } from '../../src/ports/crm.ts';
import type { HubSpotClient } from '../adapters/hubspot/client.ts';
import { checkProperties, type InstallEntry, installProperties } from '../adapters/hubspot/install.ts';
import type { OAuthClient } from '../adapters/hubspot/oauth/oauth-client.ts';
import { openTokens } from '../adapters/hubspot/oauth/sealed-tokens.ts';
import { missingScopes, scopesOfNeed } from '../adapters/hubspot/scopes.ts';
import { OAuthError } from '../adapters/oauth/token-endpoint.ts';
import type { StoredConnection } from '../adapters/store/hubspot-connections.ts';
import type { Store } from '../adapters/store/open-store.ts';
import { type Vault, VaultError } from '../adapters/system/vault.ts';
import { failed, type HealthFinding, ok, skipped, warning } from './health-report.ts';

/** The account as the checks reach it. */
export interface ExaminedAccount {
  readonly tenantId: string;
  readonly portalId: string;
  readonly client: HubSpotClient;
  /** Present where the account is connected by OAuth. */
  readonly grant?: { readonly oauth: OAuthClient; readonly vault: Vault };
}

/** Whether HubSpot lets us in: token keys, connection, scopes. */
export async function checkConnection(
  account: ExaminedAccount,
  store: Pick<Store, 'transact'> | null,
): Promise<readonly HealthFinding[]> {
  const { grant, tenantId } = account;
  if (!grant) return checkStaticToken(account);
  if (!store) {
    const why = 'The tokens are in the store, which cannot be read.';
    return (['token_keys', 'connection', 'scopes', 'optional_scopes'] as const).map((code) =>
      skipped(code, why),
    );
  }
  const connection = await store.transact(tenantId, (tx) => tx.connection.find());
  const keys = checkTokenKeys(tenantId, connection, grant.vault);
  const access = await checkAccess(account);
  if (access.status !== 'ok') {
    const why = 'HubSpot tells the scopes only of a connection that stands.';
    return [keys, access, skipped('scopes', why), skipped('optional_scopes', why)];
  }
  return [keys, access, ...(await checkScopes(tenantId, grant, store))];
}

async function checkStaticToken(account: ExaminedAccount): Promise<readonly HealthFinding[]> {
  const why = 'HubSpot does not tell the scopes of a static token. The project file of the app names them.';
  return [
    skipped('token_keys', 'No token is stored: it stands in HUBSPOT_ACCESS_TOKEN.'),
    await checkAccess(account),
    skipped('scopes', why),
    skipped('optional_scopes', why),
  ];
}

async function checkAccess({ client, portalId, grant }: ExaminedAccount): Promise<HealthFinding> {
  try {
    await checkProperties(client, ['deal']);
    return ok('connection', `HubSpot answers for account ${portalId}.`);
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return failed(
      'connection',
      error.message,
      grant
        ? 'Open /install on the Handrail server and connect the account again. If HubSpot is only down, wait.'
        : "Compare HUBSPOT_ACCESS_TOKEN with the token on the app's page in HubSpot. If HubSpot is only down, wait.",
    );
  }
}

function checkTokenKeys(tenantId: string, connection: StoredConnection | null, vault: Vault): HealthFinding {
  const sealed = [connection?.refreshToken, connection?.accessToken].filter(
    (text) => typeof text === 'string',
  );
  if (!connection || sealed.length === 0) return ok('token_keys', 'No token is stored for this account.');
  try {
    openTokens(vault, tenantId, connection);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return failed('token_keys', 'The stored tokens cannot be opened.', error.message);
  }
  return sealed.some((text) => vault.isStale(text))
    ? warning(
        'token_keys',
        'The stored tokens are sealed with an older key.',
        'Run "handrail tokens rotate", then remove the older key.',
      )
    : ok('token_keys', `The stored tokens are sealed with the current key, "${vault.currentKeyId}".`);
}

async function checkScopes(
  tenantId: string,
  { oauth, vault }: NonNullable<ExaminedAccount['grant']>,
  store: Pick<Store, 'transact'>,
): Promise<readonly HealthFinding[]> {
  try {
    // Read again: the check before may have refreshed the token.
    const connection = await store.transact(tenantId, (tx) => tx.connection.find());
    const token = connection && openTokens(vault, tenantId, connection).accessToken;
    if (!token) throw new OAuthError('unavailable', 'There is no access token.', 'no access token is stored');
    const { scopes } = await oauth.introspect(token);
    return [requiredScopes(scopes), optionalScopes(scopes)];
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const why = `HubSpot did not tell what was granted: ${error.message}`;
    return [skipped('scopes', why), skipped('optional_scopes', why)];
  }
}

function requiredScopes(granted: readonly string[]): HealthFinding {
  const missing = missingScopes(granted, 'required').map(({ scope }) => scope);
  if (missing.length === 0) return ok('scopes', `All ${scopesOfNeed('required').length} scopes are granted.`);
  return failed(
    'scopes',
    `Not granted: ${missing.join(', ')}.`,
    'Upload the current project file of the app, then open /install and connect the account again.',
  );
}

function optionalScopes(granted: readonly string[]): HealthFinding {
  const missing = missingScopes(granted, 'optional');
  if (missing.length === 0) return ok('optional_scopes', 'No optional scope is missing.');
  return warning(
    'optional_scopes',
    missing.map(({ scope, why }) => `Without ${scope} Handrail cannot do this: ${why}`).join(' '),
    "If the account's edition has it, open /install and connect the account again. Otherwise nothing is to do.",
  );
}

/** Whether the account holds what Handrail writes to. Writes nothing. */
export async function checkInstalledProperties(client: HubSpotClient): Promise<readonly HealthFinding[]> {
  let entries: readonly InstallEntry[];
  try {
    ({ entries } = await installProperties(client, OBJECT_TYPES, { dryRun: true }));
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return [
      failed('properties', error.message, 'Mend the connection first, then run "handrail doctor" again.'),
      skipped('property_conflict', 'The properties could not be read.'),
    ];
  }
  return [missingOrDrifted(entries), conflicts(entries)];
}

function missingOrDrifted(entries: readonly InstallEntry[]): HealthFinding {
  const missing = entries.filter(({ outcome }) => outcome === 'created');
  const drifted = entries.filter(({ outcome }) => outcome === 'updated');
  const next =
    'Run "handrail repair". It creates what is missing, corrects the rest, and touches nothing else.';
  if (missing.length > 0) {
    const words = drifted.length > 0 ? `, and ${drifted.length} are not as they should be` : '';
    return failed(
      'properties',
      `${missing.length} properties or groups are missing: ${namesOf(missing)}${words}.`,
      next,
    );
  }
  if (drifted.length === 0) return ok('properties', 'All properties are there, on all four record types.');
  const words = `${drifted.length} properties or groups were changed: ${namesOf(drifted)}.`;
  // Without one of its options HubSpot refuses a value that Handrail writes; the rest is only how it looks.
  const isHarmful = drifted.some(({ detail }) => detail.includes('options'));
  return isHarmful ? failed('properties', words, next) : warning('properties', words, next);
}

function conflicts(entries: readonly InstallEntry[]): HealthFinding {
  const found = entries.filter(({ outcome }) => outcome === 'conflict');
  if (found.length === 0) return ok('property_conflict', 'No property of another kind has a name of ours.');
  return failed(
    'property_conflict',
    found.map(({ detail }) => detail).join(' '),
    'Handrail never changes a property it did not make. Rename or delete it in HubSpot, then run "handrail repair".',
  );
}

/** Each name once with its record types, few enough to read. */
function namesOf(entries: readonly InstallEntry[]): string {
  const byName = Map.groupBy(entries, ({ name }) => name);
  const named = [...byName].map(
    ([name, of]) => `${name} (${of.map(({ objectType }) => objectType).join(', ')})`,
  );
  const shown = named.slice(0, 4).join('; ');
  return named.length > 4 ? `${shown}; and ${named.length - 4} more` : shown;
}
