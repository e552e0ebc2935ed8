import { z } from 'zod';
import { personViewSchema } from './person.ts';
import { MESSAGE_KINDS, NOTICE_STATUSES } from './vocabulary.ts';

const instant = z.iso.datetime();

/** A question of an approver, or an answer to all questions before it. */
export const messageViewSchema = z
  .object({ kind: z.enum(MESSAGE_KINDS), by: personViewSchema, text: z.string(), at: instant })
  .meta({ id: 'MessageView' });

/** What one person was told, or is to be told, through one channel. */
export const noticeViewSchema = z
  .object({
    to: z.string(),
    /** "Reminder by Slack". */
    words: z.string(),
    status: z.enum(NOTICE_STATUSES),
    /** When it was settled; when it is tried next while it waits. */
    at: instant.optional(),
    /** Why it failed, was dropped, or waits. */
    note: z.string().optional(),
  })
  .meta({ id: 'NoticeView' });
