import { Command } from 'commander';
import { readablePolicyFiles } from '../../adapters/policy-catalog/load-policy-files.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import { readSalesforceEnvironment, readSetup } from '../../env.ts';
import { examineOrgTenant } from '../../health/salesforce/examine-org.ts';
import { healthInWords, storeProblem } from '../account/doctor.ts';
import { EXIT } from '../exit-codes.ts';
import { openSalesforce } from '../open-salesforce.ts';
import { print, printJson } from '../print.ts';
import { createProgress } from '../progress.ts';
import { withStore } from '../with-store.ts';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Looks whether the Salesforce org of the environment has everything Handrail needs, and says in plain words what is wrong and what to do next. Each finding has a code that docs/salesforce-health.md or docs/health.md explains. Works as the server does: SALESFORCE_ORG_ID, SALESFORCE_CLIENT_ID, SALESFORCE_USERNAME, SALESFORCE_PRIVATE_KEY_FILE. Changes nothing.',
    )
    .option('--json', 'print the findings as JSON', false)
    .action(doctor);
}

async function doctor({ json }: { json: boolean }): Promise<void> {
  const { tenantId, orgId, client } = openSalesforce();
  const username = readSalesforceEnvironment()?.username ?? '';
  const files = await readablePolicyFiles(readSetup().policyDir);
  const progress = createProgress();
  progress.show('Examining …');
  const examineWith = (store: Store | { readonly problem: string }) =>
    examineOrgTenant({ org: { tenantId, orgId, username, client }, store, files });
  try {
    const report = await withStore(examineWith).catch((error: unknown) => {
      const problem = storeProblem(error);
      if (problem === null) throw error;
      return examineWith({ problem });
    });
    progress.done();
    if (json) printJson({ healthy: report.healthy, accounts: [report] });
    else print(healthInWords(report));
    process.exitCode = report.healthy ? EXIT.ok : EXIT.found;
  } finally {
    progress.done();
  }
}
