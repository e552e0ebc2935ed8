import { z } from 'zod';

/** A message that a client sends: only the fields that the sandbox reads. */
export interface BayeuxMessage {
  readonly channel: string;
  readonly id?: string | undefined;
  readonly clientId?: string | undefined;
  readonly subscription?: string | undefined;
  readonly advice?: { readonly timeout?: number | undefined } | undefined;
  readonly ext?: { readonly replay?: Readonly<Record<string, number>> | undefined } | undefined;
}

/** A message that the server sends. */
export type BayeuxReply = Readonly<Record<string, unknown>> & { readonly channel: string };

const MessageBody = z.object({
  channel: z.string(),
  id: z.string().optional(),
  clientId: z.string().optional(),
  subscription: z.string().optional(),
  advice: z.object({ timeout: z.number().optional() }).optional(),
  // At the handshake `replay` only says that the client knows of it.
  ext: z.object({ replay: z.record(z.string(), z.number()).optional().catch(undefined) }).optional(),
});

/** What one call carries: a message, or several. */
export const BayeuxBody = z
  .union([z.array(MessageBody), MessageBody])
  .transform((body) => (Array.isArray(body) ? body : [body]));
