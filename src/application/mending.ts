import { auditActor } from '../domain/audit/audit-of-event.ts';
import { auditOfMend } from '../domain/audit/audit-of-mend.ts';
import type { Automation } from '../domain/guard/automation.ts';
import type { Coverage } from '../domain/guard/coverage.ts';
import { judgeAs } from '../domain/guard/mend/judge-mend.ts';
import type { AutomationDocument, Mend, Mendable } from '../domain/guard/mend/mend.ts';
import type { AutomationPort, MendingPort } from '../ports/automations.ts';
import type { AppContext } from './context.ts';
import { Refusal } from './refusal.ts';

/** What mending, undoing and marking work through. */
export interface MendContext extends Pick<AppContext, 'unitOfWork' | 'clock' | 'sha256'> {
  readonly ids: Pick<AppContext['ids'], 'mendId'>;
  /** The automations of a tenant's CRM. */
  readonly mendingOf: (tenantId: string) => MendingPort;
}

/** One automation as it is in the CRM now, judged. */
export interface JudgedAutomation {
  readonly coverage: Coverage;
  /** It and those it puts records into, as far as they could be read. */
  readonly automations: readonly Automation[];
  /** Absent where its CRM cannot be written to. */
  readonly mendable?: Mendable;
}

/** One that can be changed. */
export interface OpenAutomation extends JudgedAutomation {
  readonly mendable: Mendable;
}

/**
 * Reads one automation with those it puts records into.
 *
 * @throws Refusal `automation_not_found`, `automation_not_readable`; CrmError `unavailable`
 */
export async function judgeAutomation(port: AutomationPort, automationId: string): Promise<JudgedAutomation> {
  const readings = await port.readSome([automationId]);
  const own = readings.find((one) => (one.kind === 'read' ? one.automation.id : one.id) === automationId);
  if (own?.kind !== 'read') {
    throw notReadable(automationId, own?.why ?? '', !own || own.gone === true);
  }
  const automations = readings.flatMap((one) => (one.kind === 'read' ? [one.automation] : []));
  return {
    coverage: judgeAs(own.automation, automations, port.names),
    automations,
    ...(own.mendable && { mendable: own.mendable }),
  };
}

/**
 * The same for one that is to be changed.
 *
 * @throws Refusal `automation_not_found`, `automation_not_readable`; CrmError `unavailable`
 */
export async function openAutomation(port: MendingPort, automationId: string): Promise<OpenAutomation> {
  const { mendable, ...judged } = await judgeAutomation(port, automationId);
  if (!mendable) throw notReadable(automationId, 'the CRM shows no definition of it', false);
  return { ...judged, mendable };
}

function notReadable(automationId: string, why: string, gone: boolean): Refusal {
  return new Refusal({
    code: gone ? 'automation_not_found' : 'automation_not_readable',
    message: gone
      ? `The CRM knows no workflow ${automationId}. Look at the coverage for those there are.`
      : `Workflow ${automationId} cannot be read: ${why}. Nothing was changed.`,
  });
}

/** The same, or null for one that the CRM does not know any more. */
export async function openIfThere(port: MendingPort, automationId: string): Promise<OpenAutomation | null> {
  try {
    return await openAutomation(port, automationId);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'automation_not_found') return null;
    throw error;
  }
}

const AUDIT_TYPE: Readonly<Record<Mend['status'], string>> = {
  proposed: 'automation_mend_started',
  applied: 'automation_mended',
  undone: 'automation_mend_undone',
  failed: 'automation_mend_failed',
};

/**
 * Saves where a mend stands now, with its audit entry, in one transaction; nothing when somebody else moved it on
 * first.
 *
 * @returns the mend as it is kept
 */
export async function moveMend(
  { unitOfWork, clock, sha256 }: MendContext,
  tenantId: string,
  mend: Mend,
  from: readonly Mend['status'][] | null,
): Promise<Mend> {
  return unitOfWork.transact(tenantId, async (tx) => {
    if (!(await tx.guard.saveMend(mend, from))) return (await tx.guard.findMend(mend.mendId)) ?? mend;
    await tx.appendAudit([
      {
        at: clock.now().toISOString(),
        type: AUDIT_TYPE[mend.status],
        actor: auditActor(mend.status === 'undone' ? mend.undoneBy : mend.by),
        data: auditOfMend(mend, sha256),
      },
    ]);
    return mend;
  });
}

/**
 * Finds out what became of mends of an automation that were written, or were about to be, when whoever wrote them
 * was stopped: the automation as it is now tells.
 */
export async function settleMends(
  context: MendContext,
  tenantId: string,
  automationId: string,
  open: OpenAutomation,
): Promise<readonly Mend[]> {
  const left = await context.unitOfWork.transact(tenantId, (tx) =>
    tx.guard.listMends({ automationId, status: 'proposed' }),
  );
  const settled: Mend[] = [];
  for (const mend of left) {
    settled.push(await moveMend(context, tenantId, settledAs(context, tenantId, mend, open), ['proposed']));
  }
  return settled;
}

function settledAs(
  { clock, mendingOf }: MendContext,
  tenantId: string,
  mend: Mend,
  { mendable: { document, revision } }: OpenAutomation,
): Mend {
  if (revision === mend.formerRevision) {
    const message = 'It was broken off before it reached the CRM: nothing was changed.';
    return { ...mend, status: 'failed', trouble: { code: 'not_arrived', message } };
  }
  if (mendingOf(tenantId).differences(mend.proposed, document).length === 0) {
    return appliedAs(mend, document, revision, clock.now());
  }
  const message =
    'It was broken off, and the workflow is neither as it was nor as it was to be: somebody edited it. Look at it, and mend it again if it still ignores the hold.';
  return { ...mend, status: 'failed', trouble: { code: 'changed_meanwhile', message } };
}

/** A mend that was read back and is as it was to be. */
export function appliedAs(
  mend: Mend,
  document: AutomationDocument,
  revision: string | null,
  now: Date,
): Mend {
  return {
    ...mend,
    status: 'applied',
    applied: document,
    appliedRevision: revision,
    appliedAt: now.toISOString(),
    trouble: null,
  };
}
