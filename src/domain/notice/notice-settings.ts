import type { NoticeChannel, NoticeKind } from '@handrail/contracts/vocabulary';
import type { BusinessCalendar } from '../calendar/business-calendar.ts';
import { nextOpening } from '../calendar/business-hours.ts';
import type { Person } from '../policy/facts.ts';

/** How people are told, as RevOps wrote it in `notifications.yml`. */
export interface NoticeSettings {
  /** No channel: this kind is not sent. */
  readonly channels: Readonly<Record<NoticeKind, readonly NoticeChannel[]>>;
  /** Sent at any hour. */
  readonly urgent: readonly NoticeKind[];
  /** The working hours of people, by team (lower case); null when there are no quiet hours. */
  readonly workingHours: {
    readonly byTeam: Readonly<Record<string, BusinessCalendar>>;
    readonly otherwise: BusinessCalendar;
  } | null;
  /** Whether messages carry what people wrote: reasons, questions, comments. */
  readonly includeTexts: boolean;
}

/**
 * What holds without a `notifications.yml`: whoever must do something gets a task on the record, and nobody is told
 * anything else.
 */
export const TASKS_ONLY: NoticeSettings = {
  channels: {
    asked: [],
    reminded: ['crm_task'],
    escalated: ['crm_task'],
    fell_back: ['crm_task'],
    handed_over: ['crm_task'],
    stands_in: ['crm_task'],
    question_asked: ['crm_task'],
    answer_reminded: ['crm_task'],
    question_answered: ['crm_task'],
    approved: [],
    rejected: [],
    lapsed: [],
    withdrawn: [],
    ended: [],
    skipped: ['crm_task'],
    confirmed: [],
    reverted: [],
    extension_asked: ['crm_task'],
    extension_approved: [],
    extension_rejected: [],
    extension_lapsed: [],
    dispute_opened: ['crm_task'],
    dispute_upheld: [],
    dispute_dismissed: [],
    dispute_closed: [],
    needs_attention: ['crm_task'],
    put_back_stopped: ['crm_task'],
    two_writers: ['crm_task'],
  },
  urgent: [],
  workingHours: null,
  includeTexts: false,
};

/** Channels that make a noise. A task makes none: it waits in a list until somebody works. */
const NOISY: ReadonlySet<NoticeChannel> = new Set(['slack', 'email']);

/**
 * The earliest moment at which somebody may be told: now, or when their quiet hours end.
 *
 * @returns `now` itself when nothing stands in the way
 */
export function heldUntil(
  { kind, channel, to }: { readonly kind: NoticeKind; readonly channel: NoticeChannel; readonly to: Person },
  { urgent, workingHours }: NoticeSettings,
  now: Date,
): Date {
  if (!workingHours || !NOISY.has(channel) || urgent.includes(kind)) return now;
  const team = to.team?.trim().toLowerCase();
  const own = team === undefined ? undefined : workingHours.byTeam[team];
  return nextOpening(now, own ?? workingHours.otherwise);
}
