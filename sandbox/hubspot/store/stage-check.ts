import type { ErrorDetail } from '../hubspot-error.ts';
import type { Pipeline } from './model.ts';
import type { ObjectType } from './object-types.ts';

/** The properties that hold pipeline and stage, for the types that have them. */
const STAGE_PROPERTIES: Readonly<Partial<Record<ObjectType, { pipeline: string; stage: string }>>> = {
  deals: { pipeline: 'pipeline', stage: 'dealstage' },
  tickets: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
};

/**
 * Whether a written stage belongs to the record's pipeline: the one written with it, the one the record has, else
 * the first one.
 *
 * @param present the record's value of a property before the write, `''` for a new record
 */
export function stageErrors(
  type: ObjectType,
  pipelines: readonly Pipeline[],
  values: Readonly<Record<string, string>>,
  present: (property: string) => string,
): ErrorDetail[] {
  const names = STAGE_PROPERTIES[type];
  const stage = names && values[names.stage];
  if (!names || !stage) return [];
  const wanted = values[names.pipeline] || present(names.pipeline) || pipelines[0]?.id;
  const pipeline = pipelines.find((one) => one.id === wanted);
  if (pipeline?.stages.some((one) => one.id === stage)) return [];
  const message = `${stage} is not a valid stage of pipeline ${wanted}`;
  return [{ message, code: 'INVALID_OPTION', context: { propertyName: [names.stage] } }];
}
