import { HEALTH_CODES } from '@handrail/contracts/admin-codes';
import { coverageItemSchema, propertiesViewSchema } from '@handrail/contracts/settings';
import { z } from 'zod';
import type { Coverage } from '../../src/domain/guard/coverage.ts';

/** What a health check leaves behind. A database is an edge, so it is read back by the same schema. */
export const healthResultSchema = z.object({
  healthy: z.boolean(),
  findings: z.array(
    z.object({
      code: z.enum(HEALTH_CODES),
      status: z.enum(['ok', 'warning', 'failed', 'skipped']),
      what: z.string(),
      next: z.string().optional(),
    }),
  ),
  properties: z.array(propertiesViewSchema).nullable(),
});
export type HealthResult = z.infer<typeof healthResultSchema>;

/** The same of a coverage check. */
export const coverageResultSchema = z.object({
  ignoring: z.int().nonnegative(),
  items: z.array(coverageItemSchema.extend({ revision: z.string().nullable() })),
});
export type CoverageResult = z.infer<typeof coverageResultSchema>;

/** A judged automation as it is kept. */
export function keptCoverage(coverage: Coverage): CoverageResult['items'][number] {
  const { automationId, name, revision, enabled, recordKind, verdict, reason, mechanism, writes } = coverage;
  const { evidence, path } = coverage;
  return {
    automationId,
    name,
    revision,
    enabled,
    recordKind,
    verdict,
    reason,
    mechanism,
    writes: [...writes],
    evidence,
    path: [...path],
  };
}
