import type { ExtensionView, RequestView } from '@handrail/contracts/card-view';
import { ballotsOf } from '../../../src/domain/exception-request/ballots-of.ts';
import { isReviewOwed } from '../../../src/domain/exception-request/break-glass.ts';
import { isPastExpiry } from '../../../src/domain/exception-request/due-clocks.ts';
import {
  type Extension,
  expiryOf,
  extensionsLeft,
  latestExtension,
  openExtension,
} from '../../../src/domain/exception-request/extension.ts';
import type { FiledState } from '../../../src/domain/exception-request/state.ts';
import { rejectionInWords } from '../../../src/domain/policy/ballots.ts';
import type { Person } from '../../../src/domain/policy/facts.ts';
import { presentDecision } from './present-decision.ts';
import { presentPerson } from './present-person.ts';
import { presentReviews } from './present-reviews.ts';

/** Extensions that were asked for, and whether the viewer may ask for another now. */
export function presentExtensions(
  state: FiledState,
  { email }: Person,
  now: Date,
): Pick<RequestView, 'extensions' | 'extend'> {
  const { request, extensions } = state;
  const isRequester = email === request.requester.email;
  const latest = isRequester ? latestNow(state, now) : undefined;
  return {
    extensions: extensions.map((extension) => ({
      ...present(extension, request.exceptionType.label),
      canWithdraw: isRequester && extension.outcome === 'open' && state.status === 'active',
    })),
    ...(latest && { extend: latest }),
  };
}

function latestNow(state: FiledState, now: Date): RequestView['extend'] {
  const { request, extensions } = state;
  const terms = request.extensionTerms;
  if (!terms || state.status !== 'active' || isReviewOwed(state) || openExtension(state)) return undefined;
  const left = extensionsLeft(terms, extensions);
  if (left === 0 || isPastExpiry(state, now.toISOString())) return undefined;
  const { reasonMinLength } = terms;
  return { from: expiryOf(state), latest: latestExtension(terms, state), left, reasonMinLength };
}

function present(extension: Extension, typeLabel: string): Omit<ExtensionView, 'canWithdraw'> {
  const { number, by, reason, from, until, askedAt, outcome, decidedAt, rejection } = extension;
  const { decision, requirement, facts, reviews } = extension;
  return {
    number,
    by: presentPerson(by),
    reason,
    from,
    until,
    askedAt,
    outcome,
    ...(decidedAt !== undefined && { decidedAt }),
    ...(rejection && { rejectedBecause: rejectionInWords(rejection.reason, rejection.roles) }),
    decision: presentDecision(decision, requirement, { facts, typeLabel }, ballotsOf(reviews)),
    reviews: presentReviews(reviews),
  };
}
