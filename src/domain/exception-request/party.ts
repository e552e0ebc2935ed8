import { peopleOf } from '../policy/requirement.ts';
import type { FiledState } from './state.ts';

/** True for the requester and for everybody the policy named as an approver, of an extension too. */
export function isParty({ request, requirement, extensions }: FiledState, email: string): boolean {
  const asked = [requirement, ...extensions.map((extension) => extension.requirement)].flatMap(peopleOf);
  return email === request.requester.email || asked.some((person) => person.email === email);
}
