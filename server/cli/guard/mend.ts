import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { applyMend } from '../../../src/application/apply-mend.ts';
import { proposeMend } from '../../../src/application/propose-mend.ts';
import { undoMend } from '../../../src/application/undo-mend.ts';
import { vendorOfAutomation } from '../../automation-ports.ts';
import { ACCESS_HELP, portalOption } from '../account/options.ts';
import { emailOf } from '../delegation/options.ts';
import { EXIT } from '../exit-codes.ts';
import { print, printJson } from '../print.ts';
import { createProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { type Mending, withMending } from './context.ts';
import { proposalInWords, resultInWords, undoInWords } from './mend-in-words.ts';
import { collect, ROUTE_HELP } from './route-option.ts';

export function mendCommand(): Command {
  return new Command('mend')
    .description(
      `Makes a workflow that ignores the routing hold leave held records alone: shows the change, asks, changes that one thing, reads it back and compares. Deal, company and ticket workflows get an exclusion filter, contact workflows an active list. The former definition is kept, and --undo puts it back. Where no change by Handrail would do, it says what to do by hand. Needs the scope automation, for contact workflows crm.lists.write. Safe to repeat, also after it was broken off. ${ACCESS_HELP}`,
    )
    .addOption(portalOption())
    .option('--flow <id>', 'the workflow to mend')
    .option('--undo <id>', 'put the former definition back: the id of a mend, or of its workflow')
    .option('--by <e-mail>', 'who does this, as the CRM knows them; it enters the trail', emailOf)
    .option('--route <property>', ROUTE_HELP, collect, [])
    .option('--dry-run', 'only show the change; 1 when none is offered', false)
    .option('--yes', 'do not ask', false)
    .option('--json', 'print the result as JSON; needs --yes or --dry-run', false)
    .action(mend);
}

interface MendOptions {
  readonly portal?: string;
  readonly flow?: string;
  readonly undo?: string;
  readonly by?: string;
  readonly route: readonly string[];
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

async function mend(options: MendOptions): Promise<void> {
  const { flow, undo: undone, dryRun, yes, json } = options;
  if ((flow === undefined) === (undone === undefined))
    throw new UsageError('Say --flow or --undo, and not both.');
  if (flow !== undefined && vendorOfAutomation(flow) === 'salesforce')
    throw new UsageError(
      `${flow} is no number of a HubSpot workflow. What stands in Salesforce is changed by a patch: handrail guard coverage --patch OUT.`,
    );
  if (undone !== undefined && dryRun)
    throw new UsageError(
      '--dry-run goes with --flow. handrail guard mends --json shows what an undo puts back.',
    );
  const asks = flow !== undefined && !yes && !dryRun;
  if (asks && (json || !process.stdin.isTTY))
    throw new UsageError('Nobody can be asked here. Say --dry-run to see the change, or --yes to make it.');
  await withMending(options, async (mending) => {
    if (flow !== undefined) await mendFlow(mending, flow, options);
    else if (undone !== undefined) await undoOne(mending, undone, options);
  });
}

async function mendFlow(
  { context, tenantId, person }: Mending,
  automationId: string,
  { by: email, dryRun, yes, json }: MendOptions,
): Promise<void> {
  const by = email === undefined ? null : await person(email);
  const progress = createProgress();
  progress.show(`Reading workflow ${automationId} …`);
  const proposal = await proposeMend(context, tenantId, automationId).finally(() => progress.done());
  const { outcome } = proposal;
  if (dryRun || outcome.kind !== 'offered') {
    if (json) printJson({ ok: outcome.kind !== 'explained', proposal });
    else print(proposalInWords(proposal));
    process.exitCode = outcome.kind === 'explained' ? EXIT.found : EXIT.ok;
    return;
  }
  if (!json) print(proposalInWords(proposal));
  if (!yes && !(await confirm('Change it? [y/N] '))) {
    print('Nothing was changed.');
    return;
  }
  progress.show(`Changing workflow ${automationId} …`);
  const result = await applyMend(context, tenantId, {
    automationId,
    by,
    ...(proposal.revision !== null && { revision: proposal.revision }),
  }).finally(() => progress.done());
  const isMended = result.outcome === 'applied' && result.coverage.verdict === 'respects';
  if (json) printJson({ ok: isMended, proposal, result });
  else print(resultInWords(result));
  process.exitCode = isMended ? EXIT.ok : EXIT.found;
}

async function undoOne(
  { context, tenantId, person }: Mending,
  mendId: string,
  { by: email, json }: MendOptions,
): Promise<void> {
  const by = email === undefined ? null : await person(email);
  const progress = createProgress();
  progress.show('Putting the former definition back …');
  const result = await undoMend(context, tenantId, { mendId, by }).finally(() => progress.done());
  const isUndone = result.outcome === 'undone' || result.outcome === 'gone';
  if (json) printJson({ ok: isUndone, result });
  else print(undoInWords(result));
  process.exitCode = isUndone ? EXIT.ok : EXIT.found;
}

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
