import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { END_REASONS, MESSAGE_KINDS, REVIEW_OUTCOMES } from '../../src/contracts/vocabulary.ts';
import { auditOfEvent } from '../../src/domain/audit/audit-of-event.ts';
import { canonicalJson } from '../../src/domain/audit/canonical-json.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { delegation } from '../fixtures/delegation.ts';
import { exceptionRequest, LEAD, REP } from '../fixtures/exception-request.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { NOW } from './given-when-then.ts';
import {
  answered,
  approved,
  asked,
  ending,
  failed,
  handedOver,
  reviewed,
  withdrawn,
} from './request-stories.ts';

describe('an audit entry', () => {
  it('of a submit says what was asked, of whom, under which policy', () => {
    const event: RequestEvent = { type: 'exception_submitted', at: NOW, request: exceptionRequest() };
    expect(auditOfEvent('req-1', event, sha256)).toEqual({
      at: NOW,
      type: 'exception_submitted',
      requestId: 'req-1',
      actor: { kind: 'user', userId: '501' },
      data: {
        record: { objectType: 'deal', recordId: '4711' },
        exceptionType: 'strategic_logo',
        reasonCode: 'named_account',
        reasonSha256: sha256('Named account: the sponsor asked for "one" contact – Ruth knows them.'),
        proposedOwnerId: '9501',
        proposedStageId: undefined,
        formerOwnerId: '9601',
        formerStageId: undefined,
        expiresAt: '2026-12-31T12:00:00.000Z',
        policyVersion: 1,
        policyHash: 'a'.repeat(64),
        rows: [],
        asked: [{ role: 'region_lead', approve: 1, deny: 1, distinctFrom: [], people: ['601'] }],
        standardPath: 'none',
      },
    });
  });

  it('a change of facts names the facts and who was added, and holds the values as digests', () => {
    const parts = [exceptionRequest().requirement];
    const added = { changed: [{ name: 'deal.amount', from: '84,000', to: '120,000' }], parts };
    expect(auditOfEvent('req-1', { type: 'approvers_added', at: NOW, added }, sha256)).toEqual({
      at: NOW,
      type: 'approvers_added',
      requestId: 'req-1',
      actor: { kind: 'system' },
      data: {
        changed: [{ fact: 'deal.amount', fromSha256: sha256('84,000'), toSha256: sha256('120,000') }],
        asked: [{ role: 'region_lead', approve: 1, deny: 1, distinctFrom: [], people: ['601'] }],
      },
    });
  });

  it.each<[string, RequestEvent, object]>([
    [
      'a review',
      reviewed(LEAD),
      {
        actor: { kind: 'user', userId: '601' },
        data: { outcome: 'approve', commentSha256: sha256('Fine.') },
      },
    ],
    [
      'a review in the place of somebody who is away',
      {
        type: 'review_recorded',
        at: NOW,
        review: { reviewer: LEAD, inPlaceOf: [REP], outcome: 'reject', comment: '', at: NOW },
      },
      { actor: { kind: 'user', userId: '601' }, data: { outcome: 'reject', inPlaceOf: ['501'] } },
    ],
    [
      'a delegate who was added',
      { type: 'delegate_added', at: NOW, delegation: delegation(LEAD, REP, { delegationId: 'd-1' }) },
      {
        actor: { kind: 'system' },
        data: {
          delegationId: 'd-1',
          delegator: '601',
          delegate: '501',
          from: '2026-11-01T00:00:00.000Z',
          until: '2026-12-01T00:00:00.000Z',
          reasonSha256: sha256('Parental leave'),
        },
      },
    ],
    [
      'a delegate who left',
      { type: 'delegate_removed', at: NOW, delegationId: 'd-1', why: 'over' },
      { actor: { kind: 'system' }, data: { delegationId: 'd-1', why: 'over' } },
    ],
    [
      'a question',
      asked(),
      { actor: { kind: 'user', userId: '601' }, data: { textSha256: sha256('Who is the sponsor?') } },
    ],
    [
      'an answer',
      answered(),
      { actor: { kind: 'user', userId: '501' }, data: { textSha256: sha256('Dana Kim.') } },
    ],
    [
      'a hand-over',
      handedOver(LEAD, REP),
      { actor: { kind: 'user', userId: '601' }, data: { to: '501', reasonSha256: sha256('On leave.') } },
    ],
    ['an approval', approved, { actor: { kind: 'system' }, data: {} }],
    ['a withdrawal', withdrawn, { actor: { kind: 'user', userId: '501' }, data: {} }],
    ['an end by the clock', ending(null), { actor: { kind: 'system' }, data: { reason: 'expired' } }],
    [
      'an end by a person',
      ending(REP),
      { actor: { kind: 'user', userId: '501' }, data: { reason: 'closed' } },
    ],
    [
      'a failed step',
      failed('grant'),
      { actor: { kind: 'system' }, data: { stepKey: 'req-1:grant:1', phase: 'grant' } },
    ],
  ])('of %s', (_, event, wanted) => {
    expect(auditOfEvent('req-1', event, sha256)).toMatchObject({ type: event.type, at: NOW, ...wanted });
  });

  it('of somebody without a user id says so', () => {
    const { actor } = auditOfEvent('req-1', reviewed({ email: 'x@example.com', name: 'X' }), sha256);
    expect(actor).toEqual({ kind: 'user', userId: 'unknown' });
  });
});

