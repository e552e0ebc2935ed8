import type { PersonView } from '@handrail/contracts/card-view';
import type { Person } from '../../../src/domain/policy/facts.ts';

export function presentPerson({ name, email, team }: Person): PersonView {
  return { name, email, ...(team !== undefined && { team }) };
}
