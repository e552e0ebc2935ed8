import { Command } from 'commander';
import { checkCoverage } from '../../../src/application/check-coverage.ts';
import { createHubSpotClient } from '../../adapters/hubspot/client.ts';
import { createHubSpotAutomations } from '../../adapters/hubspot/flows/automations.ts';
import { hubspotFieldNames } from '../../adapters/hubspot/flows/field-names.ts';
import { readHubSpotEnvironment } from '../../env.ts';
import { createLogger } from '../../logger.ts';
import { createProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { collect, ROUTE_HELP } from './route-option.ts';
import { tellReport } from './tell-report.ts';

export function coverageCommand(): Command {
  return new Command('coverage')
    .description(
      'Reads every workflow of the HubSpot account and says of each whether it leaves held records alone. Reads HUBSPOT_ACCESS_TOKEN and HUBSPOT_API_ORIGIN; the token needs the scopes automation and crm.lists.read. Exit code 1 when a workflow that is on ignores the routing hold.',
    )
    .option('--flow <id>', 'only this workflow, with the way to what it writes')
    .option('--route <property>', ROUTE_HELP, collect, [])
    .option('--all', 'also list workflows that write no governed field', false)
    .option('--json', 'print the report as JSON', false)
    .action(coverage);
}

interface CoverageOptions {
  readonly flow?: string;
  readonly route: readonly string[];
  readonly all: boolean;
  readonly json: boolean;
}

async function coverage({ flow, route, all, json }: CoverageOptions): Promise<void> {
  const { accessToken, apiOrigin } = readHubSpotEnvironment();
  const client = createHubSpotClient({ accessToken, basePath: apiOrigin, logger: createLogger('error') });
  const automations = createHubSpotAutomations({ client, names: hubspotFieldNames(route) });
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
  tellReport(report, { json, all: all || flow !== undefined, withWay: flow !== undefined });
}
