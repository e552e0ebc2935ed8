import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import { placeholdersOf } from '../../../src/domain/playbook/placeholders.ts';
import type { ResolvedRequirement } from '../../../src/domain/policy/decision.ts';
import { isSatisfied, type RoleRequirement } from '../../../src/domain/policy/requirement.ts';
import { listInWords } from '../../../src/domain/policy/words.ts';

/** Lower-case e-mail addresses of those who approved. */
export function approversOf({ reviews }: FiledState): ReadonlySet<string> {
  return new Set(
    reviews.filter(({ outcome }) => outcome === 'approve').map(({ reviewer }) => reviewer.email),
  );
}

/** What comes next for a request, in one or two plain sentences. */
export function nextInWords(state: FiledState): string {
  const { request } = state;
  switch (state.status) {
    case 'pending':
      return `Waiting for ${waitingInWords(request.requirement, approversOf(state))} to decide.`;
    case 'approved':
      return 'Approved. Handrail is writing the changes to the record.';
    case 'active':
      return `Until it ends, routing leaves this record alone. Then: ${lowerFirst(placeholdersOf(state).afterwards)}`;
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
      return 'The record stays under standard routing. A new request can be filed.';
  }
}

function waitingInWords(requirement: ResolvedRequirement, approvers: ReadonlySet<string>): string {
  if (requirement.kind === 'role') return roleInWords(requirement, approvers);
  const open = requirement.of.filter((part) => !isSatisfied(part, approvers));
  return listInWords(
    open.map((part) => waitingInWords(part, approvers)),
    requirement.kind === 'any_of' ? 'or' : 'and',
  );
}

function roleInWords({ people, approve, because }: RoleRequirement, approvers: ReadonlySet<string>): string {
  const left = people.filter(({ email }) => !approvers.has(email)).map(({ name }) => name);
  const needed = approve - (people.length - left.length);
  if (needed === left.length) return `${listInWords(left)} (${because})`;
  const howMany = needed === 1 ? '' : `${needed} of `;
  return `${howMany}${listInWords(left, needed === 1 ? 'or' : 'and')} (${because})`;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
