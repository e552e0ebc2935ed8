import type { InboxQuery } from '@handrail/contracts/inbox';
import type { InboxView } from '@handrail/contracts/vocabulary';
import { type Day, endOfDay } from 'handrail-hubspot-cards/words/portal-time.ts';

/** What the person has chosen; empty text means any. */
export interface Filters {
  readonly view: InboxView;
  readonly text: string;
  readonly exceptionTypeId: string;
  readonly status: string;
  readonly requester: string;
  /** Days in the portal's time zone, both included. */
  readonly from: Day | null;
  readonly until: Day | null;
}

/** Nothing chosen but the view. */
export function noFilters(view: InboxView): Filters {
  return { view, text: '', exceptionTypeId: '', status: '', requester: '', from: null, until: null };
}

/** Whether anything but the view is chosen. */
export function isNarrowed({ view: _, ...filters }: Filters): boolean {
  return Object.values(filters).some((value) => value !== '' && value !== null);
}

const NEVER = '9999-12-31T00:00:00.000Z';

/** The filters as the server takes them. */
export function queryOf(filters: Filters, timeZone: string): InboxQuery {
  const { view, text, exceptionTypeId, status, requester, from, until } = filters;
  const dayBefore = from && { ...from, date: from.date - 1 };
  return {
    view,
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(exceptionTypeId !== '' && { exceptionTypeId }),
    ...(status !== '' && { status: status as NonNullable<InboxQuery['status']> }),
    ...(requester !== '' && { requester }),
    ...(dayBefore && { from: secondAfter(endOfDay(dayBefore, timeZone, NEVER)) }),
    ...(until && { before: secondAfter(endOfDay(until, timeZone, NEVER)) }),
  };
}

function secondAfter(instant: string): string {
  return new Date(Date.parse(instant) + 1_000).toISOString();
}
