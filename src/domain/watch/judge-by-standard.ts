import { factNameInWords, listInWords } from '../policy/words.ts';
import type { Circumstances, Standing } from './circumstances.ts';
import type { ChangeSourceKind, FieldChange } from './field-change.ts';
import { isByPerson } from './in-whose-name.ts';
import { CHANGE_REASONS, type ChangeReason, type Found } from './judgement.ts';

/** What a change is that no exception holds, by its source; a person's change is looked at more closely. */
const BY_SOURCE: Readonly<Record<Exclude<ChangeSourceKind, 'person' | 'running_user'>, ChangeReason>> = {
  workflow: 'routing',
  integration: 'other_system',
  crm_sync: 'other_system',
  api: 'other_system',
  import: 'imported',
  merge: 'merged',
  calculated: 'routing',
  own_user: 'routing',
  own_flow: 'own_flow',
  unseen: 'author_unseen',
  other: 'routing',
};

/** Automations that are named; an org with more has to look at its coverage anyway. */
const MOST_NAMED = 3;

/** Judges a change of a governed field that no exception holds. */
export function judgeByStandard(change: FieldChange, circumstances: Circumstances): Found {
  const { kind } = change.source;
  if (kind !== 'person' && kind !== 'running_user') return { reason: BY_SOURCE[kind] };
  const { settings, author, before } = circumstances;
  const { objectTypes, fields } = settings.overrides;
  const isWatched =
    change.field !== 'tag' && fields.includes(change.field) && objectTypes.includes(change.record.objectType);
  if (!isWatched) return { reason: 'not_watched' };
  // A record that is made has its first owner, and one without an owner is taken up: nobody is passed over.
  if (change.from === null) return { reason: 'first_value' };
  // Only a role that is known to be held excuses.
  if (author.mayChange === 'true') return { reason: 'role_may_change' };
  if (before.state === 'unknown') {
    const unknown = listInWords(before.unknown.map(factNameInWords));
    return { reason: 'handoff_unknown', about: { unknown } };
  }
  const found = judgeLeaving(change, circumstances, before);
  return isByPerson(change, circumstances, 'any') ||
    CHANGE_REASONS[found.reason].verdict !== 'untracked_override'
    ? found
    : inDoubt(circumstances);
}

function judgeLeaving(
  change: FieldChange,
  circumstances: Circumstances,
  before: Exclude<Standing, { state: 'unknown' }>,
): Found {
  if (change.field === 'stage' || change.field === 'lifecycle_stage') return judgeStage(circumstances);
  if (before.state === 'outside') return { reason: 'no_standard_handoff' };
  return { reason: 'owner_outside_standard', about: { handoff: before.label } };
}

/** An override by somebody who may only have set automation off: nobody is accused of what a flow may have done. */
function inDoubt({ writers }: Circumstances): Found {
  if (!writers) return { reason: 'automation_unread' };
  const named = writers.slice(0, MOST_NAMED).map(({ name }) => `"${name}"`);
  const more = writers.length - named.length;
  const flows = listInWords(more > 0 ? [...named, `${more} more`] : named);
  return { reason: 'may_be_automation', about: { flows } };
}

/**
 * Moving a record through its stages is daily work. Leaving the standard handoffs means to go back over one of their
 * boundaries or to pass one by.
 */
function judgeStage({ before, after }: Circumstances): Found {
  if (after.state === 'unknown') {
    const unknown = listInWords(after.unknown.map(factNameInWords));
    return { reason: 'handoff_unknown', about: { unknown } };
  }
  if (before.state !== 'under' || after.state !== 'under') return { reason: 'within_standard' };
  const steps = after.position - before.position;
  if (steps === 0 || steps === 1) return { reason: 'within_standard' };
  return { reason: 'stage_outside_standard', about: { handoff: before.label, next: after.label } };
}
