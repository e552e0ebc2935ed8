import type { BulkReviewReply, InboxItem, InboxReply } from '@handrail/contracts/inbox';
import type { Inbox } from '../../../src/application/list-inbox.ts';
import type { BulkResult } from '../../../src/application/review-many.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import type { StoredRequest } from '../../../src/ports/unit-of-work.ts';
import { cursorOf } from '../inbox-cursor.ts';
import { refusalOf } from '../problem.ts';
import { presentPerson } from './present-person.ts';
import { presentRequest } from './present-request.ts';
import { whyAsked } from './why-asked.ts';

type Listed = Omit<Extract<InboxReply, { ok: true }>, 'ok'>;
type Results = Extract<BulkReviewReply, { ok: true }>['results'];

/** One page of the inbox for the person who looks at it. */
export function presentInbox(inbox: Inbox): Listed {
  const { now, viewer, scope, policy, counts, matching, requests, next, requesters } = inbox;
  return {
    viewer: presentPerson(viewer),
    now: now.toISOString(),
    scope,
    counts: { ...counts },
    matching,
    items: requests.map((stored) => presentItem(stored, viewer, now)),
    ...(next && { next: cursorOf(next) }),
    choices: {
      types: policy.policy.exceptionTypes.map(({ id, label }) => ({ value: id, label })),
      requesters: requesters
        .map(({ email, name }) => ({ value: email, label: name }))
        .sort((a, b) => a.label.localeCompare(b.label, 'en')),
    },
  };
}

function presentItem(stored: StoredRequest, viewer: Person, now: Date): InboxItem {
  // Steps and notices are the card's to show: a list has no use for them.
  const whole = presentRequest({ ...stored, steps: [], notices: [] }, viewer, now);
  const { steps: _, notices: __, can, ...request } = whole;
  const { record, recordTitle } = stored.state.request;
  const whyMe = whyAsked(stored.state, request, viewer);
  return {
    ...request,
    record: { ...record },
    recordTitle,
    ...(whyMe !== '' && { whyMe }),
    canReview: can.review,
    can: { ask: can.ask, answer: can.answer, handOver: can.handOver },
  };
}

/** What became of one request of a bulk decision. */
export function presentBulkResult(result: BulkResult): Results[number] {
  const { requestId } = result;
  if ('stored' in result) {
    const { state, version } = result.stored;
    return { requestId, ok: true, status: state.status, version };
  }
  const problem = refusalOf(result.refusal);
  if (!problem) throw new Error('a refusal that has no problem (this is a bug)');
  return { requestId, ok: false, problem };
}
