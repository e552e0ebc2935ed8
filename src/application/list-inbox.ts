import type { InboxView, RequestStatus } from '@handrail/contracts/vocabulary';
import { directoryOf } from '../domain/policy/directory.ts';
import type { Person } from '../domain/policy/facts.ts';
import type { PolicyVersion } from '../domain/policy/policy.ts';
import { decidingRoles, emailsOfRoles } from '../domain/policy/role-groups.ts';
import type {
  HandoffTransaction,
  ListPosition,
  RequestFilter,
  StoredRequest,
} from '../ports/unit-of-work.ts';
import type { AppContext, Caller } from './context.ts';
import { personOf } from './people.ts';
import { findPolicyInForce } from './published-policy.ts';

/** What to list. */
export interface InboxQuestion {
  readonly view: InboxView;
  readonly exceptionTypeId?: string | undefined;
  readonly status?: RequestStatus | undefined;
  /** E-mail address, lower case. */
  readonly requester?: string | undefined;
  /** Words that must all occur. */
  readonly text?: string | undefined;
  /** ISO 8601 instants. */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly after?: ListPosition | undefined;
  /** From 1. */
  readonly limit: number;
}

/** One page of the inbox. */
export interface Inbox {
  readonly now: Date;
  readonly viewer: Person;
  readonly scope: 'everything' | 'own';
  readonly policy: PolicyVersion;
  readonly counts: Readonly<Record<InboxView, number>>;
  /** Requests that match, on all pages. */
  readonly matching: number;
  readonly requests: readonly StoredRequest[];
  /** Where the next page starts; null on the last. */
  readonly next: ListPosition | null;
  readonly requesters: readonly { readonly email: string; readonly name: string }[];
}

const MOST_WORDS = 8;
const MOST_REQUESTERS = 200;

/**
 * Lists requests for one person. Who holds a deciding role in the policy in force sees every request of the tenant; everybody
 * else sees the requests they filed or were asked about, whichever view they choose. What waits for somebody comes
 * oldest first, everything else newest first.
 */
export async function listInbox(
  context: AppContext,
  caller: Caller,
  question: InboxQuestion,
): Promise<Inbox> {
  const { unitOfWork, crmOf, clock } = context;
  const [viewer, listed] = await Promise.all([
    personOf(crmOf(caller.tenantId), caller),
    unitOfWork.transact(caller.tenantId, (tx) => findRequests(tx, caller, question, clock.now())),
  ]);
  return { now: clock.now(), viewer, ...listed };
}

async function findRequests(
  tx: HandoffTransaction,
  { tenantId, email }: Caller,
  question: InboxQuestion,
  now: Date,
): Promise<Omit<Inbox, 'now' | 'viewer'>> {
  const policy = await findPolicyInForce(tx, tenantId);
  const people = await tx.findPeople();
  const deciding = { ...policy.policy, roles: decidingRoles(policy.policy) };
  const holders = emailsOfRoles(deciding, people ? directoryOf(people, now) : undefined);
  const scope = holders.includes(email) ? 'everything' : 'own';
  const visible: RequestFilter = scope === 'everything' ? {} : { party: email };
  const views: Readonly<Record<InboxView, RequestFilter>> = {
    waiting_for_me: { ...visible, waitingFor: email },
    all_open: { ...visible, open: true },
    decided_by_me: { ...visible, decidedBy: email },
    all: visible,
  };
  const filter = { ...views[question.view], ...narrowed(question) };
  const { limit, after } = question;
  // One more than asked for tells whether there is another page.
  const found = await tx.listRequests(filter, {
    order: question.view === 'waiting_for_me' ? 'oldest_first' : 'newest_first',
    limit: limit + 1,
    ...(after && { after }),
  });
  const requests = found.slice(0, limit);
  const last = requests.at(-1)?.state.request;
  return {
    scope,
    policy,
    counts: {
      waiting_for_me: await tx.countRequests(views.waiting_for_me),
      all_open: await tx.countRequests(views.all_open),
      decided_by_me: await tx.countRequests(views.decided_by_me),
      all: await tx.countRequests(views.all),
    },
    matching: await tx.countRequests(filter),
    requests,
    next: last && found.length > limit ? { submittedAt: last.submittedAt, requestId: last.requestId } : null,
    requesters: await tx.listRequesters(visible, MOST_REQUESTERS),
  };
}

function narrowed({ status, exceptionTypeId, requester, text, from, before }: InboxQuestion): RequestFilter {
  const words = (text ?? '').split(/\s+/).filter((word) => word !== '');
  return {
    ...(status && { status }),
    ...(exceptionTypeId && { exceptionTypeId }),
    ...(requester && { requester }),
    ...(words.length > 0 && { words: words.slice(0, MOST_WORDS) }),
    ...(from && { from }),
    ...(before && { before }),
  };
}
