import { z } from 'zod';
import type { BusinessCalendar, OpenHours } from '../../../src/domain/calendar/business-calendar.ts';
import type { CalendarRule } from '../../../src/domain/policy/policy.ts';
import { factName } from './condition-schema.ts';
import { block, didYouMean, isBlock, oneOfWays } from './issue-in-words.ts';
import { ID, ID_WORDS, text } from './text-schema.ts';

const timeZone = text.refine(isTimeZone, {
  error: ({ input }) => `"${String(input)}" is not a time zone. Write an IANA name, such as Europe/Berlin.`,
});

/** `09:00-17:30`; the end may be 24:00. */
const openHours = z
  .string({ error: 'must be hours, such as 09:00-17:30.' })
  .transform((value, context): OpenHours => {
    const match = /^([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(value);
    const [from, to] = value.split('-').map(minutes);
    if (match && from !== undefined && to !== undefined && from < to) return { from, to };
    context.addIssue(
      `"${value}" are not hours of one day. Write them as 09:00-17:30, the earlier time first.`,
    );
    return z.NEVER;
  });

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

const week = block({
  monday: openHours.optional(),
  tuesday: openHours.optional(),
  wednesday: openHours.optional(),
  thursday: openHours.optional(),
  friday: openHours.optional(),
  saturday: openHours.optional(),
  sunday: openHours.optional(),
})
  .refine((days) => Object.values(days).some((hours) => hours !== undefined), {
    error: 'must not be empty. Write the hours of at least one day.',
  })
  .transform(({ monday, tuesday, wednesday, thursday, friday, saturday, sunday }) =>
    [monday, tuesday, wednesday, thursday, friday, saturday, sunday].map((hours) => hours ?? null),
  );

const holiday = z.iso.date({ error: ({ input }) => `"${String(input)}" is not a date. Write 2026-12-25.` });

const ownHours = block({
  label: text,
  time_zone: timeZone,
  hours: week,
  holidays: z.array(holiday),
}).transform(({ label, time_zone, hours, holidays }): { label: string; calendar: BusinessCalendar } => ({
  label,
  calendar: { timeZone: time_zone, week: hours, holidays },
}));
const byFact = block({
  label: text,
  by: factName,
  calendars: z.record(z.string(), text),
  otherwise: text,
}).transform(({ label, by, calendars, otherwise }) => ({
  label,
  byFact: { fact: by, calendars },
  otherwise,
}));
type CalendarBody = z.output<typeof ownHours> | z.output<typeof byFact>;
const calendar = oneOfWays<CalendarBody>((value) =>
  isBlock(value) && ('by' in value || 'otherwise' in value) ? byFact : ownHours,
);

/** `calendars.yml`: calendars by id. */
export const calendarsSchema = z
  .record(z.string().regex(ID, { error: `must be ${ID_WORDS}.` }), calendar)
  .superRefine((calendars, context) => {
    const withHours = Object.keys(calendars).filter((id) => 'calendar' in (calendars[id] ?? {}));
    for (const [id, body] of Object.entries(calendars)) {
      if ('calendar' in body) continue;
      const named = [
        ...Object.entries(body.byFact.calendars).map(
          ([value, other]) => [['calendars', value], other] as const,
        ),
        [['otherwise'], body.otherwise] as const,
      ];
      for (const [path, other] of named) {
        if (withHours.includes(other)) continue;
        const message = `there is no calendar with hours "${other}".${didYouMean(other, withHours)} Write one of: ${withHours.join(', ')}.`;
        context.addIssue({ code: 'custom', path: [id, ...path], message });
      }
    }
  })
  .transform((calendars): readonly CalendarRule[] =>
    Object.entries(calendars).map(([id, body]) => ({ id, ...body })),
  );

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
