import { MAX_TEXT } from '@handrail/contracts/submission';
import { GOVERNED_FIELDS, OBJECT_TYPES, PRECEDENCES } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import type {
  DecisionRight,
  ExceptionType,
  Requirement,
  Role,
  RoutingRule,
  StandardHandoff,
} from '../../../src/domain/policy/policy.ts';
import { decisionClock } from './clock-schema.ts';
import { conditionGroups, factName } from './condition-schema.ts';
import { disputeRule } from './dispute-schema.ts';
import { block, isBlock, oneOfWays } from './issue-in-words.ts';
import { ID, ID_WORDS, id, text } from './text-schema.ts';

/** A list whose entries have ids, each used once. */
function listById<Entry extends { readonly id: string }>(entry: z.ZodType<Entry>) {
  return z
    .array(entry)
    .min(1)
    .superRefine((entries, context) => {
      for (const [at, one] of entries.entries()) {
        if (entries.findIndex((other) => other.id === one.id) === at) continue;
        context.addIssue({
          code: 'custom',
          path: [at, 'id'],
          message: `"${one.id}" is used twice in this list. Give each entry its own id.`,
        });
      }
    });
}

const requirement: z.ZodType<Requirement> = z.lazy(() =>
  oneOfWays<Requirement>((value) => {
    if (!isBlock(value)) return roleByName;
    if ('all_of' in value) return allOf;
    return 'any_of' in value ? anyOf : roleWithThreshold;
  }),
);
const roleByName = z
  .string({ error: 'must be a role, such as "revops", or a block with role, all_of or any_of.' })
  .transform(
    (role): Requirement => ({
      kind: 'role',
      role,
      approve: 1,
      deny: 1,
      distinctFrom: [],
      delegable: true,
    }),
  );
const threshold = z.int().min(1).default(1);
const otherRoles = oneOfWays<readonly string[]>((value) =>
  Array.isArray(value)
    ? z.array(text).min(1)
    : z.string({ error: 'must be a role, or a list of roles.' }).transform((role) => [role]),
);
const roleWithThreshold = block({
  role: text,
  approve: threshold,
  deny: threshold,
  distinct_from: otherRoles.optional(),
  delegable: z.boolean({ error: 'must be true or false.' }).default(true),
})
  .refine(({ role, distinct_from = [] }) => !distinct_from.includes(role), {
    path: ['distinct_from'],
    error: 'names the role itself, whose people are different people anyway. Name another role.',
  })
  .transform(
    ({ role, approve, deny, distinct_from, delegable }): Requirement => ({
      kind: 'role',
      role,
      approve,
      deny,
      distinctFrom: distinct_from ?? [],
      delegable,
    }),
  );
const allOf = block({ all_of: z.array(requirement).min(1) }).transform(
  ({ all_of }): Requirement => ({ kind: 'all_of', of: all_of }),
);
const anyOf = block({ any_of: z.array(requirement).min(1) }).transform(
  ({ any_of }): Requirement => ({ kind: 'any_of', of: any_of }),
);

const decisionRight = block({
  id,
  label: text,
  when: conditionGroups,
  require: requirement,
}) satisfies z.ZodType<DecisionRight>;

const proposal = z.enum(['required', 'optional', 'none']);
const days = z.int().min(1).max(3650);
const reasonCode = block({ id, label: text });

