import { checkCoverage } from '../src/application/check-coverage.ts';
import type { JudgeContext } from '../src/application/watch/judge-context.ts';
import type { Coverage } from '../src/domain/guard/coverage.ts';
import { suspectsAmong } from '../src/domain/watch/suspects.ts';
import type { Clock } from '../src/ports/clock.ts';
import { createHubSpotAutomations } from './adapters/hubspot/flows/automations.ts';
import { hubspotFieldNames } from './adapters/hubspot/flows/field-names.ts';
import type { Tenants } from './tenants/tenants.ts';

/** A big account has a thousand workflows, and one that fights a record fights others in the same minutes. */
const GOOD_FOR_MS = 15 * 60_000;

interface Read {
  readonly at: number;
  readonly coverages: Promise<readonly Coverage[]>;
}

/** Who may be behind a change: the workflows of the account, read when somebody asks and remembered for a while. */
export function createSuspects(
  tenants: Pick<Tenants, 'clientOf'>,
  clock: Clock,
): JudgeContext['watch']['suspectsOf'] {
  const read = new Map<string, Read>();

  function coveragesOf(tenantId: string): Promise<readonly Coverage[]> {
    const known = read.get(tenantId);
    const now = clock.now().getTime();
    if (known && now - known.at < GOOD_FOR_MS) return known.coverages;
    const automations = createHubSpotAutomations({
      client: tenants.clientOf(tenantId),
      names: hubspotFieldNames(),
    });
    const coverages = checkCoverage({ automations }).then((report) => report.coverages);
    read.set(tenantId, { at: now, coverages });
    // What could not be read is asked for again the next time.
    coverages.catch(() => read.delete(tenantId));
    return coverages;
  }

  return async (tenantId, { objectType }, field) => {
    const coverages = await coveragesOf(tenantId);
    return suspectsAmong(coverages, objectType, field).map(({ automationId, name, verdict }) => ({
      automationId,
      name,
      verdict,
    }));
  };
}
