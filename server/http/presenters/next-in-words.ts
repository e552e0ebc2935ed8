import { ballotsOf } from '../../../src/domain/exception-request/ballots-of.ts';
import { openDispute } from '../../../src/domain/exception-request/dispute.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import { placeholdersOf } from '../../../src/domain/playbook/placeholders.ts';
import { type Ballots, stillWaitingFor } from '../../../src/domain/policy/ballots.ts';
import type { ResolvedRequirement } from '../../../src/domain/policy/decision.ts';
import type { RoleRequirement } from '../../../src/domain/policy/requirement.ts';
import { isSatisfied } from '../../../src/domain/policy/satisfaction.ts';
import { listInWords } from '../../../src/domain/policy/words.ts';

/** What comes next for a request, in one or two plain sentences. */
export function nextInWords(state: FiledState): string {
  const { requirement, reviews } = state;
  switch (state.status) {
    case 'pending':
      return `Waiting for ${waitingInWords(requirement, ballotsOf(reviews))} to decide.`;
    case 'approved':
      return 'Approved. Handrail is writing the changes to the record.';
    case 'active':
      return `${disputeInWords(state)}Until it ends, routing leaves this record alone. Then: ${lowerFirst(placeholdersOf(state).afterwards)}`;
    case 'needs_attention':
      return state.resume.status === 'approved'
        ? 'Mend what is wrong, then try the step again, or end the exception.'
        : 'Mend what is wrong, then try the step again.';
    case 'ending':
      return 'The exception is ending: Handrail takes the routing hold off the record.';
    case 'ended':
      return placeholdersOf(state).afterwards;
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

function waitingInWords(requirement: ResolvedRequirement, ballots: Ballots): string {
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

function roleInWords({ people, approve, because }: RoleRequirement, ballots: Ballots): string {
  const approved = people.filter(({ email }) => ballots.approvers.has(email)).length;
  const left = people
    .filter(({ email }) => !ballots.approvers.has(email) && !ballots.rejecters.has(email))
    .map(({ name }) => name);
  const needed = approve - approved;
  if (needed === left.length) return `${listInWords(left)} (${because})`;
  const howMany = needed === 1 ? '' : `${needed} of `;
  return `${howMany}${listInWords(left, needed === 1 ? 'or' : 'and')} (${because})`;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
