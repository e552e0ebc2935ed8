import { Router } from 'express';
import { objectTypeParam, pathParam } from '../http/read-request.ts';
import { notFound } from '../hubspot-error.ts';
import type { Pipeline, PipelineStage } from '../store/model.ts';
import type { ObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';

/** Reading pipelines v3. The portal's pipelines are fixed at the start. */
export function pipelineRoutes(portal: Portal, startedAt: number): Router {
  const router = Router();
  const dates = {
    createdAt: new Date(startedAt).toISOString(),
    updatedAt: new Date(startedAt).toISOString(),
  };

  router.get('/crm/v3/pipelines/:objectType', (req, res) => {
    res.json({ results: (portal.pipelines.get(objectTypeParam(req)) ?? []).map(pipelineReply) });
  });
  router.get('/crm/v3/pipelines/:objectType/:pipelineId', (req, res) => {
    res.json(pipelineReply(requirePipeline(objectTypeParam(req), pathParam(req, 'pipelineId'))));
  });
  router.get('/crm/v3/pipelines/:objectType/:pipelineId/stages', (req, res) => {
    const pipeline = requirePipeline(objectTypeParam(req), pathParam(req, 'pipelineId'));
    res.json({ results: pipeline.stages.map(stageReply) });
  });
  router.get('/crm/v3/pipelines/:objectType/:pipelineId/stages/:stageId', (req, res) => {
    const pipeline = requirePipeline(objectTypeParam(req), pathParam(req, 'pipelineId'));
    const stage = pipeline.stages.find((one) => one.id === pathParam(req, 'stageId'));
    if (!stage) throw notFound(`Stage ${pathParam(req, 'stageId')} does not exist`);
    res.json(stageReply(stage));
  });

  function requirePipeline(type: ObjectType, id: string): Pipeline {
    const pipeline = (portal.pipelines.get(type) ?? []).find((one) => one.id === id);
    if (!pipeline) throw notFound(`Pipeline ${id} does not exist`);
    return pipeline;
  }
  function pipelineReply(pipeline: Pipeline): Record<string, unknown> {
    return { ...pipeline, stages: pipeline.stages.map(stageReply), ...dates, archived: false };
  }
  function stageReply(stage: PipelineStage): Record<string, unknown> {
    return { ...stage, ...dates, archived: false, writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT' };
  }
  return router;
}
