import type { Response } from 'express';
import { HubspotError, validationError } from '../hubspot-error.ts';
import { OBJECT_TYPE_FACTS, type ObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';

/** One entry of a 207's `errors`. */
export interface BatchError {
  readonly status: 'error';
  readonly category: string;
  readonly message: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly links: Readonly<Record<string, string>>;
  readonly errors: readonly unknown[];
}

/** Answers a batch: `okStatus` when all went well, 207 with `errors` when some did not. */
export function batchReply(
  res: Response,
  portal: Portal,
  results: readonly unknown[],
  errors: readonly BatchError[],
  okStatus = 200,
): void {
  const at = new Date(portal.clock.now()).toISOString();
  const body = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
  if (errors.length === 0) res.status(okStatus).json(body);
  else res.status(207).json({ ...body, numErrors: errors.length, errors });
}

/** @throws HubspotError 400 over HubSpot's batch size, or for an empty batch */
export function checkBatchSize(inputs: readonly unknown[], max: number): void {
  if (inputs.length > max)
    throw validationError(
      `The maximum number of inputs supported in a batch is ${max}, not ${inputs.length}`,
    );
  if (inputs.length === 0) throw validationError('Invalid input JSON: inputs: must not be empty');
}

/** The single error that stands for all ids of a batch that do not exist. */
export function missingRecords(
  type: ObjectType,
  ids: readonly string[],
  verb: 'get' | 'update',
): BatchError[] {
  if (ids.length === 0) return [];
  const label = OBJECT_TYPE_FACTS[type].singular.toUpperCase();
  const message = `Could not ${verb} some ${label} objects, they may be deleted or not exist. Check that ids are valid.`;
  return [
    { status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids }, links: {}, errors: [] },
  ];
}

/** A refusal of one input as an entry of `errors`. */
export function toBatchError(error: HubspotError): BatchError {
  return {
    status: 'error',
    category: error.category,
    message: error.message,
    context: error.extras.context ?? {},
    links: {},
    errors: error.extras.errors ?? [],
  };
}

/** Runs each input of a batch on its own and gathers HubSpot's refusals. */
export function eachInput<I, R>(
  inputs: readonly I[],
  run: (input: I) => R,
): { results: R[]; errors: BatchError[] } {
  const results: R[] = [];
  const errors: BatchError[] = [];
  for (const input of inputs) {
    try {
      results.push(run(input));
    } catch (error) {
      if (!(error instanceof HubspotError)) throw error;
      errors.push(toBatchError(error));
    }
  }
  return { results, errors };
}