/** `policies/<id>.yml`; the id is the file's name. */
export const exceptionTypeSchema = block({
  label: text,
  definition: text,
  applies_to: z.array(z.enum(OBJECT_TYPES)).min(1),
  criteria: block({ words: text, when: conditionGroups }),
  examples: z.array(text).min(1),
  counter_examples: z.array(text),
  reasons: block({ prompt: text, min_length: z.int().min(0).max(MAX_TEXT), codes: listById(reasonCode) }),
  evidence: z.array(text),
  next_steps: text,
  governs: z.array(z.enum(GOVERNED_FIELDS)).min(1),
  proposes: block({ owner: proposal, stage: proposal }),
  validity: block({ default_days: days, max_days: days }).refine(
    ({ default_days, max_days }) => default_days <= max_days,
    { path: ['max_days'], error: 'is shorter than default_days. Raise it or lower default_days.' },
  ),
  decision_rights: listById(decisionRight),
  clock: decisionClock.optional(),
  disputes: disputeRule.optional(),
  precedence: z.enum(PRECEDENCES).optional(),
  playbook: text,
}).transform(
  (raw): Omit<ExceptionType, 'id'> => ({
    label: raw.label,
    definition: raw.definition,
    appliesTo: raw.applies_to,
    criteria: raw.criteria,
    examples: raw.examples,
    counterExamples: raw.counter_examples,
    reasons: { codes: raw.reasons.codes, prompt: raw.reasons.prompt, minLength: raw.reasons.min_length },
    evidence: raw.evidence,
    nextSteps: raw.next_steps,
    governs: raw.governs,
    proposes: raw.proposes,
    validity: { defaultDays: raw.validity.default_days, maxDays: raw.validity.max_days },
    decisionRights: raw.decision_rights,
    ...(raw.clock && { clock: raw.clock }),
    ...(raw.disputes && { disputes: raw.disputes }),
    ...(raw.precedence && { precedence: raw.precedence }),
    playbook: raw.playbook,
  }),
);

const email = z
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
const people = oneOfWays<readonly string[]>((value) => (Array.isArray(value) ? severalPeople : onePerson));

const peopleByValue = z.record(z.string(), people).superRefine((lines, context) => {
  const values = Object.keys(lines);
  if (values.length === 0) context.addIssue('must not be empty. Write one line for each value of the fact.');
  for (const [at, value] of values.entries()) {
    if (values.findIndex((other) => other.toLowerCase() === value.toLowerCase()) === at) continue;
    context.addIssue({
      code: 'custom',
      path: [value],
      message: `"${value}" has a line already; capital letters make no difference. Remove one.`,
    });
  }
});

const fixedRole = block({ label: text, people });
const roleByFact = block({ label: text, by: factName, people: peopleByValue, otherwise: people }).transform(
  (raw) => ({ label: raw.label, byFact: { fact: raw.by, people: raw.people }, otherwise: raw.otherwise }),
);
type RoleBody = z.output<typeof fixedRole> | z.output<typeof roleByFact>;
const role = oneOfWays<RoleBody>((value) =>
  isBlock(value) && ('by' in value || 'otherwise' in value) ? roleByFact : fixedRole,
);

/** `roles.yml`: roles by id. */
export const rolesSchema = z
  .record(z.string().regex(ID, { error: `must be ${ID_WORDS}.` }), role)
  .transform((roles): readonly Role[] => Object.entries(roles).map(([id, body]) => ({ id, ...body })));

const routingRule = block({ id, when: conditionGroups, words: text }) satisfies z.ZodType<RoutingRule>;

const standardHandoff = block({
  id,
  label: text,
  applies_to: z.enum(OBJECT_TYPES),
  definition: text,
  entry: conditionGroups,
  routing: listById(routingRule),
  sla_hours: z.number().positive().max(10_000),
})
  .superRefine((handoff, context) => {
    const conditions = [handoff.entry, ...handoff.routing.map(({ when }) => when)].flat(2);
    for (const { property } of conditions) {
      if (!property.startsWith('request.')) continue;
      context.addIssue(
        `reads ${property}, but standard routing knows no exception request. Use a fact of the record.`,
      );
    }
  })
  .transform(
    (raw): StandardHandoff => ({
      id: raw.id,
      label: raw.label,
      appliesTo: raw.applies_to,
      definition: raw.definition,
      entry: raw.entry,
      routing: raw.routing,
      slaHours: raw.sla_hours,
    }),
  );

/** `standard-handoffs.yml`. */
export const standardHandoffsSchema = listById(standardHandoff);
