import { Command } from 'commander';
import { type CoverageReport, checkCoverage } from '../../../src/application/check-coverage.ts';
import { checkCrms } from '../../../src/application/check-crms.ts';
import type { ReviewMark } from '../../../src/domain/guard/review-mark.ts';
import type { ReadingProgress } from '../../../src/ports/automations.ts';
import { salesforceFieldNames } from '../../adapters/salesforce/metadata/field-names.ts';
import { StoreError } from '../../adapters/store/store-error.ts';
import { vendorOfAutomation } from '../../automation-ports.ts';
import { EnvironmentError } from '../../env.ts';
import type { Vendor } from '../../tenants/vendors.ts';
import { ACCESS_HELP, portalOption } from '../account/options.ts';
import { createProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { withStore } from '../with-store.ts';
import { CHECK_ACTION_HELP, collectCheckAction } from './check-actions.ts';
import { crmOption, type OpenCrms, openCrms } from './open-crms.ts';
import { collect, ROUTE_HELP } from './route-option.ts';
import { tellReport } from './tell-report.ts';
import { writeOrgPatch } from './write-org-patch.ts';

export function coverageCommand(): Command {
  return new Command('coverage')
    .description(
      `Reads all automation of the connected CRMs (HubSpot's workflows; Salesforce's flows, rules, approvals and triggers) and says of each whether it leaves held records alone. Needs in HubSpot the scopes automation and crm.lists.read, in Salesforce an integration user with View Setup and Configuration, Manage Flow and Modify Metadata Through Metadata API Functions. Exit code 1 when one that is on ignores the routing hold. ${ACCESS_HELP}`,
    )
    .addOption(portalOption())
    .addOption(crmOption())
    .option(
      '--flow <id>',
      'only this one, with the way to what it writes: the number of a HubSpot workflow, or a name in Salesforce',
    )
    .option(
      '--patch <out>',
      'for a Salesforce org: write the proposed changes to this folder, as a patch with instructions; nothing is deployed',
    )
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
  readonly crm?: Vendor;
  readonly flow?: string;
  readonly patch?: string;
  readonly route: readonly string[];
  readonly checkAction: readonly string[];
  readonly all: boolean;
  readonly json: boolean;
}

async function coverage(options: CoverageOptions): Promise<void> {
  const { flow, patch, route, all, json } = options;
  const crms = await openCrms(options);
  const { hubspot, salesforce, tenantId, unknown } = crms;
  if (patch !== undefined && !salesforce)
    throw new UsageError(
      '--patch is for a Salesforce org, and none is configured. guard mend mends HubSpot workflows.',
    );
  if (patch !== undefined && flow !== undefined)
    throw new UsageError('--patch is about all automation of the org; leave --flow out.');
  const { marks, notShown } = await readMarks(tenantId);
  const progress = createProgress();
  const onProgress = ({ done, total }: ReadingProgress): void =>
    progress.show(total === null ? 'Listing automation …' : `${done} of ${total} read …`);
  const report = await (flow === undefined
    ? checkCrms(
        [hubspot, salesforce].filter((crm) => crm !== undefined),
        { marks, onProgress },
      )
    : checkOne(crms, flow, { marks, onProgress })
  ).finally(() => progress.done());
  const [one] = report.coverages;
  if (flow !== undefined && one?.verdict === 'not_visible')
    throw new UsageError(`Workflow ${flow} cannot be judged. ${one.evidence}`);
  if (report.counts.needs_review > 0)
    for (const note of [unknown, notShown]) if (note !== null) process.stderr.write(`${note}\n`);
  const noun = salesforce && (['automation', 'automations'] as const);
  tellReport(report, {
    json,
    all: all || flow !== undefined,
    withWay: flow !== undefined,
    ...(noun && { noun }),
  });
  if (patch !== undefined && salesforce)
    await writeOrgPatch(patch, salesforce.client, salesforce.documents(), salesforceFieldNames(route));
}

/** @throws UsageError when the CRM in which it would stand is not looked at */
async function checkOne(
  { hubspot, salesforce }: OpenCrms,
  flow: string,
  options: Pick<NonNullable<Parameters<typeof checkCoverage>[1]>, 'marks' | 'onProgress'>,
): Promise<CoverageReport> {
  const crm = vendorOfAutomation(flow) === 'hubspot' ? hubspot : salesforce;
  if (!crm) {
    throw new UsageError(
      hubspot
        ? `HubSpot numbers its workflows, and ${flow} is no number. For an automation of Salesforce, configure the org.`
        : `${flow} is the number of a HubSpot workflow. For an automation of Salesforce, give its name.`,
    );
  }
  return checkCoverage({ automations: crm.automations }, { only: flow, ...options });
}

/** People's marks; without a store the verdicts still stand, and the marks are only not shown. */
async function readMarks(
  tenantId: string,
): Promise<{ readonly marks: readonly ReviewMark[]; readonly notShown: string | null }> {
  try {
    const marks = await withStore((store) => store.transact(tenantId, (tx) => tx.guard.listReviewMarks()));
    return { marks, notShown: null };
  } catch (error) {
    const told = [EnvironmentError, StoreError, UsageError].some((kind) => error instanceof kind);
    if (!told || !(error instanceof Error)) throw error;
    return { marks: [], notShown: `What people marked as reviewed is not shown: ${error.message}` };
  }
}
