import { freeText } from '@handrail/contracts/field-formats';
import { DECISION_KINDS, type DecisionKind } from '@handrail/contracts/salesforce-vocabulary';
import { DISPUTE_GROUNDS, DISPUTE_OUTCOMES, REVIEW_OUTCOMES } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import type { DecisionRow, RowWish } from '../../../../src/ports/request-rows.ts';
import type { SalesforceRecord } from '../schema.ts';
import { ROW_OBJECTS } from './row-objects.ts';
import { faultIn, instantIn, stampsOf, type stampsSchema, textIn } from './stamps.ts';

const LABELS: Readonly<Record<string, string>> = {
  version: 'Version seen',
  comment: 'Comment',
  text: 'Comment',
  reason: 'Comment',
  until: 'Until',
  toUserId: 'Handed to',
  ground: 'Ground',
};

const version = z.int().positive();
const words = freeText.min(1, 'must not be empty');

/** What a row can want, checked as what a card sends is. */
const wishSchema: z.ZodType<RowWish> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('review'), outcome: z.enum(REVIEW_OUTCOMES), comment: freeText, version }),
  z.object({ type: z.enum(['ask', 'answer']), text: words, version }),
  z.object({ type: z.literal('hand_over'), toUserId: z.string('must be filled in'), reason: words, version }),
  z.object({ type: z.enum(['withdraw', 'end', 'withdraw_extension', 'retry_steps']), version }),
  z.object({ type: z.literal('ask_extension'), until: z.iso.datetime(), reason: freeText, version }),
  z.object({ type: z.literal('object'), ground: z.enum(DISPUTE_GROUNDS), reason: freeText, version }),
  z.object({
    type: z.literal('decide_dispute'),
    outcome: z.enum(DISPUTE_OUTCOMES),
    comment: freeText,
    version,
  }),
]);

/** The fields of a decision beside its kind. */
interface Said {
  readonly comment: string;
  readonly until: string | undefined;
  readonly toUserId: string | undefined;
  readonly ground: string | undefined;
}

/** What each kind of decision means, before it is checked. */
const WISH_OF: Readonly<Record<DecisionKind, (said: Said) => object>> = {
  approve: ({ comment }) => ({ type: 'review', outcome: 'approve', comment }),
  reject: ({ comment }) => ({ type: 'review', outcome: 'reject', comment }),
  ask: ({ comment }) => ({ type: 'ask', text: comment }),
  answer: ({ comment }) => ({ type: 'answer', text: comment }),
  hand_over: ({ comment, toUserId }) => ({ type: 'hand_over', toUserId, reason: comment }),
  withdraw: () => ({ type: 'withdraw' }),
  end: () => ({ type: 'end' }),
  extend: ({ comment, until }) => ({ type: 'ask_extension', until, reason: comment }),
  withdraw_extension: () => ({ type: 'withdraw_extension' }),
  object: ({ comment, ground }) => ({ type: 'object', ground, reason: comment }),
  uphold: ({ comment }) => ({ type: 'decide_dispute', outcome: 'upheld', comment }),
  dismiss: ({ comment }) => ({ type: 'decide_dispute', outcome: 'dismissed', comment }),
  retry: () => ({ type: 'retry_steps' }),
};

/** A row of `Handoff_Decision__c`, however it was filled. */
export function decisionRow(stamps: z.infer<typeof stampsSchema>, values: SalesforceRecord): DecisionRow {
  return {
    kind: 'decision',
    ...stampsOf(stamps, values, ROW_OBJECTS.decision),
    aboutRowId: textIn(values, 'Handoff_Exception__c') ?? '',
    wish: wishIn(values),
  };
}

function wishIn(values: SalesforceRecord): DecisionRow['wish'] {
  const kind = DECISION_KINDS.find((one) => one === values.Decision__c);
  if (!kind) return { fault: 'Handrail does not know this kind of decision.' };
  const parsed = wishSchema.safeParse({
    ...WISH_OF[kind]({
      comment: textIn(values, 'Comment__c') ?? '',
      until: instantIn(values, 'Until__c'),
      toUserId: textIn(values, 'Handed_To__c'),
      ground: textIn(values, 'Ground__c'),
    }),
    version: values.Version__c,
  });
  return parsed.success ? parsed.data : { fault: faultIn(parsed.error, LABELS) };
}
