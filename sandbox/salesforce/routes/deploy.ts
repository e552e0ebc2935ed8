import express, { type Request, Router } from 'express';
import { z } from 'zod';
import type { DeployJob, DeployJobs } from '../deploy/deploy-jobs.ts';
import { deployResult } from '../deploy/deploy-result.ts';
import { callerOf } from '../http/org-caller.ts';
import { pathParam, queryText } from '../http/read-call.ts';
import { notFound, SalesforceError } from '../salesforce-error.ts';
import { mayDeploy, type OrgFace, versionOf } from './org-face.ts';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const EntityContent = z.object({
  deployOptions: z
    .object({ checkOnly: flag.default(false), rollbackOnError: flag.default(true) })
    .default({ checkOnly: false, rollbackOnError: true }),
});

/** `/metadata/deployRequest`: deployments by REST. */
export function deployRoutes(face: OrgFace, deploys: DeployJobs): Router {
  const router = Router({ mergeParams: true });

  router.post(
    '/metadata/deployRequest',
    express.raw({ type: 'multipart/form-data', limit: '40mb' }),
    async (req, res) => {
      const userId = callerOf(res);
      if (!mayDeploy(face, userId)) {
        throw new SalesforceError(
          403,
          'INSUFFICIENT_ACCESS',
          'You must have the Modify Metadata Through Metadata API Functions or Modify All Data permission to deploy',
        );
      }
      const { bytes, options } = await readForm(req);
      res.status(201).json(replyOf(deploys.enqueue(userId, bytes, options), versionOf(req), false));
    },
  );

  router.get('/metadata/deployRequest/:id', (req, res) => {
    const job = deploys.find(pathParam(req, 'id'));
    if (!job) throw notFound();
    res.json(replyOf(job, versionOf(req), queryText(req, 'includeDetails') === 'true'));
  });

  return router;
}

async function readForm(req: Request) {
  const body: unknown = req.body;
  if (!Buffer.isBuffer(body)) throw badRequest('a deployment is a multipart/form-data request');
  const form = await formOf(body, req.get('content-type') ?? '');
  const content = form.get('entity_content') ?? form.get('json');
  const file = form.get('file');
  if (content === null || file === null || typeof file === 'string') {
    throw badRequest('the parts entity_content and file are needed');
  }
  const json = typeof content === 'string' ? content : await content.text();
  const parsed = EntityContent.safeParse(jsonOf(json));
  if (!parsed.success) throw badRequest('entity_content is not as documented');
  return { bytes: await file.bytes(), options: parsed.data.deployOptions };
}

async function formOf(body: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw badRequest('the multipart body cannot be read');
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function replyOf(job: DeployJob, version: string, withDetails: boolean) {
  const { id, options } = job;
  const { result, failures, successes } = deployResult(job);
  return {
    id,
    url: `/services/data/${version}/metadata/deployRequest/${id}`,
    validatedDeployRequestId: null,
    deployOptions: options,
    deployResult: {
      ...result,
      completedDate: result.completedDate ?? null,
      errorMessage: null,
      errorStatusCode: null,
      ...(withDetails && { details: { componentFailures: failures, componentSuccesses: successes } }),
    },
  };
}

function badRequest(message: string): SalesforceError {
  return new SalesforceError(400, 'INVALID_MULTIPART_REQUEST', message);
}
