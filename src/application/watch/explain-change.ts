import type { ExceptionRequest, RetroactiveChange } from '../../domain/exception-request/state.ts';
import type { PeopleSnapshot } from '../../domain/policy/directory.ts';
import type { RecordRef } from '../../domain/policy/facts.ts';
import { changeInWords } from '../../domain/watch/change-in-words.ts';
import type { ChangeReason, JudgedChange } from '../../domain/watch/judgement.ts';
import type { StoredChange } from '../../ports/judgement-store.ts';
import type { HandoffTransaction } from '../../ports/unit-of-work.ts';
import { Refusal } from '../refusal.ts';
import { namesOf } from './remedy-case.ts';

/** Overrides that a request can explain: what stands against a live exception is a matter for an objection. */
const EXPLAINABLE: ReadonlySet<ChangeReason> = new Set([
  'owner_outside_standard',
  'stage_outside_standard',
  'hold_without_request',
]);

/** Overrides of one record that are looked through for one that waits. */
const MOST = 50;

/** A change that a request is filed for afterwards. */
export interface ExplainedChange {
  readonly retroactive: RetroactiveChange;
  /** What stood in the governed fields before it. */
  readonly former: Partial<ExceptionRequest['former']>;
}

/** An override that waits for its request, as a form shows it. */
export interface WaitingOverride {
  readonly judged: JudgedChange;
  readonly words: string;
}

/**
 * Finds the change that a form names.
 *
 * @throws Refusal `change_not_found` for one that is not there, is about another record or needs no request;
 * `change_explained` for one that another request explains
 */
export async function findExplained(
  tx: HandoffTransaction,
  changeId: string,
  record: RecordRef,
): Promise<ExplainedChange> {
  const stored = await tx.judgements.findChange(changeId);
  if (!stored || !isExplainable(stored, record)) {
    throw new Refusal({
      code: 'change_not_found',
      message:
        'There is no such change of this record that a request could explain. Reload the card, and file without naming a change.',
    });
  }
  if (stored.explainedBy !== undefined) throw explainedAlready();
  return explainedChange(stored.judged, await tx.findPeople());
}

/** Ties a change to the request that explains it. @throws Refusal `change_explained` when another one was faster */
export async function explainBy(tx: HandoffTransaction, changeId: string, requestId: string): Promise<void> {
  if (!(await tx.judgements.explainChange(changeId, requestId))) throw explainedAlready();
}

/** The newest override of a record that nobody has explained; null when there is none. */
export async function findWaitingOverride(
  tx: HandoffTransaction,
  record: RecordRef,
): Promise<WaitingOverride | null> {
  const overrides = await tx.judgements.listChanges({ record, verdicts: ['untracked_override'] }, MOST);
  const waiting = overrides.find((one) => one.explainedBy === undefined && isExplainable(one, record));
  if (!waiting) return null;
  const { judged } = waiting;
  return { judged, words: changeInWords(judged, namesOf(await tx.findPeople())) };
}

function isExplainable({ judged: { reason, change } }: StoredChange, record: RecordRef): boolean {
  const isOfRecord =
    change.record.objectType === record.objectType && change.record.recordId === record.recordId;
  return isOfRecord && EXPLAINABLE.has(reason);
}

function explainedChange({ changeId, change }: JudgedChange, people: PeopleSnapshot | null): ExplainedChange {
  const { field, from, to, changedAt } = change;
  const retroactive = { changeId, field, from, to, changedAt };
  if (field === 'owner') {
    const known = people?.people.find(({ ownerId }) => from !== null && ownerId === from);
    const owner = from === null ? null : (known ?? { ownerId: from, email: '', name: `CRM owner ${from}` });
    return { retroactive, former: { owner } };
  }
  if (field === 'stage' && from !== null)
    return { retroactive, former: { stage: { stageId: from, label: from, pipelineLabel: '' } } };
  return { retroactive, former: {} };
}

function explainedAlready(): Refusal {
  return new Refusal({
    code: 'change_explained',
    message: 'Another request explains this change already. Reload the card to see it.',
  });
}
