import { HEALTH_CODES } from '@handrail/contracts/admin-codes';
import { coverageItemSchema, propertiesViewSchema } from '@handrail/contracts/settings';
import { z } from 'zod';
import type { checkCoverage } from '../../src/application/check-coverage.ts';
import { vendorOfAutomation } from '../automation-ports.ts';

/** An automation as `checkCoverage` tells it. */
type Judged = Awaited<ReturnType<typeof checkCoverage>>['coverages'][number];

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
  items: z.array(coverageItemSchema.omit({ review: true }).extend({ revision: z.string().nullable() })),
});
export type CoverageResult = z.infer<typeof coverageResultSchema>;

/** A judged automation as it is kept. */
export function keptCoverage(coverage: Judged): CoverageResult['items'][number] {
  const { automationId, name, revision, enabled, recordKind, verdict, reason, mechanism, writes } = coverage;
  const { evidence, path, mend } = coverage;
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
    ...(mend && { mend: { offered: mend.kind === 'offered', words: mendInWords(mend) } }),
    ...(isPatched(coverage) && { mend: { offered: false, words: PATCH_WORDS } }),
  };
}

const PATCH_WORDS = 'In Salesforce a change is a patch: handrail guard coverage --patch OUT writes it.';

function isPatched({ automationId, verdict }: Judged): boolean {
  const isToMend = verdict === 'ignores' || verdict === 'partly';
  return isToMend && vendorOfAutomation(automationId) === 'salesforce';
}

function mendInWords(mend: NonNullable<Judged['mend']>): string {
  if (mend.kind === 'explained') return mend.why;
  return mend.way === 'exclusion_filter'
    ? 'It can be mended by a suppression filter.'
    : 'It can be mended by a suppression list of held contacts.';
}
