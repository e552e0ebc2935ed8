import { CHANGE_VERDICTS } from '@handrail/contracts/vocabulary';
import { Command } from 'commander';
import { listJudged } from '../../../src/application/watch/list-judged.ts';
import { readTenant } from '../../env.ts';
import { tenantOfPortal } from '../../tenant-names.ts';
import { portalOption } from '../account/options.ts';
import { jsonOption } from '../delegation/options.ts';
import { positive } from '../positive.ts';
import { print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';
import { sinceOption } from './since-option.ts';
import { judgedAsJson, judgedInWords } from './tell-judged.ts';

interface WatchOptions {
  readonly portal?: string;
  readonly since?: string;
  readonly limit: number;
  readonly all: boolean;
  readonly json: boolean;
}

export function watchCommand(): Command {
  return new Command('watch')
    .description(
      "Lists what changes of governed fields and of Handrail's own properties were judged to be, newest first, with what was done about them. Changes with nothing out of the ordinary only with --all. Reads the store; writes nothing.",
    )
    .addOption(portalOption())
    .addOption(sinceOption())
    .option('--limit <number>', 'the most changes to list', positive, 100)
    .option('--all', 'also what is ours, standard routing and imports', false)
    .addOption(jsonOption())
    .action(watch);
}

async function watch({ portal, since, limit, all, json }: WatchOptions): Promise<void> {
  const tenantId = portal === undefined ? readTenant() : tenantOfPortal(portal);
  const listed = await withStore((store) =>
    listJudged({ unitOfWork: store }, tenantId, {
      limit,
      ...(since !== undefined && { since }),
      verdicts: all ? CHANGE_VERDICTS : ['allowed', 're_correction', 'untracked_override'],
    }),
  );
  if (json) printJson({ counts: listed.counts, changes: listed.changes.map(judgedAsJson(listed.names)) });
  else print(judgedInWords(listed, 'No such change was seen.'));
}
