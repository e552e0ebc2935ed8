import { z } from 'zod';

const header = z.object({
  entityName: z.string().min(1),
  recordIds: z.array(z.string()),
  changeType: z.string().min(1),
  commitUser: z.string(),
  commitTimestamp: z.number(),
});

/** The data of a message on a change channel; a message that is none is not understood and left alone. */
export const changeDataSchema = z.object({
  payload: z.object({ ChangeEventHeader: header }),
  event: z.object({ replayId: z.int() }),
});

const text = z.string().optional().catch(undefined);

/** A message of the Bayeux protocol as Salesforce answers: the fields we use. */
export const bayeuxMessageSchema = z.object({
  channel: z.string(),
  successful: z.boolean().optional(),
  clientId: text,
  error: text,
  advice: z
    .object({ reconnect: text, timeout: z.number().positive().optional() })
    .optional()
    .catch(undefined),
  ext: z
    .object({ sfdc: z.object({ failureReason: text }).optional() })
    .optional()
    .catch(undefined),
  data: z.unknown().optional(),
});
export type BayeuxMessage = z.infer<typeof bayeuxMessageSchema>;

export const bayeuxReplySchema = z.array(bayeuxMessageSchema);
