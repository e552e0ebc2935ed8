import { expect, it } from '@jest/globals';
import { gather, NOTHING_GATHERED, requirementOf } from '../../src/domain/bulk-request/gather.ts';
import { withBulkStandIns } from '../../src/domain/bulk-request/with-bulk-stand-ins.ts';
import { decide } from '../../src/domain/exception-request/decide.ts';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import type { Review } from '../../src/domain/exception-request/state.ts';
import { peopleOf, rolesOf, withStandIns } from '../../src/domain/policy/requirement.ts';
import { exceptionRequest, LEAD, REP } from '../fixtures/exception-request.ts';
import { judged, leaf } from './bulk-stories.ts';
import { given, NOW } from './given-when-then.ts';
import { REQUEST, SECOND, STRANGER, submitted } from './request-stories.ts';

const BY_BOTH: readonly Review[] = [LEAD, SECOND].map((reviewer) => ({
  reviewer,
  outcome: 'approve',
  comment: 'Fine.',
  at: NOW,
}));
const IN_BULK = { ...REQUEST, bulkId: 'bulk-1' };

it('files a request that is approved already, with the reviews of its bulk request', () => {
  const outcome = decide(
    { type: 'grant_in_bulk', request: IN_BULK, reviews: BY_BOTH },
    { status: 'none' },
    new Date(NOW),
  );
  if (!outcome.ok) throw new Error(outcome.rejection.message);
  expect(outcome.events.map(({ type }) => type)).toEqual(['exception_granted_in_bulk']);
  expect(evolveAll({ status: 'none' }, outcome.events)).toMatchObject({
    status: 'approved',
    request: { bulkId: 'bulk-1' },
    approvedAt: NOW,
    reviews: BY_BOTH,
  });
});

it('carries no record past an approver of its own', () => {
  const [lead] = BY_BOTH;
  const refused = { code: 'more_approval_needed' } as const;
  given([])
    .when({ type: 'grant_in_bulk', request: IN_BULK, reviews: lead ? [lead] : [] })
    .thenExpect(refused);
  const own = BY_BOTH.map((review) => ({ ...review, reviewer: REP }));
  const request = exceptionRequest({ requirement: leaf('lead', REP) });
  given([]).when({ type: 'grant_in_bulk', request, reviews: own }).thenExpect(refused);
  given([submitted])
    .when({ type: 'grant_in_bulk', request: IN_BULK, reviews: BY_BOTH })
    .thenExpect({ code: 'wrong_status' });
});

it('lets those stand in for a record whom the clock of the bulk request brought in', () => {
  const records = [judged('1', leaf('lead', LEAD)), judged('2', leaf('lead', LEAD), leaf('ops', SECOND))];
  const gathered = records.reduce(gather, NOTHING_GATHERED);
  const asked = requirementOf(gathered);
  if (!asked) throw new Error('the records ask somebody');
  const [lead] = rolesOf(asked);
  const requirement = withStandIns(asked, lead ? [lead] : [], [STRANGER]);
  const names = records.map((record) =>
    peopleOf(withBulkStandIns(record.requirement, { gathered, requirement })).map(({ name }) => name),
  );
  expect(names).toEqual([
    [LEAD.name, STRANGER.name],
    [LEAD.name, STRANGER.name, SECOND.name],
  ]);
});