/** Text that cannot occur in an entry by chance. */
const secret = fc.stringMatching(/^[a-z]{6}$/).map((letters) => `§${letters}§`);
const anyPerson: fc.Arbitrary<Person> = fc
  .tuple(secret, secret, secret, fc.boolean())
  .map(([name, mailbox, team, known]) => ({
    name,
    email: `${mailbox}@example.com`,
    team,
    ...(known ? { userId: '77', ownerId: '88' } : {}),
  }));

const anyEvent: fc.Arbitrary<RequestEvent> = fc.oneof(
  fc.tuple(anyPerson, anyPerson, secret, secret).map(([requester, approver, reason, title]): RequestEvent => {
    const requirement = {
      kind: 'role',
      role: 'lead',
      label: 'Lead',
      approve: 1,
      deny: 1,
      distinctFrom: [],
      delegable: true,
      people: [approver],
      because: `Lead: ${approver.name}`,
    } as const;
    const request = exceptionRequest({
      requester,
      reason,
      recordTitle: title,
      proposed: { owner: approver },
      former: { owner: requester, stage: null },
      requirement,
      decision: { ...exceptionRequest().decision, requirement },
    });
    return { type: 'exception_submitted', at: NOW, request };
  }),
  fc
    .tuple(fc.constantFrom('delegate_added', 'approver_barred'), anyPerson, anyPerson, secret)
    .map(([type, delegator, delegate, reason]): RequestEvent => {
      return { type, at: NOW, delegation: delegation(delegator, delegate, { delegationId: 'd-1', reason }) };
    }),
  fc
    .record({
      reviewer: anyPerson,
      inPlaceOf: fc.array(anyPerson, { maxLength: 2 }),
      outcome: fc.constantFrom(...REVIEW_OUTCOMES),
      comment: secret,
      at: fc.constant(NOW),
    })
    .map((review): RequestEvent => ({ type: 'review_recorded', at: NOW, review })),
  fc
    .record({ by: anyPerson, text: secret, kind: fc.constantFrom(...MESSAGE_KINDS), at: fc.constant(NOW) })
    .map(
      (message): RequestEvent => ({
        type: message.kind === 'question' ? 'question_asked' : 'question_answered',
        at: NOW,
        message,
      }),
    ),
  fc
    .record({ from: anyPerson, to: anyPerson, reason: secret, at: fc.constant(NOW) })
    .map((handOver): RequestEvent => ({ type: 'seat_handed_over', at: NOW, handOver })),
  anyPerson.map((by): RequestEvent => ({ type: 'exception_withdrawn', at: NOW, by })),
  fc
    .tuple(fc.constantFrom(...END_REASONS), fc.option(anyPerson, { nil: null }))
    .map(([reason, by]): RequestEvent => ({ type: 'exception_ending', at: NOW, reason, by })),
  fc.option(anyPerson, { nil: null }).map((by): RequestEvent => ({ type: 'steps_retried', at: NOW, by })),
  secret.map((message): RequestEvent => {
    const failure = { stepKey: 'req-1:grant:1', phase: 'grant' as const, message, at: NOW };
    return { type: 'steps_failed', at: NOW, failure };
  }),
);

it('never holds a name, an address, a team, a title, a reason, a comment or a message', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const text = canonicalJson(auditOfEvent('req-1', event, sha256));
      expect(text).not.toContain('§');
      expect(text).not.toContain('@');
    }),
    { numRuns: 300 },
  );
});
