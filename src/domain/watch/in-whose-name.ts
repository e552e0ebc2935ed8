import type { Circumstances } from './circumstances.ts';
import type { FieldChange } from './field-change.ts';
import type { ChangeReason } from './judgement.ts';
import { ECHO_MS, isOfChange } from './own-writes.ts';

/**
 * Some CRMs name only the user in whose name something was written, and automation runs in the name of whoever set it
 * off. A change is then a person's own only when no automation can have made it.
 *
 * @param record `held`: automation that is known to leave held records alone cannot have made it
 */
export function isByPerson(
  { source }: FieldChange,
  { writers }: Pick<Circumstances, 'writers'>,
  record: 'held' | 'any',
): boolean {
  if (source.kind === 'person') return true;
  if (source.kind !== 'running_user' || !writers) return false;
  return writers.every(({ respects }) => record === 'held' && respects);
}

/**
 * Whether a change is Handrail's own, where the CRM says in whose name it was made or nothing at all: undefined for a
 * source that says more.
 *
 * In its own name Handrail writes fields, and so does automation that these writes set off: a governed field counts as
 * Handrail's when the books have the value. Its own properties nobody else writes in its name.
 */
export function ownReasonByUser(
  change: FieldChange,
  { ownWrites, begunWrites }: Pick<Circumstances, 'ownWrites' | 'begunWrites'>,
): ChangeReason | null | undefined {
  const { kind, isForeign } = change.source;
  if (isForeign) return null;
  if (kind === 'own_flow') return 'own_flow';
  if (kind === 'own_user' && change.field === 'tag') return 'own_user_tag';
  if (kind !== 'own_user' && kind !== 'unseen') return undefined;
  const latest = Date.parse(change.changedAt) + ECHO_MS;
  const earliest = Date.parse(change.notBefore ?? change.changedAt) - ECHO_MS;
  const isThen = (at: string | undefined) =>
    at === undefined || (Date.parse(at) >= earliest && Date.parse(at) <= latest);
  const isWritten = [...ownWrites, ...begunWrites].some(
    (write) => isOfChange(write, change) && isThen(write.at),
  );
  return isWritten ? 'own_write' : null;
}
