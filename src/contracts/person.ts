import { z } from 'zod';

export const personViewSchema = z
  .object({ name: z.string(), email: z.string(), team: z.string().optional() })
  .meta({ id: 'PersonView' });
export type PersonView = z.infer<typeof personViewSchema>;
