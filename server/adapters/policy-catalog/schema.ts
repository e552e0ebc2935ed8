import { MAX_TEXT } from '@handrail/contracts/field-formats';
import { GOVERNED_FIELDS, OBJECT_TYPES, PRECEDENCES } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import type {
  DecisionRight,
  ExceptionType,
  Requirement,
  RoutingRule,
  StandardHandoff,
} from '../../../src/domain/policy/policy.ts';
import { breakGlass } from './break-glass-schema.ts';
import { decisionClock } from './clock-schema.ts';
import { conditionGroups } from './condition-schema.ts';
import { disputeRule } from './dispute-schema.ts';
import { block, isBlock, oneOfWays } from './issue-in-words.ts';
import { id, text } from './text-schema.ts';

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
  validity: block({
    default_days: days,
    max_days: days,
    extensions: block({ most: z.int().min(1).max(100), days }).optional(),
  }).refine(({ default_days, max_days }) => default_days <= max_days, {
    path: ['max_days'],
    error: 'is shorter than default_days. Raise it or lower default_days.',
  }),
  decision_rights: listById(decisionRight),
  clock: decisionClock.optional(),
  disputes: disputeRule.optional(),
  precedence: z.enum(PRECEDENCES).optional(),
  hold_unread_hours: z.int().min(1).max(999).optional(),
  break_glass: breakGlass.optional(),
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
    validity: {
      defaultDays: raw.validity.default_days,
      maxDays: raw.validity.max_days,
      ...(raw.validity.extensions && { extensions: raw.validity.extensions }),
    },
    decisionRights: raw.decision_rights,
    ...(raw.clock && { clock: raw.clock }),
    ...(raw.disputes && { disputes: raw.disputes }),
    ...(raw.precedence && { precedence: raw.precedence }),
    ...(raw.hold_unread_hours !== undefined && { holdUnreadHours: raw.hold_unread_hours }),
    ...(raw.break_glass && { breakGlass: raw.break_glass }),
    playbook: raw.playbook,
  }),
);

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
