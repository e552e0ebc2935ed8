import { z } from 'zod';

/** How the watch behaves. */
export interface WatchEnvironment {
  /** Seconds between two looks through what was changed in a CRM account. */
  readonly pollSeconds: number;
  /** Days for which a worked webhook event stays known. */
  readonly keepEventDays: number;
}

export const watchShape = {
  HANDRAIL_POLL_SECONDS: z.coerce.number().min(1).max(86_400).default(300),
  HANDRAIL_EVENT_DAYS: z.coerce.number().int().min(2).max(90).default(7),
};

export function watchEnvironment(env: z.infer<z.ZodObject<typeof watchShape>>): WatchEnvironment {
  return { pollSeconds: env.HANDRAIL_POLL_SECONDS, keepEventDays: env.HANDRAIL_EVENT_DAYS };
}
