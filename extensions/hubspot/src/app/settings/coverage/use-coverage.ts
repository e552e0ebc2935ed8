import type { CoverageVerdict } from '@handrail/contracts/vocabulary';
import type { Failure } from 'handrail-hubspot-cards/api/failure.ts';
import { useReading } from 'handrail-hubspot-cards/use-reading.ts';
import { useCallback } from 'react';
import type { CoveragePage, SettingsApi } from '../api/settings-api.ts';

/** Workflows on one page. */
export const PAGE_SIZE = 25;

export interface CoverageReading {
  readonly page: CoveragePage | undefined;
  readonly problem: Failure | undefined;
  reload(): void;
}

const NOT_CHECKED: CoveragePage = { ok: true, summary: null, matching: 0, offset: 0, items: [] };

/**
 * Reads a page of the workflows, anew when another check is over.
 *
 * @param checkedAt of the newest check; undefined before the first, when nothing is asked
 */
export function useCoverage(
  api: SettingsApi,
  { verdict, offset }: { readonly verdict: CoverageVerdict | undefined; readonly offset: number },
  checkedAt: string | undefined,
): CoverageReading {
  const read = useCallback(
    async () =>
      checkedAt === undefined
        ? NOT_CHECKED
        : api.coverage({ offset, limit: PAGE_SIZE, ...(verdict !== undefined && { verdict }) }),
    [api, verdict, offset, checkedAt],
  );
  const { reply, problem, reload } = useReading(read, () => false);
  return { page: reply, problem, reload };
}
