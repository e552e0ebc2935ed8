import type { DeployJob } from '../deploy/deploy-jobs.ts';
import { deployResult } from '../deploy/deploy-result.ts';
import type { DeployMessage } from '../deploy/run-deploy.ts';
import { mayDeploy } from '../routes/org-face.ts';
import { SalesforceError } from '../salesforce-error.ts';
import { elements } from './envelope.ts';
import { noMetadataAccess } from './no-metadata-access.ts';
import type { SoapCall } from './operations.ts';

/**
 * Takes an archive for deployment; what becomes of it is asked for by `checkDeployStatus`. An archive that cannot be
 * read is a deployment that fails, not a fault.
 */
export function deploy({ face, userId, body, deploys }: SoapCall): readonly string[] {
  if (!mayDeploy(face, userId)) throw noMetadataAccess();
  const zip = body.textOf('ZipFile');
  if (!zip) throw new SalesforceError(500, 'soapenv:Client', 'the element ZipFile is missing');
  const options = body.one('DeployOptions');
  const job = deploys.enqueue(userId, Buffer.from(zip, 'base64'), {
    checkOnly: options?.flag('checkOnly') ?? false,
    rollbackOnError: options?.textOf('rollbackOnError') !== 'false',
  });
  return [elements({ done: false, id: job.id, state: 'Queued' })];
}

/** Tells how far a deployment is, and with `includeDetails` what became of each component. */
export function checkDeployStatus({ face, userId, body, deploys }: SoapCall): readonly string[] {
  if (!mayDeploy(face, userId)) throw noMetadataAccess();
  const job = deploys.find(body.textOf('asyncProcessId') ?? '');
  if (!job) throw new SalesforceError(500, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const { result, failures, successes } = deployResult(job);
  const name = face.org.core.store.find(job.userId)?.values.Name;
  return [
    elements({
      ...result,
      createdByName: String(name ?? ''),
      ignoreWarnings: false,
      lastModifiedDate: result.completedDate ?? result.createdDate,
      numberTestErrors: 0,
      numberTestsCompleted: 0,
      numberTestsTotal: 0,
      runTestsEnabled: false,
    }) + (body.flag('includeDetails') ? detailsOf(job, failures, successes) : ''),
  ];
}

function detailsOf(
  { completedDate, createdDate }: DeployJob,
  failures: readonly DeployMessage[],
  successes: readonly DeployMessage[],
): string {
  const of = (element: string, messages: readonly DeployMessage[]) =>
    messages
      .map((one) => elements({ ...one, createdDate: completedDate ?? createdDate }))
      .map((inner) => `<${element}>${inner}</${element}>`)
      .join('');
  // No Apex, no tests; the element stands there all the same.
  const tests = `<runTestResult>${elements({ numFailures: 0, numTestsRun: 0, totalTime: 0 })}</runTestResult>`;
  return `<details>${of('componentFailures', failures)}${of('componentSuccesses', successes)}${tests}</details>`;
}
