import { z } from 'zod';
import type { OrgChart } from '../../../src/domain/policy/role.ts';
import { block, oneOfWays } from './issue-in-words.ts';
import { text } from './text-schema.ts';

/** An e-mail address in lower case. */
export const email = z
  .string({ error: 'must be an e-mail address, or a list of them.' })
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: (issue) => `"${String(issue.input)}" is not an e-mail address.` }));
const onePerson = email.transform((address): readonly string[] => [address]);
const severalPeople = z
  .array(email)
  .min(1)
  .superRefine((people, context) => {
    for (const [at, person] of people.entries()) {
      // One person twice would count as two approvals.
      if (people.indexOf(person) !== at) {
        context.addIssue({ code: 'custom', path: [at], message: `${person} is named twice. Remove one.` });
      }
    }
  });
/** One address, or a list of them. */
export const people = oneOfWays<readonly string[]>((value) =>
  Array.isArray(value) ? severalPeople : onePerson,
);

/** Team names are compared without capitals, so that two lines could mean one team. */
export function oneLineEach(lines: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const values = Object.keys(lines);
  if (values.length === 0) context.addIssue('must not be empty. Write one line for each value.');
  for (const [at, value] of values.entries()) {
    if (values.findIndex((other) => other.toLowerCase() === value.toLowerCase()) === at) continue;
    context.addIssue({
      code: 'custom',
      path: [value],
      message: `"${value}" has a line already; capital letters make no difference. Remove one.`,
    });
  }
}

const managers = z.record(email, email).superRefine((lines, context) => {
  for (const [person, manager] of Object.entries(lines)) {
    if (person !== manager) continue;
    context.addIssue({ code: 'custom', path: [person], message: `${person} cannot manage themselves.` });
  }
});

/** `people.yml`: who leads whom, as far as the CRM does not say it. */
export const orgChartSchema = block({
  team_leads: z.record(text, people).superRefine(oneLineEach).optional(),
  managers: managers.optional(),
}).transform(
  ({ team_leads, managers }): OrgChart => ({ teamLeads: team_leads ?? {}, managers: managers ?? {} }),
);
