import type { Policy } from '../../../src/domain/policy/policy.ts';
import { STANDARD_WATCH, type WatchSettings } from '../../../src/domain/watch/watch-settings.ts';
import { readOptionalFile } from './read-optional-file.ts';
import { watchSchema } from './watch-schema.ts';

/**
 * Reads what is done about changes in the CRM. It is no part of the policy, and the server takes it at its next start.
 *
 * @param dir the configuration folder
 * @param policy of the same folder: it names the roles
 * @throws PolicyFileError with all problems of the file
 */
export async function loadWatchSettings(
  dir: string,
  { roles }: Pick<Policy, 'roles'>,
): Promise<WatchSettings> {
  const schema = watchSchema(roles.map(({ id }) => id));
  return (await readOptionalFile(dir, 'watch.yml', schema)) ?? STANDARD_WATCH;
}
