import { MAX_DOCUMENT, salesforceRequestDocumentSchema } from '@handrail/contracts/salesforce-documents';
import { REQUEST_STATUSES } from '@handrail/contracts/vocabulary';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitDocument } from '../../server/salesforce-rows/fit-document.ts';
import { shownValues } from '../../server/salesforce-rows/request-row.ts';
import { seatsOf } from '../../server/salesforce-rows/seats-of.ts';
import type { RequestWithSteps } from '../../src/application/load-card.ts';
import type { RequestEvent } from '../../src/domain/exception-request/events.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import { activeWith, JUDGE, OWNER, opened } from '../domain/dispute-stories.ts';
import { NOW } from '../domain/given-when-then.ts';
import { atOnce, SECOND, STORIES } from '../domain/request-stories.ts';
import { LEAD, plannedStep, REP } from '../fixtures/exception-request.ts';
import { plannedNotice } from '../fixtures/planned-notice.ts';

const ROWS = '../../extensions/salesforce/force-app/main/default/lwc/handoffRows/handoffRows.js';
/** The component's own reading of a row. */
const component = (await import(new URL(ROWS, import.meta.url).href)) as {
  exceptionOf(
    node: unknown,
    viewerId: string,
  ): { readonly screen: string; readonly may: readonly string[]; readonly version: number };
};

const at = new Date(NOW);
const value = (one: unknown) => ({ value: one });

function requestAfter(events: readonly RequestEvent[]): RequestWithSteps {
  const state = evolveAll({ status: 'none' }, events);
  if (state.status === 'none') throw new Error('a story that files nothing');
  return {
    state,
    version: events.length,
    steps: [{ step: plannedStep('req-1', 'submit', 0), status: 'done', outcome: 'written' }],
    notices: [{ notice: plannedNotice('n-1'), status: 'sent', attempts: 1, settledAt: NOW }],
  };
}

function read(request: RequestWithSteps) {
  const row = shownValues(request, null, 7, at);
  const seat = seatsOf(request, null, at).find(({ email }) => email === LEAD.email);
  return {
    row,
    document: salesforceRequestDocumentSchema.parse(JSON.parse(row.View__c ?? '')),
    seen: component.exceptionOf(
      {
        Id: 'a0H000000000001AAA',
        Status__c: value(row.Status__c),
        Version__c: value(Number(row.Version__c)),
        View__c: value(row.View__c),
        Handoff_Seats__r: {
          edges: seat
            ? [
                {
                  node: {
                    Open__c: value(seat.open),
                    May__c: value(seat.may.join(';')),
                    Why__c: value(seat.why),
                  },
                },
              ]
            : [],
        },
      },
      'me',
    ),
  };
}

describe('the row of a request', () => {
  it.each(REQUEST_STATUSES)('says %s, and the component understands it', (status) => {
    const request = requestAfter(STORIES[status]);
    const { row, document, seen } = read(request);
    expect(row).toMatchObject({ Status__c: status, Version__c: String(request.version), Revision__c: '7' });
    expect(document).toMatchObject({ status, version: request.version });
    expect(seen.screen).not.toBe('unknown');
    expect(seen.version).toBe(request.version);
    const isOver = ['ended', 'reverted', 'rejected', 'withdrawn', 'lapsed'].includes(status);
    expect(row.Ended_At__c !== '').toBe(isOver);
    if (isOver) expect(seatsOf(request, null, at)).toEqual([]);
  });

  it.each([
    ['an objection is open', [...activeWith(), opened]],
    ['it took effect at once', [...atOnce, { type: 'exception_activated', at: NOW } as const]],
  ])('is understood while %s', (_, events) => {
    expect(read(requestAfter(events)).seen.screen).toBe('active');
  });
});

