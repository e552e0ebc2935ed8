import { type AdminTaskKind, OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import type { PerformTask } from '../../src/application/admin/run-task.ts';
import { sendTestNotice, TESTABLE_CHANNELS } from '../../src/application/admin/send-test-notice.ts';
import { checkCrms } from '../../src/application/check-crms.ts';
import type { AppContext } from '../../src/application/context.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { CrmError } from '../../src/ports/crm.ts';
import type { HubSpotClient } from '../adapters/hubspot/client.ts';
import { installProperties } from '../adapters/hubspot/install.ts';
import type { Store } from '../adapters/store/open-store.ts';
import type { AutomationPorts } from '../automation-ports.ts';
import type { ExaminedAccount } from '../health/check-hubspot.ts';
import { examine } from '../health/examine.ts';
import { portalOfTenant } from '../tenant-names.ts';
import { mendPerformers } from './perform-mends.ts';
import { type CoverageResult, type HealthResult, keptCoverage } from './task-results.ts';

/** What the tasks are done with. */
export interface TaskParts {
  readonly context: AppContext;
  readonly store: Store;
  readonly clientOf: (tenantId: string) => HubSpotClient;
  readonly automations: AutomationPorts;
  /** Present where accounts are connected by OAuth. */
  readonly grant?: NonNullable<ExaminedAccount['grant']>;
  /** What HubSpot calls, when it was set. */
  readonly publicOrigin: string | undefined;
  /** The policy as the files have it now; null when they cannot be read. */
  readonly policyFiles: () => Promise<Policy | null>;
}

/** One kind of task, for one tenant. */
type Performer = (tenantId: string) => PerformTask;

/** What each kind of task does. */
export function taskPerformers(parts: TaskParts): Readonly<Record<AdminTaskKind, Performer>> {
  const { context, automations } = parts;
  return {
    ...mendPerformers({ context, automations }),

    check_health: (tenantId) => async () => ({ value: await findHealth(parts, tenantId) }),

    check_coverage: (tenantId) => async (_task, onProgress) => {
      // The reading goes on while progress is kept; a progress that cannot be kept must not end it unheard.
      let telling: Promise<void> = Promise.resolve();
      const report = await checkCrms(await automations.all(tenantId), {
        onProgress: (progress) => {
          telling = telling.then(() => onProgress(progress));
          telling.catch(() => undefined);
        },
      });
      await telling;
      const { coverages, counts, ignoring } = report;
      const value: CoverageResult = { items: coverages.map(keptCoverage) };
      return {
        value,
        audit: { type: 'coverage_checked', data: { automations: coverages.length, ignoring, counts } },
      };
    },

    send_test_notice:
      (tenantId) =>
      async ({ subject, startedBy, runId }) => {
        const channel = z.enum(TESTABLE_CHANNELS).parse(subject);
        await sendTestNotice(context, tenantId, { channel, to: startedBy, key: runId });
        return { value: { sent: true }, audit: { type: 'test_notice_sent', data: { channel } } };
      },
  };
}

async function findHealth(parts: TaskParts, tenantId: string): Promise<HealthResult> {
  const { store, clientOf, grant, publicOrigin, policyFiles } = parts;
  const client = clientOf(tenantId);
  const account = { tenantId, portalId: portalOfTenant(tenantId), client, ...(grant && { grant }) };
  const { healthy, findings } = await examine({ account, store, files: await policyFiles(), publicOrigin });
  return { healthy, findings: [...findings], properties: await findProperties(client) };
}

/** Null when HubSpot cannot be asked: a finding of the examination says why. */
async function findProperties(client: HubSpotClient): Promise<HealthResult['properties']> {
  try {
    const { entries } = await installProperties(client, OBJECT_TYPES, { dryRun: true });
    return OBJECT_TYPES.map((objectType) => {
      const own = entries.filter((entry) => entry.objectType === objectType);
      return {
        objectType,
        total: own.length,
        there: own.filter(({ outcome }) => outcome === 'unchanged').length,
        amiss: own.flatMap(({ name, outcome, detail }) =>
          outcome === 'unchanged' ? [] : [{ name, ...AMISS[outcome], ...(detail && { words: detail }) }],
        ),
      };
    });
  } catch (error) {
    if (error instanceof CrmError) return null;
    throw error;
  }
}

/** What an install would do tells what is amiss. */
const AMISS = {
  created: { state: 'missing', words: 'It is not there.' },
  updated: { state: 'changed', words: 'Somebody changed it.' },
  conflict: { state: 'conflict', words: 'A property that is not ours has its name.' },
} as const;
