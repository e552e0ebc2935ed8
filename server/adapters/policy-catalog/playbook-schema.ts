import { GROUP_OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import { PLACEHOLDERS, unknownPlaceholders } from '../../../src/domain/playbook/fill-template.ts';
import type { Playbook, PlaybookStep } from '../../../src/domain/policy/policy.ts';
import { block, didYouMean, isBlock, oneOfWays } from './issue-in-words.ts';
import { text } from './text-schema.ts';

const SIMPLE_STEPS = ['hold_routing', 'tag_record', 'set_owner', 'set_stage'] as const;
const STEPS_WITH_CONTENT = ['set_property', 'create_task', 'add_note', 'hold_associated'] as const;

/** A text of which every `{{name}}` is known. */
const template = text.superRefine((value, context) => {
  for (const name of unknownPlaceholders(value)) {
    context.addIssue(
      `{{${name}}} is not known. Write one of: ${PLACEHOLDERS.join(', ')}.${didYouMean(name, PLACEHOLDERS)}`,
    );
  }
});

const simpleStep = z
  .enum(SIMPLE_STEPS, { error: ({ input }) => notAStep(input) })
  .transform((kind): PlaybookStep => ({ kind }));
const setProperty = block({ set_property: block({ property: text, value: template }) }).transform(
  ({ set_property }): PlaybookStep => ({ kind: 'set_property', ...set_property }),
);
const createTask = block({
  create_task: block({ subject: template, body: template, due_in_days: z.int().min(0).max(365) }),
}).transform(
  ({ create_task: { subject, body, due_in_days } }): PlaybookStep => ({
    kind: 'create_task',
    subject,
    body,
    dueInDays: due_in_days,
  }),
);
const addNote = block({ add_note: template }).transform(
  ({ add_note }): PlaybookStep => ({ kind: 'add_note', body: add_note }),
);

const holdAssociated = block({
  hold_associated: block({
    objects: z
      .array(z.enum(GROUP_OBJECT_TYPES))
      .min(1)
      .refine((objects) => new Set(objects).size === objects.length, { error: 'names one of them twice.' }),
    only: z.enum(['open', 'all']),
  }),
}).transform(
  ({ hold_associated: { objects, only } }): PlaybookStep => ({ kind: 'hold_associated', objects, only }),
);

const step = oneOfWays<PlaybookStep>((value) => {
  if (!isBlock(value)) return simpleStep;
  if ('set_property' in value) return setProperty;
  if ('create_task' in value) return createTask;
  if ('hold_associated' in value) return holdAssociated;
  return 'add_note' in value ? addNote : z.never({ error: notAStep(Object.keys(value)[0]) });
});

function notAStep(written: unknown): string {
  const name = String(written);
  if (STEPS_WITH_CONTENT.some((kind) => kind === name))
    return `${name} needs its content: write "${name}:" and what it writes.`;
  const steps = [...SIMPLE_STEPS, ...STEPS_WITH_CONTENT];
  return `"${name}" is not a step. Write one of: ${steps.join(', ')}.${didYouMean(name, steps)}`;
}

const onApproval = z
  .array(step)
  .min(1)
  .superRefine(([first, ...others], context) => {
    if (first && first.kind !== 'hold_routing') {
      const message =
        'the first step must be hold_routing: without the hold, routing can undo the other steps.';
      context.addIssue({ code: 'custom', path: [0], message });
      return;
    }
    const once = new Set<string>(['hold_routing']);
    for (const [at, { kind }] of others.entries()) {
      if (once.has(kind)) {
        const message = `${kind} is there already. Remove this one.`;
        context.addIssue({ code: 'custom', path: [at + 1], message });
      }
      if (kind === 'hold_associated') once.add(kind);
    }
  });

/** When an exception ends, its tag and its proposals must not be written once more. */
const onEnd = z.array(step).superRefine((steps, context) => {
  for (const [at, { kind }] of steps.entries()) {
    if (kind !== 'hold_associated' && !SIMPLE_STEPS.some((simple) => simple === kind)) continue;
    const message = `${kind} cannot run when an exception ends: it would write the exception back. The hold is released by itself.`;
    context.addIssue({ code: 'custom', path: [at], message });
  }
});

/** `playbooks/<id>.yml`; the id is the file's name. */
export const playbookSchema = block({
  label: text,
  on_approval: onApproval,
  on_end: onEnd,
  when_over: z.enum(['resubmit', 'keep']),
}).transform(
  (raw): Omit<Playbook, 'id'> => ({
    label: raw.label,
    onApproval: raw.on_approval,
    onEnd: raw.on_end,
    whenOver: raw.when_over,
  }),
);
