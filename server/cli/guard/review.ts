import { Command } from 'commander';
import { markReviewed } from '../../../src/application/mark-reviewed.ts';
import { ACCESS_HELP, portalOption } from '../account/options.ts';
import { byOption } from '../delegation/options.ts';
import { print, printJson } from '../print.ts';
import { withReviewing } from './context.ts';
import { collect, ROUTE_HELP } from './route-option.ts';

export function reviewCommand(): Command {
  return new Command('review')
    .description(
      `Marks a workflow, flow or rule that needs review as looked at by a person, with a reason; guard coverage shows it beside the verdict, which stays. The mark is void as soon as it is edited. Audited. ${ACCESS_HELP}`,
    )
    .addOption(portalOption())
    .requiredOption(
      '--flow <id>',
      'the workflow: its number in HubSpot, or its name in Salesforce as guard coverage tells it',
    )
    .requiredOption('--reason <text>', 'why it may stay as it is')
    .addOption(byOption())
    .option('--route <property>', ROUTE_HELP, collect, [])
    .option('--json', 'print the mark as JSON', false)
    .action(review);
}

interface ReviewOptions {
  readonly portal?: string;
  readonly flow: string;
  readonly reason: string;
  readonly by: string;
  readonly route: readonly string[];
  readonly json: boolean;
}

async function review(options: ReviewOptions): Promise<void> {
  const { flow, reason, by: email, json } = options;
  await withReviewing(options, async ({ context, tenantId, person }) => {
    const by = await person(email);
    const { mark, coverage } = await markReviewed(context, tenantId, { automationId: flow, by, reason });
    if (json) printJson({ ok: true, mark });
    else
      print(
        `Marked as reviewed: "${coverage.name}", revision ${mark.revision}, by ${by.name}. The mark is void once the workflow is edited.`,
      );
  });
}
