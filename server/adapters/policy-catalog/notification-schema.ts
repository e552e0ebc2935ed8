import { NOTICE_CHANNELS, NOTICE_KINDS, type NoticeKind } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import type { BusinessCalendar } from '../../../src/domain/calendar/business-calendar.ts';
import { type NoticeSettings, TASKS_ONLY } from '../../../src/domain/notice/notice-settings.ts';
import type { CalendarRule } from '../../../src/domain/policy/policy.ts';
import { block, didYouMean } from './issue-in-words.ts';
import { text } from './text-schema.ts';

const channels = z.array(z.enum(NOTICE_CHANNELS)).refine((list) => new Set(list).size === list.length, {
  error: 'names a channel twice. Write each once.',
});
const channelsOfKind = Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, channels.optional()])) as Record<
  NoticeKind,
  z.ZodOptional<typeof channels>
>;

/**
 * `notifications.yml`.
 *
 * @param calendars of `calendars.yml`; quiet hours need one with hours of its own
 */
export function notificationSchema(calendars: readonly CalendarRule[]) {
  const withHours = new Map(
    calendars.flatMap((rule) => ('calendar' in rule ? [[rule.id, rule.calendar] as const] : [])),
  );
  const calendar = text.transform((id, context): BusinessCalendar => {
    const found = withHours.get(id);
    if (found) return found;
    const known = [...withHours.keys()];
    context.addIssue(
      `there is no calendar with hours "${id}".${didYouMean(id, known)} Write one of: ${known.join(', ')}.`,
    );
    return z.NEVER;
  });
  return block({
    channels: block(channelsOfKind),
    urgent: z.array(z.enum(NOTICE_KINDS)).default([]),
    quiet_hours: block({
      teams: z.record(z.string(), calendar).default({}),
      otherwise: calendar,
    }).optional(),
    include_texts: z.boolean().default(false),
  }).transform(
    ({ channels: given, urgent, quiet_hours, include_texts }): NoticeSettings => ({
      channels: Object.fromEntries(
        NOTICE_KINDS.map((kind) => [kind, given[kind] ?? TASKS_ONLY.channels[kind]]),
      ) as NoticeSettings['channels'],
      urgent,
      workingHours: quiet_hours
        ? { byTeam: lowerKeys(quiet_hours.teams), otherwise: quiet_hours.otherwise }
        : null,
      includeTexts: include_texts,
    }),
  );
}

function lowerKeys<T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key.trim().toLowerCase(), value]));
}
