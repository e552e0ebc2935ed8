/**
 * Prints, as JSON, what HubSpot's own loader makes of the configuration it finds from the current folder. Runs as a
 * process of its own, because the loader takes the home folder once, when it is imported.
 *
 * With the argument `interrupted` it first does what `hs account auth` does when it is interrupted.
 */
import {
  deleteConfigFileIfEmpty,
  getConfig,
  getConfigDefaultAccountIfExists,
  getConfigFilePath,
  validateConfig,
} from '@hubspot/local-dev-lib/config';

if (process.argv[2] === 'interrupted') deleteConfigFileIfEmpty();
const fromEnvironment = process.env.USE_ENVIRONMENT_HUBSPOT_CONFIG === 'true';
const loaded = {
  file: fromEnvironment ? undefined : getConfigFilePath(),
  accounts: getConfig().accounts.map((account) => account.accountId),
  errors: validateConfig().errors,
  defaultAccount: getConfigDefaultAccountIfExists()?.accountId,
};
console.log(JSON.stringify(loaded));
