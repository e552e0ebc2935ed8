import { seedPerson } from '../hubspot/seed/people.ts';

/** Who plays in the story; both stand-ins have the same people. */
export const REP = 'maya.chen@northwind.example';
export const OTHER_REP = 'jonas.lind@northwind.example';
export const NEW_OWNER = 'tom.becker@northwind.example';
export const REVOPS = 'priya.nair@northwind.example';

/** What a person is called. @throws Error for an address no seeded person has */
export function nameOf(email: string): string {
  const { firstName, lastName } = seedPerson(email);
  return `${firstName} ${lastName}`;
}

/** The last line of what a command printed. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
