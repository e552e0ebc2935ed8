import type { FieldValue } from '../../domain/exception-request/break-glass.ts';
import type { PlannedStep, StepAction } from '../../domain/playbook/step.ts';
import type { FieldChange } from '../../domain/watch/field-change.ts';
import type { JudgedChange } from '../../domain/watch/judgement.ts';
import { decidePutBack } from '../../domain/watch/put-back.ts';
import { putBackNote } from '../../domain/watch/remedy-in-words.ts';
import { CrmError } from '../../ports/crm.ts';
import type { RemedyResult } from '../../ports/judgement-store.ts';
import { keptValue } from './identify-change.ts';
import type { JudgeContext } from './judge-context.ts';
import type { RemedyCase } from './remedy-case.ts';

/**
 * Puts a field back to what must stand there. The field is read first, and the attempt is in the books before anything
 * is written, so that a process that is killed can never put back more often than the settings say. A field that holds
 * the right value, or one that this change did not write, is left alone.
 *
 * @returns what became of it; `limit_reached` when it is to be raised instead
 * @throws CrmError when it is worth another try
 */
export async function putBackField(
  context: JudgeContext,
  tenantId: string,
  { stored, wanted, isOver, names }: RemedyCase,
): Promise<RemedyResult> {
  const { judged } = stored;
  const { change } = judged;
  if (isOver) return { outcome: 'over' };
  if (!wanted) return { outcome: 'refused', note: 'nobody can tell what stood there' };
  const crm = context.crmOf(tenantId);
  const read = await crm.applyStep(step(judged, 'read', { kind: 'remember_fields', fields: [wanted] }));
  const present = read.outcome === 'read' ? read.values[0] : undefined;
  if (!present) throw new Error('reading a field gave no value (this is a bug)');

  const { record, field } = change;
  const property = ledgerProperty(change);
  const { decision, nth } = await context.unitOfWork.transact(tenantId, async (tx) => {
    const ledger = await tx.judgements.lockLedger(record, field, property);
    const { putBack: rule } = context.watch.settings;
    const now = context.clock.now();
    const { changeId } = judged;
    const wrote = writtenBy(change, present, context.sha256);
    const made = decidePutBack({ changeId, present, wanted, wrote, ledger, rule, now });
    if (made.next === 'write') await tx.judgements.saveLedger(record, field, property, made.ledger);
    return { decision: made, nth: (made.next === 'write' ? made.ledger : ledger).attempts.length };
  });
  if (decision.next === 'raise') return { outcome: 'limit_reached' };
  const note = () => addNote(context, tenantId, judged, putBackNote(judged, wanted, nth, names));
  if (decision.next === 'settle') {
    // Written before by a process that was killed, which may not have come to its note.
    if (decision.outcome === 'put_back') await note();
    return { outcome: decision.outcome };
  }

  const written = await crm.applyStep(
    step(judged, `put-back-${nth}`, { kind: 'restore_field', was: wanted, set: present }),
  );
  if (written.outcome === 'skipped') return { outcome: 'overtaken' };
  if (written.outcome === 'already_there') return { outcome: 'already_right' };
  await note();
  return { outcome: 'put_back' };
}

/** The value that the change wrote; of what a person wrote the books have a digest, which the field is held against. */
function writtenBy(
  { property, to }: FieldChange,
  present: FieldValue,
  sha256: JudgeContext['sha256'],
): string {
  if (present.field !== 'property' || !to?.startsWith('sha256:')) return to ?? '';
  return keptValue(property, present.value, sha256) === to ? present.value : to;
}

/** One ledger for what one repair mends: a stage with its pipeline, but each of Handrail's own properties by itself. */
export function ledgerProperty({ field, property }: FieldChange): string {
  return field === 'tag' ? property : '';
}

/** A write that mends a change, as a step that the CRM port can apply. */
export function step(
  { changeId, change, requestId }: JudgedChange,
  what: string,
  action: StepAction,
): PlannedStep {
  return {
    stepKey: `${changeId}:${what}`,
    requestId: requestId ?? changeId,
    phase: 'notify',
    position: 0,
    record: change.record,
    action,
  };
}

/**
 * Tells on the record's timeline, once. A note that the CRM refuses does not undo what was mended.
 *
 * @throws CrmError when it is worth another try
 */
export async function addNote(
  { crmOf, clock }: JudgeContext,
  tenantId: string,
  judged: JudgedChange,
  body: string,
): Promise<void> {
  try {
    await crmOf(tenantId).applyStep(
      step(judged, 'note', { kind: 'add_note', body, at: clock.now().toISOString() }),
    );
  } catch (error) {
    if (!(error instanceof CrmError) || error.retryable) throw error;
  }
}
