import type { ChangeLine } from '../domain/guard/mend/compare-json.ts';
import type { Mend } from '../domain/guard/mend/mend.ts';
import type { Person } from '../domain/policy/facts.ts';
import type { TidyOutcome } from '../ports/automations.ts';
import { type MendContext, moveMend, openIfThere, settleMends } from './mending.ts';
import { Refusal } from './refusal.ts';

/** What became of an undo. */
export type UndoResult =
  | {
      readonly outcome: 'undone';
      readonly mend: Mend;
      /** True when the former definition stood there already. */
      readonly already: boolean;
      /** What became of what the mend made beside the automation; null when it made nothing. */
      readonly tidy: TidyOutcome | null;
    }
  /** The automation was deleted: nothing is left to put back. */
  | { readonly outcome: 'gone'; readonly mend: Mend; readonly tidy: TidyOutcome | null }
  | {
      readonly outcome: 'refused';
      readonly code: 'automation_changed' | 'mend_not_possible';
      /** What happened and what to do next. */
      readonly message: string;
      readonly mend: Mend;
      /** What the automation as we left it and as it is now differ in. */
      readonly differences: readonly ChangeLine[];
    }
  | {
      readonly outcome: 'failed';
      readonly mend: Mend;
      /** What the former definition and the one that is there now differ in. */
      readonly differences: readonly ChangeLine[];
    };

/**
 * Puts the former definition of a mended automation back, only while it still is at the revision the mend left it at,
 * and reads it back. A list that the mend made goes too, once no automation uses it. Safe to repeat.
 *
 * @param options `mendId` may also be the automation's id: its newest mend in force is meant then
 * @throws Refusal `mend_not_found`, `mend_not_in_force`, `automation_not_readable`; CrmError `unavailable`: it may have
 * been written, run it again
 */
export async function undoMend(
  context: MendContext,
  tenantId: string,
  { mendId, by }: { readonly mendId: string; readonly by: Person | null },
): Promise<UndoResult> {
  const port = context.mendingOf(tenantId);
  const asked = await findMend(context, tenantId, mendId);
  const open = await openIfThere(port, asked.automationId);
  if (open && asked.status === 'proposed') await settleMends(context, tenantId, asked.automationId, open);
  const mend = asked.status === 'proposed' ? await findMend(context, tenantId, asked.mendId) : asked;
  const tidy = async () => (mend.way === 'exclusion_list' ? port.tidy() : null);
  if (mend.status === 'undone') return { outcome: 'undone', mend, already: true, tidy: await tidy() };
  if (mend.status === 'failed') {
    throw new Refusal({
      code: 'mend_not_in_force',
      message: `Mend ${mend.mendId} of "${mend.automationName}" is not in force: ${mend.trouble?.message ?? 'it failed.'}`,
    });
  }
  const end = () =>
    moveMend(
      context,
      tenantId,
      { ...mend, status: 'undone', undoneAt: context.clock.now().toISOString(), undoneBy: by, trouble: null },
      ['applied', 'proposed'],
    );
  if (!open) return { outcome: 'gone', mend: await end(), tidy: await tidy() };

  const { document, revision } = open.mendable;
  if (port.differences(mend.former, document).length === 0) {
    return { outcome: 'undone', mend: await end(), already: true, tidy: await tidy() };
  }
  const refused = (code: 'automation_changed' | 'mend_not_possible', message: string): UndoResult => ({
    outcome: 'refused',
    code,
    message,
    mend,
    differences: port.differences(mend.applied ?? mend.proposed, document),
  });
  const edited = `"${mend.automationName}" was edited since it was mended, so putting the former definition back would lose that. Nothing was changed. Take the exclusion out by hand, or keep it.`;
  if (revision === null || revision !== mend.appliedRevision) return refused('automation_changed', edited);
  const written = await port.write(mend.automationId, mend.former, revision);
  if (written.kind === 'changed_meanwhile') return refused('automation_changed', edited);
  if (written.kind === 'refused') return refused('mend_not_possible', `${written.why} Nothing was changed.`);

  const found = await openIfThere(port, mend.automationId);
  if (!found) return { outcome: 'gone', mend: await end(), tidy: await tidy() };
  const differences = port.differences(mend.former, found.mendable.document);
  if (differences.length === 0) {
    return { outcome: 'undone', mend: await end(), already: false, tidy: await tidy() };
  }
  const message =
    'The former definition was sent, and the CRM kept something else, or somebody edited it right after. Look at the workflow now; its former definition is kept: handrail guard mends --json.';
  const failed = await moveMend(
    context,
    tenantId,
    { ...mend, status: 'failed', trouble: { code: 'undo_stored_differently', message } },
    ['applied'],
  );
  return { outcome: 'failed', mend: failed, differences };
}

async function findMend({ unitOfWork }: MendContext, tenantId: string, id: string): Promise<Mend> {
  const found = await unitOfWork.transact(tenantId, async (tx) => {
    const mend = await tx.guard.findMend(id);
    if (mend) return mend;
    const ofAutomation = await tx.guard.listMends({ automationId: id });
    return (
      ofAutomation.find(({ status }) => status === 'applied' || status === 'proposed') ??
      ofAutomation.find(({ status }) => status === 'undone') ??
      null
    );
  });
  if (found) return found;
  throw new Refusal({
    code: 'mend_not_found',
    message: `There is no mend ${id}. handrail guard mends lists them.`,
  });
}
