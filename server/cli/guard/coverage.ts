import { Command } from 'commander';
import { checkCoverage } from '../../../src/application/check-coverage.ts';
import { createHubSpotAutomations } from '../../adapters/hubspot/flows/automations.ts';
import { hubspotFieldNames } from '../../adapters/hubspot/flows/field-names.ts';
import { ACCESS_HELP, portalOption } from '../account/options.ts';
import { openHubSpot } from '../open-hubspot.ts';
import { createProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { CHECK_ACTION_HELP, checkActionsOf, collectCheckAction } from './check-actions.ts';
import { collect, ROUTE_HELP } from './route-option.ts';
import { tellReport } from './tell-report.ts';

export function coverageCommand(): Command {
  return new Command('coverage')
    .description(
      `Reads every workflow of the HubSpot account and says of each whether it leaves held records alone. Needs the scopes automation and crm.lists.read. Exit code 1 when a workflow that is on ignores the routing hold. ${ACCESS_HELP}`,
    )
    .addOption(portalOption())
    .option('--flow <id>', 'only this workflow, with the way to what it writes')
    .option('--route <property>', ROUTE_HELP, collect, [])
    .option(
      '--check-action <type>',
      `${CHECK_ACTION_HELP}. Those that have called the server are known without it`,
      collectCheckAction,
      [],
    )
    .option('--all', 'also list workflows that write no governed field', false)
    .option('--json', 'print the report as JSON', false)
    .action(coverage);
}

interface CoverageOptions {
  readonly portal?: string;
  readonly flow?: string;
  readonly route: readonly string[];
  readonly checkAction: readonly string[];
  readonly all: boolean;
  readonly json: boolean;
}

async function coverage({ portal, flow, route, checkAction, all, json }: CoverageOptions): Promise<void> {
  const { client, tenantId } = openHubSpot(portal);
  const { checkActions, unknown } = await checkActionsOf(tenantId, checkAction);
  const automations = createHubSpotAutomations({ client, names: hubspotFieldNames(route), checkActions });
  const progress = createProgress();
  const report = await checkCoverage(
    { automations },
    {
      ...(flow !== undefined && { only: flow }),
      onProgress: ({ done, total }) =>
        progress.show(total === null ? 'Listing workflows …' : `${done} of ${total} workflows read …`),
    },
  ).finally(() => progress.done());
  const [one] = report.coverages;
  if (flow !== undefined && one?.verdict === 'not_visible')
    throw new UsageError(`Workflow ${flow} cannot be judged. ${one.evidence}`);
  if (unknown !== null && report.counts.needs_review > 0) process.stderr.write(`${unknown}\n`);
  tellReport(report, { json, all: all || flow !== undefined, withWay: flow !== undefined });
}
