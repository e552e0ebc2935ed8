import { peopleOf } from '../policy/requirement.ts';
import type { FiledState } from './state.ts';

/** True for the requester and for everybody the policy named as an approver. */
export function isParty({ request, requirement }: FiledState, email: string): boolean {
  return email === request.requester.email || peopleOf(requirement).some((person) => person.email === email);
}