describe('seats', () => {
  const may = (events: readonly RequestEvent[], owner: Parameters<typeof seatsOf>[1] = null) =>
    Object.fromEntries(
      seatsOf(requestAfter(events), owner, at).map((seat) => [
        seat.email.split('.')[0],
        `${seat.open ? 'open: ' : ''}${seat.may.join(' ')}`,
      ]),
    );

  it.each<[string, Record<string, string>]>([
    [
      'pending',
      {
        ruth: 'withdraw',
        lea: 'open: approve reject ask hand_over',
        otto: 'open: approve reject ask hand_over',
      },
    ],
    [
      'info_requested',
      {
        ruth: 'answer withdraw',
        lea: 'open: approve reject ask answer hand_over',
        otto: 'open: approve reject ask answer hand_over',
      },
    ],
    ['active', { ruth: 'end', lea: 'end', otto: 'end' }],
    ['needs_attention', { ruth: 'end retry', lea: 'end retry', otto: 'end retry' }],
    ['ended', {}],
  ])('in status %s', (status, wanted) => {
    expect(may(STORIES[status as keyof typeof STORIES])).toEqual(wanted);
  });

  it('let the owner of the record object, and the panel decide', () => {
    expect(may(activeWith(), OWNER)).toMatchObject({ omar: 'object' });
    expect(may([...activeWith(), opened], OWNER)).toMatchObject({ jo: 'open: uphold dismiss' });
    const [seat] = seatsOf(requestAfter([...activeWith(), opened]), OWNER, at).filter(
      ({ email }) => email === JUDGE.email,
    );
    expect(seat?.why).toMatch(/decides on the objection/);
  });

  it('say why to those who are asked', () => {
    const seats = seatsOf(requestAfter(STORIES.pending), null, at);
    expect(seats.find(({ email }) => email === SECOND.email)?.why).toContain('Otto Ops');
    expect(seats.find(({ email }) => email === REP.email)?.why).toBe('');
  });
});

describe('a document that is too long', () => {
  const { document } = read(requestAfter(STORIES.info_requested));
  const message = (text: string) => ({
    kind: 'question' as const,
    by: { name: 'Lea Lead', email: LEAD.email },
    text,
    at: NOW,
  });

  it('loses its oldest entries, keeps the newest, and says so', () => {
    const conversation = Array.from({ length: 40 }, (_, n) => message(`${n} ${'x'.repeat(4000)}`));
    const text = fitDocument({ ...document, conversation });
    expect(text.length).toBeLessThanOrEqual(MAX_DOCUMENT);
    const fitted = salesforceRequestDocumentSchema.parse(JSON.parse(text));
    expect(fitted.conversation.at(-1)?.text).toMatch(/^39 /);
    expect(fitted.conversation.length).toBeGreaterThan(25);
    expect(fitted.next).toMatch(
      /^Waiting for .* \(\d+ older entries are left out here; the audit trail has them\.\)$/,
    );
    expect(fitted).toMatchObject({ reason: document.reason, waitingFor: document.waitingFor });
  });

  it('stays as it is when it fits', () => {
    expect(fitDocument(document)).toBe(JSON.stringify(document));
  });

  it('fits whatever is long, in characters that JSON makes longer too', () => {
    const long = fc
      .nat({ max: 400 })
      .chain((many) => fc.constantFrom('x', '"', '\u0001', 'é', '😀').map((one) => one.repeat(many * 40)));
    const [asked] = document.decision.asked;
    if (!asked) throw new Error('nobody is asked');
    fc.assert(
      fc.property(
        fc.record({
          text: long,
          words: long,
          many: fc.nat({ max: 30 }),
          rows: fc.nat({ max: 30 }),
          most: fc.integer({ min: 60_000, max: MAX_DOCUMENT }),
        }),
        ({ text, words, many, rows, most }) => {
          const people = Array.from({ length: many }, () => ({
            name: words.slice(0, 300),
            email: LEAD.email,
          }));
          const whole = {
            ...document,
            reason: text,
            nextSteps: text,
            conversation: Array.from({ length: many }, () => message(text)),
            reviews: people.map((reviewer) => ({
              reviewer,
              outcome: 'approve' as const,
              comment: text,
              at: NOW,
            })),
            waitingFor: people,
            decision: {
              ...document.decision,
              asked: Array.from({ length: rows }, () => ({ ...asked, people, because: words })),
              rows: Array.from({ length: rows }, (_, n) => ({
                id: `row-${n}`,
                label: words,
                truth: 'true' as const,
                because: words,
                conditions: [{ truth: 'true' as const, wanted: words, saw: words }],
              })),
            },
          };
          const fitted = fitDocument(whole, most);
          expect(fitted.length).toBeLessThanOrEqual(most);
          const parsed = salesforceRequestDocumentSchema.parse(JSON.parse(fitted));
          expect(parsed.status).toBe(document.status);
          if (JSON.stringify(whole).length > most) expect(parsed.next).toMatch(/left out here|…$/);
        },
      ),
      { numRuns: 40 },
    );
  });
});
