import { Command, InvalidArgumentError } from 'commander';
import { publishPolicy } from '../../../src/application/published-policy.ts';
import { Refusal } from '../../../src/application/refusal.ts';
import { diffPolicies } from '../../../src/domain/policy/diff-policies.ts';
import { isPublishable, lintPolicy } from '../../../src/domain/policy/lint/lint-policy.ts';
import { loadPolicyFiles } from '../../adapters/policy-catalog/load-policy-files.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { readTenant } from '../../env.ts';
import { EXIT } from '../exit-codes.ts';
import { print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';
import { activeUser, openCrm, readPeople } from './crm.ts';
import { changesInWords } from './diff.ts';
import { findingsInWords } from './lint.ts';

const MAX_REASON = 2_000;

/** @throws InvalidArgumentError */
export function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= MAX_REASON) return reason;
  throw new InvalidArgumentError(`Say why, in at most ${MAX_REASON} characters.`);
}

export function publishCommand(): Command {
  return new Command('publish')
    .description(
      'Puts the policy files of a folder in force as a new version. Open requests keep the version they began with. Audited. Refused when lint finds an error, or when another version came into force meanwhile. Reads HUBSPOT_ACCESS_TOKEN and HUBSPOT_API_ORIGIN to find out who publishes and who approves.',
    )
    .argument('[dir]', 'the configuration folder', 'config')
    .requiredOption('--by <e-mail>', 'who publishes, as the CRM knows them', (text) =>
      text.trim().toLowerCase(),
    )
    .requiredOption('--reason <text>', 'why, for the history', reasonOf)
    .option(
      '--expect <number>',
      'the version this is meant to replace, 0 for none (default: the one in force now)',
      versionOf,
    )
    .option('--json', 'print the result as JSON', false)
    .action(publish);
}

interface PublishOptions {
  readonly by: string;
  readonly reason: string;
  readonly expect?: number;
  readonly json: boolean;
}

async function publish(dir: string, { by, reason, expect, json }: PublishOptions): Promise<void> {
  const tenantId = readTenant();
  const policy = await loadPolicyFiles(dir);
  const { snapshot, directory } = await readPeople(openCrm());
  const findings = lintPolicy(policy, directory);
  const refuse = (code: string, message: string) => {
    if (json) printJson({ published: false, code, message, findings });
    else print(message);
    process.exitCode = EXIT.found;
  };
  if (!isPublishable(findings)) {
    return refuse('lint_errors', `Not published, because of errors.\n${findingsInWords(findings)}`);
  }
  const person = activeUser(directory, by);
  if (!person) {
    return refuse('unknown_person', `Not published: the CRM knows no active user ${by}.`);
  }
  await withStore(async (store) => {
    const before = await store.transact(tenantId, (tx) => tx.findPolicyVersion('latest'));
    const expected = expect ?? before?.version ?? 0;
    const context = { unitOfWork: store, clock: systemClock, sha256 };
    try {
      const { version, isNew } = await publishPolicy(context, tenantId, {
        policy,
        by: person,
        reason,
        expected,
      });
      // Whom the new policy names is known from the first submit on.
      await store.transact(tenantId, (tx) => tx.savePeople(snapshot));
      const changes = before && isNew ? diffPolicies(before.policy, policy) : [];
      if (json) {
        printJson({ published: isNew, version: version.version, hash: version.hash, changes, findings });
      } else if (isNew) {
        print(`Version ${version.version} is in force, published by ${person.name}.`);
        print(before ? changesInWords(changes) : 'It is the first version.');
      } else
        print(`Nothing to publish: the files of ${dir} are version ${version.version}, in force already.`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(error.code, `Not published. ${error.message}`);
    }
  });
}

function versionOf(text: string): number {
  const version = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(version) && version >= 0) return version;
  throw new InvalidArgumentError('It must be a whole number from 0.');
}
