import { Command } from 'commander';
import { readTenant } from '../../env.ts';
import { tenantOfPortal } from '../../tenant-names.ts';
import { portalOption } from '../account/options.ts';
import { print, printJson } from '../print.ts';
import { withStore } from '../with-store.ts';
import { mendInWords } from './mend-in-words.ts';

export function mendsCommand(): Command {
  return new Command('mends')
    .description(
      'Lists the mends of workflows, newest first: in force, undone, failed, broken off. --json also shows each former definition, and the one that took its place. Reads the store only.',
    )
    .addOption(portalOption())
    .option('--flow <id>', 'only those of this workflow')
    .option('--json', 'print them as JSON', false)
    .action(mends);
}

async function mends({
  portal,
  flow,
  json,
}: {
  portal?: string;
  flow?: string;
  json: boolean;
}): Promise<void> {
  const tenantId = portal === undefined ? readTenant() : tenantOfPortal(portal);
  const found = await withStore((store) =>
    store.transact(tenantId, (tx) => tx.guard.listMends(flow === undefined ? {} : { automationId: flow })),
  );
  if (json) printJson({ mends: found });
  else print(found.length === 0 ? 'No workflow was mended.' : found.flatMap(mendInWords).join('\n'));
}
