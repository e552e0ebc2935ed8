import { checkCoverage } from '../src/application/check-coverage.ts';
import type { AppContext } from '../src/application/context.ts';
import type { JudgeContext } from '../src/application/watch/judge-context.ts';
import type { Coverage } from '../src/domain/guard/coverage.ts';
import { suspectsAmong } from '../src/domain/watch/suspects.ts';
import { createHubSpotAutomations } from './adapters/hubspot/flows/automations.ts';
import { checkActionsSeen } from './adapters/hubspot/flows/check-actions.ts';
import { hubspotFieldNames } from './adapters/hubspot/flows/field-names.ts';
import type { Tenants } from './tenants/tenants.ts';

/** A big account has a thousand workflows, and one that fights a record fights others in the same minutes. */
const GOOD_FOR_MS = 15 * 60_000;

interface Read {
  readonly at: number;
  readonly coverages: Promise<readonly Coverage[]>;
}

/** Who may be behind a change: the workflows of the account, read when somebody asks and remembered for a while. */
export function createSuspects({
  clientOf,
  vendorsOf,
  unitOfWork,
  clock,
}: Pick<Tenants, 'clientOf' | 'vendorsOf'> &
  Pick<AppContext, 'unitOfWork' | 'clock'>): JudgeContext['watch']['suspectsOf'] {
  const read = new Map<string, Read>();

  function coveragesOf(tenantId: string): Promise<readonly Coverage[]> {
    const known = read.get(tenantId);
    const now = clock.now().getTime();
    if (known && now - known.at < GOOD_FOR_MS) return known.coverages;
    const coverages = readCoverages(tenantId);
    read.set(tenantId, { at: now, coverages });
    // What could not be read is asked for again the next time.
    coverages.catch(() => read.delete(tenantId));
    return coverages;
  }

  async function readCoverages(tenantId: string): Promise<readonly Coverage[]> {
    if (!(await vendorsOf(tenantId)).includes('hubspot')) return [];
    const checkActions = await unitOfWork.transact(tenantId, (tx) => checkActionsSeen(tx.automations));
    const automations = createHubSpotAutomations({
      client: clientOf(tenantId),
      names: hubspotFieldNames(),
      checkActions,
    });
    return (await checkCoverage({ automations })).coverages;
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
