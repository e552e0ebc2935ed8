import type { Coverage } from '../domain/guard/coverage.ts';
import type { ChangeLine } from '../domain/guard/mend/compare-json.ts';
import type { Mend, MendDraft, MendTrouble } from '../domain/guard/mend/mend.ts';
import type { Person } from '../domain/policy/facts.ts';
import type { MendingPort } from '../ports/automations.ts';
import {
  appliedAs,
  type MendContext,
  moveMend,
  type OpenAutomation,
  openAutomation,
  openIfThere,
  settleMends,
} from './mending.ts';
import { prepareAndJudge } from './propose-mend.ts';
import { Refusal } from './refusal.ts';

/** What became of a mend. */
export type MendResult =
  | {
      readonly outcome: 'applied';
      readonly mend: Mend;
      /** What is said of the automation now, read back from the CRM. */
      readonly coverage: Coverage;
      /** True when an earlier run had written it and was stopped before it could say so. */
      readonly recognised: boolean;
    }
  | {
      readonly outcome: 'failed';
      readonly mend: Mend;
      /** Where the CRM kept something else than was sent. */
      readonly differences: readonly ChangeLine[];
      /** `not_ours`: somebody else edited it right after, so theirs was left alone. */
      readonly putBack: 'done' | 'not_possible' | 'not_ours';
    };

/** What is asked for. */
export interface ApplyMend {
  readonly automationId: string;
  /** Null for the command line without a name. */
  readonly by: Person | null;
  /** The revision of the proposal that the person saw; any when left out. */
  readonly revision?: string;
}

/**
 * Mends one automation: reads it, changes one thing, writes it if nobody else has meanwhile, reads it back and compares
 * it with what was sent. What the CRM keeps differently is put back at once. The former definition is kept before
 * anything is written. Safe to repeat: a run that was stopped anywhere is recognised by the next one.
 *
 * @throws Refusal `automation_not_found`, `automation_not_readable`, `automation_changed`, `mend_not_needed`,
 * `mend_not_possible`: nothing was changed; CrmError `unavailable`: it may have been written, run it again
 */
export async function applyMend(
  context: MendContext,
  tenantId: string,
  { automationId, by, revision }: ApplyMend,
): Promise<MendResult> {
  const port = context.mendingOf(tenantId);
  const open = await openAutomation(port, automationId);
  const settled = await settleMends(context, tenantId, automationId, open);
  const recognised = settled.find(({ status }) => status === 'applied');
  if (recognised) {
    return { outcome: 'applied', mend: recognised, coverage: open.coverage, recognised: true };
  }
  if (revision !== undefined && open.mendable.revision !== revision) throw editedSince(open.coverage.name);
  const verdict = await prepareAndJudge(port, open, { dryRun: false });
  if (verdict.kind === 'not_needed') {
    throw new Refusal({ code: 'mend_not_needed', message: `"${open.coverage.name}": ${verdict.why}` });
  }
  if (verdict.kind === 'explained') {
    throw new Refusal({
      code: 'mend_not_possible',
      message: `"${open.coverage.name}" cannot be mended from here. ${verdict.why} By hand: ${verdict.advice.join(' ')}`,
    });
  }
  const mend = await start(context, tenantId, open, verdict.draft, by);
  return write(context, tenantId, port, mend);
}

async function start(
  context: MendContext,
  tenantId: string,
  { coverage, mendable }: OpenAutomation,
  draft: MendDraft,
  by: Person | null,
): Promise<Mend> {
  if (mendable.revision === null) throw new Error('a draft of no revision was offered (this is a bug)');
  const mend: Mend = {
    mendId: context.ids.mendId(),
    automationId: coverage.automationId,
    automationName: coverage.name,
    way: draft.way,
    status: 'proposed',
    former: mendable.document,
    formerRevision: mendable.revision,
    proposed: draft.document,
    applied: null,
    appliedRevision: null,
    by,
    proposedAt: context.clock.now().toISOString(),
    appliedAt: null,
    undoneAt: null,
    undoneBy: null,
    trouble: null,
  };
  return moveMend(context, tenantId, mend, null);
}

async function write(
  context: MendContext,
  tenantId: string,
  port: MendingPort,
  mend: Mend,
): Promise<MendResult> {
  const fail = (trouble: MendTrouble) =>
    moveMend(context, tenantId, { ...mend, status: 'failed', trouble }, ['proposed']);
  const written = await port.write(mend.automationId, mend.proposed, mend.formerRevision);
  if (written.kind === 'changed_meanwhile') {
    const refusal = editedSince(mend.automationName);
    await fail({ code: 'changed_meanwhile', message: refusal.message });
    throw refusal;
  }
  if (written.kind === 'refused') {
    const message = `${written.why} Nothing was changed in "${mend.automationName}".`;
    await fail({ code: 'refused', message });
    throw new Refusal({ code: 'mend_not_possible', message });
  }
  const found = await openIfThere(port, mend.automationId);
  const differences = found ? port.differences(mend.proposed, found.mendable.document) : [];
  if (found && differences.length === 0) {
    const { document, revision } = found.mendable;
    const applied = appliedAs(mend, document, revision, context.clock.now());
    // Another run may have taken it for one that never arrived.
    const kept = await moveMend(context, tenantId, applied, ['proposed', 'failed']);
    return { outcome: 'applied', mend: kept, coverage: found.coverage, recognised: false };
  }
  if (!found || found.mendable.revision !== written.revision) {
    const message = found
      ? 'It was written, but somebody edited the workflow right after, so it was left as they made it. Look at it, and mend it again if it still ignores the hold.'
      : 'It was written, but the workflow was deleted right after.';
    const failed = await fail({ code: 'changed_meanwhile', message });
    return { outcome: 'failed', mend: failed, differences, putBack: 'not_ours' };
  }
  const isBack = await putBack(port, mend, written.revision);
  const message = isBack
    ? 'The CRM kept something else than was sent, so the former definition was put back. Mend it by hand: handrail guard mend --dry-run says how.'
    : 'The CRM kept something else than was sent, and the former definition could not be put back. Look at the workflow now; its former definition is kept: handrail guard mends --json.';
  const failed = await fail({ code: 'stored_differently', message });
  return { outcome: 'failed', mend: failed, differences, putBack: isBack ? 'done' : 'not_possible' };
}

async function putBack(
  port: MendingPort,
  { automationId, former }: Mend,
  revision: string,
): Promise<boolean> {
  const written = await port.write(automationId, former, revision);
  if (written.kind !== 'written') return false;
  const found = await openIfThere(port, automationId);
  return found !== null && port.differences(former, found.mendable.document).length === 0;
}

function editedSince(name: string): Refusal {
  return new Refusal({
    code: 'automation_changed',
    message: `"${name}" was edited meanwhile, so nothing was changed. Look at the change again, then mend it.`,
  });
}
