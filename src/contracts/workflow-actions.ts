import { z } from 'zod';

/**
 * Paths that HubSpot workflows call, below the server's public origin. HubSpot signs each call (signature v3) and
 * repeats it after 429 and, for up to three days, after a 5xx; a 4xx fails the action.
 */
export const WORKFLOW_ACTION_ROUTES = {
  /** POST WorkflowCall → CheckOutputs; changes nothing */
  check: '/workflow-actions/check',
  /** POST WorkflowCall → RequestOutputs; idempotent by `callbackId` */
  request: '/workflow-actions/request',
} as const;

const number = z.union([
  z.int().positive().transform(String),
  z.string().regex(/^[1-9]\d{0,19}$/, 'must be a number'),
]);

/** A value of a record or of an input field: workflows send text, and nothing for what is empty. Anything else is not read. */
const value = z
  .union([z.string(), z.number().transform(String), z.boolean().transform(String), z.null()])
  .catch(null);

/**
 * A call of a custom workflow action, as far as Handrail reads it (HubSpot documentation, "Custom workflow actions").
 * The account and the workflow stand in the body, which the signature covers.
 */
export const workflowCallSchema = z
  .looseObject({
    /** The same for every repetition of one call. */
    callbackId: z.string().min(1).max(512),
    origin: z.looseObject({
      portalId: number,
      /** Which action of the app: a workflow names it as `1-<this>`. */
      actionDefinitionId: number,
    }),
    context: z.looseObject({
      source: z.string(),
      /** Present when `source` is `WORKFLOWS`. */
      workflowId: number.optional(),
    }),
    object: z.looseObject({
      objectType: z.string(),
      objectId: number,
      /** Only what the action's definition asks for. */
      properties: z.record(z.string(), value).default({}),
    }),
    inputFields: z.record(z.string(), value).default({}),
  })
  .meta({ id: 'WorkflowCall' });
export type WorkflowCall = z.infer<typeof workflowCallSchema>;

/** The properties that both actions have HubSpot send along; each exists on all four record types. */
export const SENT_PROPERTIES = ['handoff_routing_hold', 'hubspot_owner_id'] as const;

/** The output of the check that a branch must ask: `true` or `false`, never anything else. */
export const ON_HOLD_OUTPUT = 'on_hold';

/** Whether standard routing must leave the record alone. HubSpot keeps outputs as text. */
export const checkOutputsSchema = z
  .object({
    outputFields: z.object({
      [ON_HOLD_OUTPUT]: z.enum(['true', 'false']),
      /** The id of the exception type, such as `strategic-logo`; empty without an exception. */
      exception_type: z.string(),
      /** Where the request stands, also while it waits; empty without one. */
      exception_status: z.string(),
      exception_id: z.string(),
      /** Milliseconds since 1970 UTC; absent without an exception. */
      expires_at: z.string().optional(),
      hs_execution_state: z.literal('SUCCESS'),
    }),
  })
  .meta({ id: 'CheckOutputs' });
export type CheckOutputs = z.infer<typeof checkOutputsSchema>;

/** What an admin fills in where a workflow requests an exception. */
export const REQUEST_INPUTS = {
  exceptionType: 'exception_type',
  reasonCode: 'reason_code',
  reason: 'reason',
  /** An owner id; the record's owner when empty. */
  requester: 'requested_by',
  proposedOwner: 'proposed_owner',
  proposedStage: 'proposed_stage',
  /** Whole days from now; as long as the type allows when empty. */
  validDays: 'valid_days',
} as const;

/** Whether a request was filed, or why not. */
export const requestOutputsSchema = z
  .object({
    outputFields: z.object({
      request_outcome: z.enum(['filed', 'refused']),
      exception_id: z.string(),
      /** A stable problem code; empty when the request was filed. */
      problem_code: z.string(),
      /** The same in one sentence. */
      problem: z.string(),
      hs_execution_state: z.enum(['SUCCESS', 'FAIL_CONTINUE']),
    }),
  })
  .meta({ id: 'RequestOutputs' });
export type RequestOutputs = z.infer<typeof requestOutputsSchema>;
