import type { OrgCore } from '../engine/org-core.ts';
import { MetadataError } from '../metadata/xml-node.ts';
import { SalesforceError } from '../salesforce-error.ts';
import { makeRecordId } from '../store/record-ids.ts';
import { type DeployMessage, type DeployOptions, type DeployOutcome, runDeploy } from './run-deploy.ts';

/** A deployment that was asked for. */
export interface DeployJob {
  readonly id: string;
  readonly userId: string;
  readonly options: DeployOptions;
  readonly status: 'Pending' | 'InProgress' | DeployOutcome['status'];
  readonly messages: readonly DeployMessage[];
  /** ISO 8601 instants of the org's clock. */
  readonly createdDate: string;
  readonly completedDate: string | undefined;
}

interface Waiting extends DeployJob {
  readonly bytes: Uint8Array;
}

/**
 * The deployments of an org. They are worked one after another while calls come in, whoever makes them: a deployment
 * goes on when its caller is gone, and takes at least two calls before it is done.
 */
export class DeployJobs {
  readonly #org: OrgCore;
  readonly #jobs = new Map<string, Waiting>();

  constructor(org: OrgCore) {
    this.#org = org;
  }

  /**
   * Takes a deployment over.
   *
   * @returns the job, which waits
   * @throws SalesforceError for one that may keep its good half: an engine that deploys all or nothing must not pass
   *   for an org that does
   */
  enqueue(userId: string, bytes: Uint8Array, options: DeployOptions): DeployJob {
    if (!options.rollbackOnError) {
      throw new SalesforceError(
        501,
        'NOT_IMPLEMENTED',
        'The sandbox org deploys all or nothing: it does not know rollbackOnError false',
      );
    }
    const job: Waiting = {
      id: makeRecordId('0Af', this.#jobs.size + 1),
      userId,
      options,
      bytes,
      status: 'Pending',
      messages: [],
      createdDate: this.#now(),
      completedDate: undefined,
    };
    this.#jobs.set(job.id, job);
    return job;
  }

  find(id: string): DeployJob | undefined {
    return (
      this.#jobs.get(id) ?? [...this.#jobs.values()].find((job) => job.id.startsWith(id) && id.length === 15)
    );
  }

  /** Every job, oldest first. */
  get all(): readonly DeployJob[] {
    return [...this.#jobs.values()];
  }

  /** Moves the oldest unfinished job one step. */
  work(): void {
    const next = [...this.#jobs.values()].find(
      ({ status }) => status === 'Pending' || status === 'InProgress',
    );
    if (!next) return;
    if (next.status === 'Pending') {
      this.#jobs.set(next.id, { ...next, status: 'InProgress' });
      return;
    }
    this.#jobs.set(next.id, {
      ...next,
      ...this.#run(next),
      completedDate: this.#now(),
      bytes: new Uint8Array(),
    });
  }

  #run({ bytes, options }: Waiting): DeployOutcome {
    try {
      return runDeploy(this.#org, bytes, options);
    } catch (error) {
      if (!(error instanceof MetadataError)) throw error;
      const failed = { success: false, created: false, changed: false, deleted: false };
      const file = { componentType: '', fullName: 'package.xml', fileName: 'package.xml' };
      return {
        status: 'Failed',
        messages: [{ ...file, ...failed, problem: error.message, problemType: 'Error' }],
      };
    }
  }

  #now(): string {
    return new Date(this.#org.clock.now()).toISOString();
  }
}
