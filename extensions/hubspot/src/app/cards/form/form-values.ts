import type { ExceptionTypeView, FormView } from '@handrail/contracts/card-view';
import { MAX_TEXT } from '@handrail/contracts/field-formats';
import type { ExceptionDraft, ExceptionSubmission } from '@handrail/contracts/submission';
import { type Day, dayAt, endOfDay, plusDays } from '../words/portal-time.ts';

/** The option that leaves owner or stage as it is. Not a CRM id: those are never this word. */
export const UNCHANGED = 'unchanged';

/** What stands in the form. Owner and stage hold an id, `UNCHANGED`, or nothing yet. */
export interface FormValues {
  readonly typeId: string;
  readonly reasonCode: string;
  readonly reason: string;
  readonly ownerId: string;
  readonly stageId: string;
  readonly until: Day;
  /** Whether it shall take effect before anybody decided, and why that cannot wait. */
  readonly atOnce: boolean;
  readonly atOnceReason: string;
  /** Whether it is filed for the change without leave that the form tells of. */
  readonly explains: boolean;
}

export type FieldErrors = Partial<Record<keyof FormValues, string>>;

/** An empty form; a list with one entry is chosen already. */
export function emptyForm(form: FormView, timeZone: string): FormValues {
  const blank = {
    typeId: '',
    reasonCode: '',
    reason: '',
    ownerId: '',
    stageId: '',
    until: dayAt(form.now, timeZone),
    atOnce: false,
    atOnceReason: '',
    explains: form.retroactive !== undefined,
  };
  const only = form.types.length === 1 ? form.types[0] : undefined;
  return only ? withType(blank, only, form, timeZone) : blank;
}

/** The form after another type was chosen: the reason's text stays, what depends on the type starts anew. */
export function withType(
  values: FormValues,
  type: ExceptionTypeView,
  form: FormView,
  timeZone: string,
): FormValues {
  const written = values.explains ? form.retroactive : undefined;
  return {
    ...values,
    typeId: type.id,
    reasonCode: type.reasonCodes.length === 1 ? (type.reasonCodes[0]?.value ?? '') : '',
    ownerId: startOf(type.owner, written?.ownerId, form.owners),
    stageId: startOf(type.stage, written?.stageId, form.stages),
    until: dayAt(form.now, timeZone, type.defaultDays),
    atOnce: false,
  };
}

/** What a change without leave wrote is what its request proposes, where the type lets it propose that. */
function startOf(
  demand: ExceptionTypeView['owner'],
  written: string | undefined,
  choices: FormView['owners'],
): string {
  const canPropose = demand !== 'none' && choices.some(({ value }) => value === written);
  if (written !== undefined && canPropose) return written;
  return demand === 'required' ? '' : UNCHANGED;
}

/** What keeps the form from being sent, by field, as the type demands it. */
export function fieldErrors(values: FormValues, type: ExceptionTypeView | undefined): FieldErrors {
  if (!type) return { typeId: 'Choose an exception type.' };
  const errors: FieldErrors = {};
  if (values.reasonCode === '') errors.reasonCode = 'Choose a reason.';
  const missing = missingCharacters(values.reason, type);
  if (missing > 0) errors.reason = `Write ${missing} more ${missing === 1 ? 'character' : 'characters'}.`;
  if (values.reason.trim().length > MAX_TEXT) errors.reason = `Keep it under ${MAX_TEXT} characters.`;
  if (type.owner === 'required' && values.ownerId === '') errors.ownerId = 'Choose the new owner.';
  if (type.stage === 'required' && values.stageId === '') errors.stageId = 'Choose the new stage.';
  const { breakGlass } = type;
  const short = (breakGlass?.minLength ?? 0) - values.atOnceReason.trim().length;
  if (breakGlass && values.atOnce && short > 0) {
    errors.atOnceReason = `Write ${short} more ${short === 1 ? 'character' : 'characters'}.`;
  }
  return errors;
}

/** How many characters the reason still lacks. */
export function missingCharacters(reason: string, type: ExceptionTypeView): number {
  return Math.max(0, type.reasonMinLength - reason.trim().length);
}

/** The part of the form that decides who is asked. */
export function draftOf(
  values: FormValues,
  type: ExceptionTypeView,
  form: FormView,
  record: ExceptionDraft['record'],
  timeZone: string,
): ExceptionDraft & { expiresAt: string } {
  return {
    record,
    exceptionTypeId: type.id,
    ...(isChosen(values.ownerId) && { proposedOwnerId: values.ownerId }),
    ...(isChosen(values.stageId) && { proposedStageId: values.stageId }),
    expiresAt: endOfDay(values.until, timeZone, plusDays(form.now, type.maxDays)),
  };
}

function isChosen(id: string): boolean {
  return id !== '' && id !== UNCHANGED;
}

/** All that is submitted but the key. @param retroactive the change that the form tells of */
export function submissionOf(
  values: FormValues,
  draft: ExceptionDraft & { expiresAt: string },
  retroactive?: FormView['retroactive'],
): Omit<ExceptionSubmission, 'idempotencyKey'> {
  return {
    ...draft,
    reasonCode: values.reasonCode,
    reason: values.reason.trim(),
    ...(values.explains && retroactive && { retroactive: { changeId: retroactive.changeId } }),
    ...(values.atOnce && { breakGlass: { reason: values.atOnceReason.trim() } }),
  };
}
