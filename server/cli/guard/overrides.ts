import { Command } from 'commander';
import { listJudged } from '../../../src/application/watch/list-judged.ts';
import { readTenant } from '../../env.ts';
import { tenantOfPortal } from '../../tenant-names.ts';
import { portalOption } from '../account/options.ts';
import { jsonOption } from '../delegation/options.ts';
import { EXIT } from '../exit-codes.ts';
import { positive } from '../positive.ts';
import { print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';
import { sinceOption } from './since-option.ts';
import { judgedAsJson, judgedInWords } from './tell-judged.ts';

interface OverridesOptions {
  readonly portal?: string;
  readonly since?: string;
  readonly limit: number;
  readonly json: boolean;
}

export function overridesCommand(): Command {
  return new Command('overrides')
    .description(
      'Lists untracked overrides that nobody has explained by a request, newest first, and counts all. Exit code 1 when there are any. Reads the store; writes nothing.',
    )
    .addOption(portalOption())
    .addOption(sinceOption())
    .option('--limit <number>', 'the most overrides to look through', positive, 500)
    .addOption(jsonOption())
    .action(overrides);
}

async function overrides({ portal, since, limit, json }: OverridesOptions): Promise<void> {
  const tenantId = portal === undefined ? readTenant() : tenantOfPortal(portal);
  const listed = await withStore((store) =>
    listJudged({ unitOfWork: store }, tenantId, {
      limit,
      ...(since !== undefined && { since }),
      verdicts: ['untracked_override'],
    }),
  );
  const open = { ...listed, changes: listed.changes.filter(({ explainedBy }) => explainedBy === undefined) };
  if (json)
    printJson({
      overrides: listed.counts.untracked_override,
      open: open.changes.map(judgedAsJson(listed.names)),
    });
  else print(judgedInWords(open, 'No override waits for an explanation.'));
  process.exitCode = open.changes.length > 0 ? EXIT.found : EXIT.ok;
}
