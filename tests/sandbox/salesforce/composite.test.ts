import { describe, expect, it } from '@jest/globals';
import type { Connection } from 'jsforce';
import { OPPORTUNITY } from './org-fixture.ts';
import { openRunningOrg, refusalOf } from './running-org.ts';

interface SubReply {
  readonly body: unknown;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

const SOBJECTS = '/services/data/v67.0/sobjects';

async function composite(conn: Connection, compositeRequest: readonly object[], allOrNone = false) {
  const body = { allOrNone, compositeRequest };
  const reply = await conn.requestPost<{ compositeResponse: SubReply[] }>('/composite', body);
  return reply.compositeResponse;
}

const MAKE_ACCOUNT = {
  method: 'POST',
  url: `${SOBJECTS}/Account`,
  referenceId: 'account',
  body: { Name: 'Aurora Grid' },
};
const MAKE_DEAL = {
  method: 'POST',
  url: `${SOBJECTS}/Opportunity`,
  referenceId: 'deal',
  body: { ...OPPORTUNITY, AccountId: '@{account.id}' },
};

describe('/composite', () => {
  it('runs calls in order, with values of earlier replies in later ones', async () => {
    const { org, conn } = await openRunningOrg();
    const query = `SELECT Id, Account.Name FROM Opportunity WHERE AccountId = '@{account.id}'`;
    const replies = await composite(conn, [
      MAKE_ACCOUNT,
      MAKE_DEAL,
      {
        method: 'GET',
        url: `/services/data/v67.0/query?q=${query.replaceAll(' ', '+')}`,
        referenceId: 'found',
      },
      {
        method: 'PATCH',
        url: `${SOBJECTS}/Opportunity/@{found.records[0].Id}`,
        referenceId: 'changed',
        body: { NextStep: 'Call @{found.records[0].Account.Name}' },
      },
      { method: 'GET', url: `${SOBJECTS}/Opportunity/@{deal.id}`, referenceId: 'read' },
      { method: 'DELETE', url: `${SOBJECTS}/Opportunity/@{deal.id}`, referenceId: 'gone' },
    ]);
    expect(replies.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 201, 200, 204, 200, 204]);
    expect(replies[4]?.body).toMatchObject({ NextStep: 'Call Aurora Grid', Name: OPPORTUNITY.Name });
    expect(org.core.store.all('Opportunity')).toEqual([]);
    expect(org.core.store.all('Account')).toHaveLength(1);
  });

  it('makes and finds by external id', async () => {
    const { conn } = await openRunningOrg();
    const call = (referenceId: string) => ({
      method: 'PATCH',
      url: `${SOBJECTS}/Task/Handoff_Reference__c/one`,
      referenceId,
      body: { Subject: 'Call' },
    });
    const replies = await composite(conn, [call('first'), call('again')]);
    expect(replies.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 200]);
  });

  it('halts what names a failed call, and lets the others stand', async () => {
    const { org, conn } = await openRunningOrg();
    const replies = await composite(conn, [
      { ...MAKE_ACCOUNT, body: {} },
      MAKE_DEAL,
      { ...MAKE_ACCOUNT, referenceId: 'other' },
    ]);
    expect(replies.map(({ httpStatusCode }) => httpStatusCode)).toEqual([400, 400, 201]);
    expect(replies[0]?.body).toEqual([expect.objectContaining({ errorCode: 'REQUIRED_FIELD_MISSING' })]);
    expect(replies[1]?.body).toEqual([expect.objectContaining({ errorCode: 'PROCESSING_HALTED' })]);
    expect(org.core.store.all('Account')).toHaveLength(1);
  });

  it('takes everything back when all stand and fall together', async () => {
    const { org, conn } = await openRunningOrg();
    const bad = { ...MAKE_DEAL, body: { Name: 'No stage' } };
    const replies = await composite(conn, [MAKE_ACCOUNT, bad, { ...MAKE_ACCOUNT, referenceId: 'x' }], true);
    expect(replies.map(({ body }) => body)).toEqual([
      [expect.objectContaining({ errorCode: 'PROCESSING_HALTED' })],
      [expect.objectContaining({ errorCode: 'REQUIRED_FIELD_MISSING' })],
      [expect.objectContaining({ errorCode: 'PROCESSING_HALTED' })],
    ]);
    expect(org.core.store.all('Account')).toEqual([]);
    expect(org.writes).toEqual([]);
    const whole = await composite(conn, [MAKE_ACCOUNT, MAKE_DEAL], true);
    expect(whole.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 201]);
  });

  it('refuses too many calls, a reference twice, and says what it does not run', async () => {
    const { conn } = await openRunningOrg();
    const many = Array.from({ length: 26 }, (_, at) => ({ ...MAKE_ACCOUNT, referenceId: `a${at}` }));
    expect((await refusalOf(composite(conn, many))).errorCode).toBe('LIMIT_EXCEEDED');
    expect((await refusalOf(composite(conn, [MAKE_ACCOUNT, MAKE_ACCOUNT]))).errorCode).toBe(
      'JSON_PARSER_ERROR',
    );
    const other = { method: 'GET', url: '/services/data/v67.0/limits', referenceId: 'limits' };
    expect(await composite(conn, [other])).toEqual([expect.objectContaining({ httpStatusCode: 501 })]);
  });
});
