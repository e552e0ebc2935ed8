import type { AdminTaskKind } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import { COVERAGE_CHECK } from '../../src/application/admin/load-settings.ts';
import type { PerformTask } from '../../src/application/admin/run-task.ts';
import { applyMend } from '../../src/application/apply-mend.ts';
import { checkCoverage } from '../../src/application/check-coverage.ts';
import type { AppContext } from '../../src/application/context.ts';
import { markReviewed } from '../../src/application/mark-reviewed.ts';
import { judgeAutomation, type MendContext } from '../../src/application/mending.ts';
import { proposeMend } from '../../src/application/propose-mend.ts';
import { Refusal } from '../../src/application/refusal.ts';
import { undoMend } from '../../src/application/undo-mend.ts';
import type { MendingPort } from '../../src/ports/automations.ts';
import { CrmError } from '../../src/ports/crm.ts';
import type { HandoffTransaction } from '../../src/ports/unit-of-work.ts';
import { type AutomationPorts, vendorOfAutomation } from '../automation-ports.ts';
import { keptApplied, keptProposal, keptUndone, patchInstead } from './mend-results.ts';
import { coverageResultSchema, keptCoverage } from './task-results.ts';

type MendTaskKind = Extract<AdminTaskKind, `${string}_mend` | 'mark_reviewed'>;

/** What the tasks about one workflow are done with. */
export interface MendTaskParts {
  readonly context: AppContext;
  /** The automation of a tenant's CRMs as it is now; only HubSpot's can be mended from here. */
  readonly automations: AutomationPorts;
}

const applyInput = z.object({ revision: z.string() });
const reviewInput = z.object({ reason: z.string() });

/** What each task about one workflow does; its subject is the workflow's id. Each is audited by its use case. */
export function mendPerformers({
  context,
  automations,
}: MendTaskParts): Readonly<Record<MendTaskKind, (tenantId: string) => PerformTask>> {
  /** The use cases' context, on one reading of what the account's check actions are. */
  async function open(tenantId: string): Promise<{ port: MendingPort; mends: MendContext }> {
    const port = await automations.hubspot(tenantId);
    return { port, mends: { ...context, mendingOf: () => port } };
  }

  /** What was done is done: a CRM that cannot be asked again leaves the list as it was. */
  async function judge(port: MendingPort, automationId: string) {
    try {
      const { coverages } = await checkCoverage({ automations: port }, { only: automationId });
      return coverages[0];
    } catch (error) {
      if (error instanceof CrmError) return undefined;
      throw error;
    }
  }

  /** Judges one workflow again, so that the list need not wait for the next check of all. */
  async function judgedAgain(port: MendingPort, automationId: string) {
    const coverage = await judge(port, automationId);
    const judgedAt = context.clock.now().toISOString();
    return async (tx: HandoffTransaction) => {
      const known = await tx.adminTasks.findResult(COVERAGE_CHECK);
      if (!known || !coverage) return;
      const { items } = coverageResultSchema.parse(known.value);
      const fresh = { ...keptCoverage(coverage), judgedAt };
      const next = items.map((item) => (item.automationId === automationId ? fresh : item));
      await tx.adminTasks.saveResult(COVERAGE_CHECK, { ...known, value: { items: next } });
    };
  }

  return {
    propose_mend:
      (tenantId) =>
      async ({ subject }) => {
        if (vendorOfAutomation(subject) === 'salesforce') {
          const { coverage } = await judgeAutomation(automations.salesforce(tenantId), subject);
          return { value: patchInstead(coverage) };
        }
        const { mends } = await open(tenantId);
        return { value: keptProposal(await proposeMend(mends, tenantId, subject)) };
      },

    apply_mend:
      (tenantId) =>
      async ({ subject, startedBy, input }) => {
        if (vendorOfAutomation(subject) === 'salesforce') throw notFromHere(subject);
        const { port, mends } = await open(tenantId);
        const { revision } = applyInput.parse(input);
        const result = await applyMend(mends, tenantId, { automationId: subject, by: startedBy, revision });
        return { value: keptApplied(result), alongside: await judgedAgain(port, subject) };
      },

    undo_mend:
      (tenantId) =>
      async ({ subject, startedBy }) => {
        const { port, mends } = await open(tenantId);
        const result = await undoMend(mends, tenantId, { mendId: subject, by: startedBy });
        return { value: keptUndone(result), alongside: await judgedAgain(port, subject) };
      },

    mark_reviewed:
      (tenantId) =>
      async ({ subject, startedBy, input }) => {
        const port = await automations.of(tenantId, subject);
        const { reason } = reviewInput.parse(input);
        const { mark } = await markReviewed({ ...context, automationsOf: () => port }, tenantId, {
          automationId: subject,
          by: startedBy,
          reason,
        });
        return { value: { revision: mark.revision } };
      },
  };
}

function notFromHere(automationId: string): Refusal {
  return new Refusal({
    code: 'automation_not_found',
    message: `"${automationId}" is no HubSpot workflow. In Salesforce Handrail changes no automation: handrail guard coverage --patch writes the change for you to deploy.`,
  });
}
