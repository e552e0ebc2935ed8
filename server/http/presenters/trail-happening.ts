import { recordRefSchema } from '@handrail/contracts/field-formats';
import {
  CHANGE_VERDICTS,
  DISPUTE_GROUNDS,
  DISPUTE_OUTCOMES,
  END_REASONS,
  GOVERNED_FIELDS,
  NOTICE_CHANNELS,
  NOTICE_KINDS,
  PROBLEM_CODES,
  REMEDY_KINDS,
  REMEDY_OUTCOMES,
  REVERT_REASONS,
  REVIEW_OUTCOMES,
  STEP_KINDS,
} from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import { CHANGE_SOURCE_KINDS } from '../../../src/domain/watch/field-change.ts';
import { CHANGE_REASONS, type ChangeReason } from '../../../src/domain/watch/judgement.ts';

const reviewedSchema = z.object({
  outcome: z.enum(REVIEW_OUTCOMES),
  inPlaceOf: z.array(z.string()).default([]),
});

const reasons = Object.keys(CHANGE_REASONS) as [ChangeReason, ...ChangeReason[]];
const changedField = { field: z.enum([...GOVERNED_FIELDS, 'tag']), property: z.string() };

/** What the trail says of one request, by type. The trail is our own writing, but a database is still an edge. */
const linkedSchema = z.object({ crm: z.string(), record: z.object({ recordId: z.string() }) });

export const happeningSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('exception_submitted'),
    data: z.object({
      automationId: z.string().optional(),
      inTheNameOf: z.string().optional(),
      retroactiveTo: z.string().optional(),
      linked: linkedSchema.optional(),
    }),
  }),
  z.object({
    type: z.literal('exception_granted_in_bulk'),
    data: z.object({ bulkId: z.string(), linked: linkedSchema.optional() }),
  }),
  z.object({
    type: z.literal('review_recorded'),
    data: reviewedSchema,
  }),
  z.object({
    type: z.enum(['delegate_added', 'delegate_removed', 'approver_barred', 'approver_readmitted']),
    data: z.object({ delegationId: z.string() }),
  }),
  z.object({ type: z.enum(['question_asked', 'question_answered', 'seat_handed_over']), at: z.string() }),
  z.object({
    type: z.enum(['notice_sent', 'notice_failed']),
    data: z.object({ kind: z.enum(NOTICE_KINDS), channel: z.enum(NOTICE_CHANNELS), to: z.string() }),
  }),
  z.object({ type: z.literal('exception_approved') }),
  z.object({ type: z.literal('approvers_added'), at: z.string() }),
  z.object({ type: z.literal('exception_rejected') }),
  z.object({
    type: z.enum(['approvers_reminded', 'exception_escalated', 'exception_fell_back', 'exception_lapsed']),
    at: z.string(),
    data: z.object({ dueAt: z.string() }),
  }),
  z.object({ type: z.literal('exception_withdrawn') }),
  z.object({ type: z.literal('exception_activated') }),
  z.object({ type: z.literal('exception_ending'), data: z.object({ reason: z.enum(END_REASONS) }) }),
  z.object({ type: z.literal('exception_ended') }),
  z.object({ type: z.literal('extension_asked'), data: z.object({ from: z.string(), until: z.string() }) }),
  z.object({ type: z.literal('extension_reviewed'), data: reviewedSchema }),
  z.object({ type: z.literal('extension_approved'), data: z.object({ until: z.string() }) }),
  z.object({ type: z.literal('extension_rejected') }),
  z.object({ type: z.literal('extension_withdrawn') }),
  z.object({ type: z.literal('extension_lapsed') }),
  z.object({ type: z.literal('break_glass_used') }),
  z.object({ type: z.literal('approvers_skipped'), data: z.object({ people: z.array(z.string()) }) }),
  z.object({ type: z.literal('fields_remembered'), data: z.object({ fields: z.array(z.string()) }) }),
  z.object({ type: z.literal('break_glass_confirmed') }),
  z.object({ type: z.literal('exception_reverting'), data: z.object({ reason: z.enum(REVERT_REASONS) }) }),
  z.object({ type: z.literal('fields_restored'), data: z.object({ left: z.array(z.string()) }) }),
  z.object({ type: z.literal('exception_reverted') }),
  z.object({ type: z.literal('steps_failed') }),
  z.object({ type: z.literal('steps_retried') }),
  z.object({
    type: z.literal('playbook_step_done'),
    data: z.object({
      kind: z.enum(STEP_KINDS),
      outcome: z.enum(['written', 'already_there', 'read', 'skipped']),
      why: z.string().optional(),
    }),
  }),
  z.object({
    type: z.literal('playbook_step_failed'),
    data: z.object({ kind: z.enum(STEP_KINDS), code: z.string() }),
  }),
  z.object({ type: z.literal('dispute_opened'), data: z.object({ ground: z.enum(DISPUTE_GROUNDS) }) }),
  z.object({ type: z.literal('dispute_decided'), data: z.object({ outcome: z.enum(DISPUTE_OUTCOMES) }) }),
  z.object({
    type: z.literal('dispute_closed'),
    at: z.string(),
    data: z.object({ status: z.enum(['stands', 'ends', 'moot']), dueAt: z.string().optional() }),
  }),
  z.object({
    type: z.literal('group_settled'),
    data: z.object({
      covered: z.number(),
      yielded: z.number(),
      released: z.number(),
      failed: z.number(),
    }),
  }),
  z.object({
    type: z.literal('change_judged'),
    data: z.object({
      ...changedField,
      changeId: z.string(),
      record: recordRefSchema,
      verdict: z.enum(CHANGE_VERDICTS),
      reason: z.enum(reasons),
      from: z.string().nullable(),
      to: z.string().nullable(),
      changedAt: z.string(),
      source: z.object({
        kind: z.enum(CHANGE_SOURCE_KINDS),
        type: z.string().optional(),
        id: z.string().optional(),
        userId: z.string().optional(),
      }),
    }),
  }),
  z.object({
    type: z.literal('change_remedied'),
    data: z.object({ ...changedField, remedy: z.enum(REMEDY_KINDS), outcome: z.enum(REMEDY_OUTCOMES) }),
  }),
  z.object({
    type: z.literal('command_refused'),
    data: z.object({ command: z.string(), code: z.enum(PROBLEM_CODES) }),
  }),
]);
/** One entry of the trail, as far as it is told in words. */
export type Happening = z.infer<typeof happeningSchema>;
