import type { FieldValue } from '../exception-request/break-glass.ts';
import type { Person } from '../policy/facts.ts';
import {
  changeInWords,
  fieldOfChange,
  type Names,
  stepOfChange,
  valueOfChange,
  writerInWords,
} from './change-in-words.ts';
import type { FieldChange } from './field-change.ts';
import type { JudgedChange } from './judgement.ts';

/** An automation that may have made a change, for people to read. */
export interface SuspectInWords {
  readonly automationId: string;
  readonly name: string;
}

/** The most suspects that are named; a portal with more has to look at its coverage anyway. */
const MOST_NAMED = 5;

/** The note on the record when a field was put back. */
export function putBackNote(judged: JudgedChange, wanted: FieldValue, nth: number, names: Names): string {
  const { change } = judged;
  return [
    changeInWords(judged, names),
    `Handrail put it back to ${wantedInWords(change, wanted, names)} (time ${nth} in this window).`,
  ].join(' ');
}

/** The note on the record when Handrail stops, or leaves another system's value where it is. */
export function raisedNote(
  judged: JudgedChange,
  wanted: FieldValue | null,
  suspects: readonly SuspectInWords[] | null,
  names: Names,
): string {
  return [
    changeInWords(judged, names),
    `Handrail leaves it as it is and has told RevOps.`,
    ...(wanted ? [`The exception asks for ${wantedInWords(judged.change, wanted, names)}.`] : []),
    ...(suspects ? [`Suspected: ${suspectsInWords(suspects)}.`] : []),
  ].join(' ');
}

/** What RevOps is told of a fight, in lines of a name and a value. */
export function fightLines(
  { change }: JudgedChange,
  wanted: FieldValue | null,
  suspects: readonly SuspectInWords[] | null,
  names: Names,
): readonly { readonly label: string; readonly value: string }[] {
  return [
    { label: 'Field', value: fieldOfChange(change) },
    ...(wanted ? [{ label: 'Should be', value: wantedInWords(change, wanted, names) }] : []),
    { label: 'Was written', value: valueOfChange(change, change.to, names) },
    { label: 'Written by', value: writerInWords(change.source, names) },
    ...(suspects ? [{ label: 'Suspected workflows', value: suspectsInWords(suspects) }] : []),
  ];
}

/** "Territory routing (610000101) and Region change (610000102)". */
export function suspectsInWords(suspects: readonly SuspectInWords[]): string {
  if (suspects.length === 0)
    return 'no workflow that is known to write this field; see "handrail guard coverage"';
  const named = suspects
    .slice(0, MOST_NAMED)
    .map(({ name, automationId }) => `"${name}" (${automationId})`)
    .join(', ');
  const more = suspects.length - MOST_NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** A task for whoever made an untracked override. */
export function askingTask(
  judged: JudgedChange,
  author: Person | null,
  isPutBack: boolean,
  names: Names,
): { readonly subject: string; readonly body: string } {
  const { change, reason } = judged;
  const field = fieldOfChange(change);
  const whom = author ? `${author.name}, you` : 'Somebody the CRM does not name';
  const did = `${whom} changed the ${field} of this record on ${instantInWords(change.changedAt)} (${stepOfChange(change, names)}).`;
  const next =
    reason === 'person_against_exception'
      ? `It stands against the exception ${judged.about.type ?? ''}. If it has to stay so, object to the exception in the Handrail card on this record or have it ended; if it was a slip, change it back.`
      : isPutBack
        ? 'Only an approved exception may set it, so Handrail takes it back. File a request in the Handrail card on this record if one is needed.'
        : 'No exception covers it. File it afterwards in the Handrail card on this record, where the form is filled in with this change; if it was a slip, change it back.';
  return { subject: `Explain: the ${field} was changed without leave`, body: `${did} ${next}` };
}

/** A value that must stand in a field. */
export function wantedInWords(change: FieldChange, wanted: FieldValue, names: Names): string {
  switch (wanted.field) {
    case 'owner':
      return valueOfChange(change, wanted.ownerId, names);
    case 'stage':
      return wanted.stageId;
    case 'property':
      return change.field === 'tag' && wanted.property !== 'handoff_routing_hold'
        ? 'what Handrail wrote'
        : valueOfChange(change, wanted.value, names);
  }
}

function instantInWords(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}
