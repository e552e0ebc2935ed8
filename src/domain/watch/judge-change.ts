import type { RemedyKind } from '@handrail/contracts/vocabulary';
import { type Circumstances, type GoverningException, isInForce } from './circumstances.ts';
import type { ChangeSourceKind, FieldChange } from './field-change.ts';
import { isByPerson, ownReasonByUser } from './in-whose-name.ts';
import { judgeByStandard } from './judge-by-standard.ts';
import { judgeTag } from './judge-tag.ts';
import { CHANGE_REASONS, type ChangeReason, type Found, type Judgement } from './judgement.ts';
import { ECHO_MS, isOfChange } from './own-writes.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Sources that are systems of their own: they do not know the hold, and write again at their next synchronisation. */
const OTHER_SYSTEMS: ReadonlySet<ChangeSourceKind> = new Set(['crm_sync', 'integration', 'api']);

/**
 * Says what one change is: ours, allowed by an exception, a re-correction, an untracked override, standard routing or an
 * import. Pure; the same change in the same circumstances is always the same.
 *
 * What is not known is read so: a source the CRM does not name is never Handrail's own by time alone, and counts as
 * automation where an exception holds the field. An author nobody can name has no role that may change it. A standard
 * handoff that may or may not apply is no reason to call anybody's change an override: the doubt is told instead.
 *
 * @param now how late a change was found decides whether its author is still asked
 */
export function judgeChange(change: FieldChange, circumstances: Circumstances, now: Date): Judgement {
  const own = ownReason(change, circumstances);
  if (own) return judgement(own, change, circumstances, now);
  const found = change.field === 'tag' ? judgeTag(change, circumstances) : judgeField(change, circumstances);
  return judgement(found.reason, change, circumstances, now, found);
}

function ownReason(change: FieldChange, circumstances: Circumstances): ChangeReason | null {
  const { ownAppId, ownWrites } = circumstances;
  const { source, changedAt, field } = change;
  const told = ownReasonByUser(change, circumstances);
  if (told !== undefined) return told;
  if (source.kind !== 'integration' && source.kind !== 'api') return null;
  if (ownAppId !== null && source.id !== undefined) return names(source.id, ownAppId) ? 'own_app' : null;
  // No other app has a reason to write these, and taking back our own tag would be worse than missing a stranger.
  if (ownAppId === null && field === 'tag') return 'own_property';
  const at = Date.parse(changedAt);
  const isWritten = ownWrites.some(
    (write) =>
      isOfChange(write, change) && write.at !== undefined && Math.abs(Date.parse(write.at) - at) <= ECHO_MS,
  );
  return isWritten ? 'own_write' : null;
}

/** A CRM may put words around the id of an app. */
function names(sourceId: string, appId: string): boolean {
  return sourceId.split(/\W+/).includes(appId);
}

function judgeField(change: FieldChange, circumstances: Circumstances): Found {
  const at = Date.parse(change.changedAt);
  const exception = governing(change, circumstances.exceptions, at);
  if (!exception) return judgeByStandard(change, circumstances);
  const set = exception.set.find(({ field }) => field === change.field);
  if (set?.values.includes(change.to ?? '')) return { reason: 'fits_exception', exception };
  const { kind, userId } = change.source;
  if (kind === 'person' || kind === 'running_user') {
    const isParty = userId !== undefined && exception.parties.includes(userId);
    if (!set && isParty) return { reason: 'by_party', exception };
    if (isByPerson(change, circumstances, 'held')) return { reason: 'person_against_exception', exception };
  }
  // Until the hold stands, automation cannot know better; what the exception sets is written after it anyway.
  if (exception.heldFrom === null || at < Date.parse(exception.heldFrom))
    return { reason: 'before_hold', exception };
  if (kind === 'running_user') return { reason: 'in_name_of', exception };
  return { reason: OTHER_SYSTEMS.has(kind) ? 'two_writers' : 'against_hold', exception };
}

/** The exception that was in force at a moment and governs the field; the record's own goes before its company's. */
function governing(
  { field }: FieldChange,
  exceptions: readonly GoverningException[],
  at: number,
): GoverningException | undefined {
  const inForce = exceptions.filter((exception) => isInForce(exception, at));
  const holding = inForce.filter(({ governs }) => field !== 'tag' && governs.includes(field));
  return holding.find(({ through }) => through === 'record') ?? holding[0];
}

function judgement(
  reason: ChangeReason,
  change: FieldChange,
  circumstances: Circumstances,
  now: Date,
  { exception, about = {} }: Partial<Found> = {},
): Judgement {
  return {
    verdict: CHANGE_REASONS[reason].verdict,
    reason,
    ...(exception && { requestId: exception.requestId }),
    remedies: remediesOf(reason, change, circumstances, now),
    about: { ...about, ...(exception && { type: exception.typeLabel }) },
  };
}

function remediesOf(
  reason: ChangeReason,
  change: FieldChange,
  circumstances: Circumstances,
  now: Date,
): readonly RemedyKind[] {
  const { settings, author, writers } = circumstances;
  const isPerson = isByPerson(change, circumstances, 'any');
  const isRecent =
    now.getTime() - Date.parse(change.changedAt) <= settings.overrides.askWithinDays * DAY &&
    (author.person === null || author.person.active !== false);
  const ask: readonly RemedyKind[] = isRecent ? ['ask'] : [];
  switch (reason) {
    case 'against_hold':
      return [settings.putBack.atMost > 0 ? 'put_back' : 'raise'];
    case 'in_name_of':
      // Without knowing of any automation that writes it, a person's own change would be fought.
      return [writers && settings.putBack.atMost > 0 ? 'put_back' : 'raise'];
    case 'hold_taken_off':
    case 'tag_changed':
      return [settings.putBack.atMost > 0 ? 'put_back' : 'raise'];
    case 'two_writers':
      return [settings.otherSystems === 'put_back' && settings.putBack.atMost > 0 ? 'put_back' : 'raise'];
    case 'hold_without_request': {
      const told: readonly RemedyKind[] = isPerson ? ask : ['raise'];
      return settings.ownFields.hold === 'put_back' ? ['put_back', ...told] : told;
    }
    case 'tag_without_request':
      if (settings.ownFields.others === 'put_back') return ['put_back'];
      return isPerson ? ask : ['raise'];
    case 'person_against_exception':
    case 'owner_outside_standard':
    case 'stage_outside_standard':
      return ask;
    default:
      return [];
  }
}
