import type { RemedyKind, RemedyOutcome } from '@handrail/contracts/vocabulary';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import { changeInWords, fieldOfChange } from '../../../src/domain/watch/change-in-words.ts';
import type { Happening } from './trail-happening.ts';

/** What became of a remedy, for each that can have the outcome. */
const OUTCOME_WORDS: Readonly<Record<RemedyOutcome, string>> = {
  put_back: 'Put the {field} back',
  already_right: 'Left the {field} alone: it was right again',
  overtaken: 'Left the {field} alone: something else was written meanwhile',
  over: 'Did nothing about the {field}: the matter was over',
  limit_reached: 'Stopped putting the {field} back: it was done as often as the settings allow',
  raised: 'Told RevOps that the {field} is fought over',
  raised_before: 'RevOps knows already that the {field} is fought over',
  asked: 'Asked for an explanation of the change of the {field}',
  refused: 'The CRM does not let the {field} be mended',
};

/** What a refused remedy was. */
const REFUSED_WORDS: Readonly<Record<RemedyKind, string>> = {
  put_back: 'The CRM does not let the {field} be put back',
  raise: 'The CRM took no note about the {field}',
  ask: 'The CRM took no task about the change of the {field}',
};

/** A judged change, or what became of it, in words. Owners are named as far as the request knows them. */
export function changeOfTrailInWords(
  happening: Extract<Happening, { type: 'change_judged' | 'change_remedied' }>,
  { request, reviews }: FiledState,
  nameOf: (userId: string) => string,
): string {
  if (happening.type === 'change_remedied') {
    const { outcome, remedy } = happening.data;
    const words = outcome === 'refused' ? REFUSED_WORDS[remedy] : OUTCOME_WORDS[outcome];
    return words.replace('{field}', fieldOfChange(happening.data));
  }
  const { data } = happening;
  const people: readonly (Person | null | undefined)[] = [
    request.requester,
    request.proposed.owner,
    request.former.owner,
    ...reviews.map(({ reviewer }) => reviewer),
  ];
  const owners = new Map(people.flatMap((one) => (one?.ownerId ? [[one.ownerId, one.name] as const] : [])));
  const { record, field, property, from, to, changedAt, verdict, reason, changeId } = data;
  const { kind, type, id, userId } = data.source;
  const source = {
    kind,
    ...(type !== undefined && { type }),
    ...(id !== undefined && { id }),
    ...(userId !== undefined && { userId }),
  };
  return changeInWords(
    {
      changeId,
      judgedAt: changedAt,
      verdict,
      reason,
      remedies: [],
      about: { type: request.exceptionType.label },
      change: { record, field, property, from, to, changedAt, source },
    },
    { ofUser: nameOf, ofOwner: (ownerId) => owners.get(ownerId) },
  );
}
