import type { MatterKind } from '@handrail/contracts/vocabulary';
import { ballotsOf } from '../../../src/domain/exception-request/ballots-of.ts';
import { openQuestions } from '../../../src/domain/exception-request/decide-conversation.ts';
import { openDispute } from '../../../src/domain/exception-request/dispute.ts';
import { openMatter } from '../../../src/domain/exception-request/open-matter.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import { placeholdersOf } from '../../../src/domain/playbook/placeholders.ts';
import { approvalsOf, type Ballots, stillWaitingFor } from '../../../src/domain/policy/ballots.ts';
import { withoutDelegatesOf } from '../../../src/domain/policy/count-votes.ts';
import type { ResolvedRequirement } from '../../../src/domain/policy/decision.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import type { RoleRequirement } from '../../../src/domain/policy/requirement.ts';
import { isSatisfied } from '../../../src/domain/policy/satisfaction.ts';
import { listInWords } from '../../../src/domain/policy/words.ts';

/** What comes next for a request, in one or two plain sentences. */
export function nextInWords(state: FiledState): string {
  const matter = openMatter(state);
  const waiting = matter ? waitingFor(matter.requirement, ballotsOf(matter.reviews)) : '';
  switch (state.status) {
    case 'pending':
      return `Waiting for ${waiting} to decide.`;
    case 'info_requested': {
      const askers = [...new Set(openQuestions(state).map(({ by }) => by.name))];
      return `Waiting for ${state.request.requester.name} to answer ${listInWords(askers)}. It can be decided without the answer, by ${waiting}.`;
    }
    case 'approved':
      if (matter) return `It takes effect at once; a review is owed by ${waiting}.`;
      return 'Approved. Handrail is writing the changes to the record.';
    case 'active':
      if (matter) return `${disputeInWords(state)}${openInWords(matter.kind, waiting)}`;
      return `${disputeInWords(state)}Until it ends, routing leaves this record alone. Then: ${lowerFirst(placeholdersOf(state).afterwards)}`;
    case 'needs_attention':
      return state.resume.status === 'approved' || state.resume.status === 'active'
        ? 'Mend what is wrong, then try the step again, or end the exception.'
        : 'Mend what is wrong, then try the step again.';
    case 'ending':
      return 'The exception is ending: Handrail takes the routing hold off the record.';
    case 'reverting':
      return 'The exception is being taken back: Handrail puts the record back as it was before.';
    case 'ended':
      return placeholdersOf(state).afterwards;
    case 'reverted':
    case 'rejected':
    case 'withdrawn':
    case 'lapsed':
      return 'The record stays under standard routing. A new request can be filed.';
  }
}

function disputeInWords(state: FiledState): string {
  const open = openDispute(state);
  if (!open) return '';
  const people = listInWords(
    open.panel.people.map(({ name }) => name),
    'or',
  );
  return `${open.objector.name} objects; ${people} (${open.panel.label}) decides. `;
}

/** What is open while an exception is in force. */
function openInWords(kind: MatterKind, waiting: string): string {
  return kind === 'extension'
    ? `Waiting for ${waiting} to decide on the extension. Until then the exception ends as it was granted.`
    : `In effect before approval: waiting for ${waiting} to confirm or refuse it.`;
}

function waitingFor(asked: ResolvedRequirement, ballots: Ballots): string {
  return waitingInWords(withoutDelegatesOf(asked, ballots.rejecters), ballots);
}

/** Who must still decide, as the end of "Waiting for …". */
export function waitingInWords(requirement: ResolvedRequirement, ballots: Ballots): string {
  if (requirement.kind === 'role') return roleInWords(requirement, ballots);
  const open = requirement.of.filter((part) => !isSatisfied(part, ballots.approvers));
  // Every part has its approvals, but somebody would have to count twice.
  if (open.length === 0) {
    const names = stillWaitingFor(requirement, ballots).map(({ name }) => name);
    return `${listInWords(names, 'or')} (a different person for each role)`;
  }
  return listInWords(
    open.map((part) => waitingInWords(part, ballots)),
    requirement.kind === 'any_of' ? 'or' : 'and',
  );
}

function roleInWords(role: RoleRequirement, ballots: Ballots): string {
  const left = role.people.flatMap((person) => placeInWords(role, person, ballots));
  const needed = role.approve - approvalsOf(role, ballots);
  if (needed === left.length) return `${listInWords(left)} (${role.because})`;
  const howMany = needed === 1 ? '' : `${needed} of `;
  return `${howMany}${listInWords(left, needed === 1 ? 'or' : 'and')} (${role.because})`;
}

/** Who can fill the place of one person; nothing when it is filled, or when nobody can for now. */
function placeInWords(
  { delegates = [], barred = [] }: RoleRequirement,
  { email, name }: Person,
  { approvers, rejecters }: Ballots,
): readonly string[] {
  const hasDecided = (one: string) => approvers.has(one) || rejecters.has(one);
  const standIns = delegates.filter(({ inPlaceOf }) => inPlaceOf === email);
  if (hasDecided(email) || standIns.some(({ person }) => approvers.has(person.email))) return [];
  const left = standIns.filter(({ person }) => !hasDecided(person.email)).map(({ person }) => person.name);
  if (barred.includes(email)) return left.length > 0 ? [listInWords(left, 'or')] : [];
  return [left.length > 0 ? `${name} (or ${listInWords(left, 'or')} in their place)` : name];
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
