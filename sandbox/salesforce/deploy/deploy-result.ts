import type { DeployJob } from './deploy-jobs.ts';

/** What both faces of the Metadata API tell of a deployment, with the names of its `DeployResult`. */
export function deployResult(job: DeployJob) {
  const { id, userId, status, options, messages, createdDate, completedDate } = job;
  const failures = messages.filter(({ success }) => !success);
  const successes = messages.filter(({ success }) => success);
  return {
    result: {
      id,
      ...options,
      status,
      done: status === 'Succeeded' || status === 'Failed',
      success: status === 'Succeeded',
      createdBy: userId,
      createdDate,
      completedDate,
      numberComponentsTotal: messages.length,
      numberComponentsDeployed: successes.length,
      numberComponentErrors: failures.length,
    },
    failures,
    successes,
  };
}
