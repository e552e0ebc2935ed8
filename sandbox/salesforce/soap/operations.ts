import type { DeployJobs } from '../deploy/deploy-jobs.ts';
import type { XmlNode } from '../metadata/xml-node.ts';
import type { OrgFace } from '../routes/org-face.ts';
import { checkDeployStatus, deploy } from './deploy.ts';
import { describeMetadata } from './describe-metadata.ts';
import { listMetadata } from './list-metadata.ts';
import { readMetadata } from './read-metadata.ts';
import { checkRetrieveStatus, retrieve } from './retrieve.ts';

/** A call of the Metadata API by somebody who may make it. */
export interface SoapCall {
  readonly face: OrgFace;
  readonly deploys: DeployJobs;
  /** What was retrieved, by the job's id: the inside of the answer. */
  readonly retrievals: Map<string, string>;
  readonly userId: string;
  /** What stands in the operation's element. */
  readonly body: XmlNode;
}

/** Answers a call with the inside of each `result` element, as XML. @throws SalesforceError, which becomes a fault */
export type SoapOperation = (call: SoapCall) => readonly string[];

/** The operations of the Metadata API that the org knows. */
export const SOAP_OPERATIONS: Readonly<Record<string, SoapOperation>> = {
  checkDeployStatus,
  checkRetrieveStatus,
  deploy,
  describeMetadata,
  listMetadata,
  readMetadata,
  retrieve,
};
