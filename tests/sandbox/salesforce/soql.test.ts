import { describe, expect, it } from '@jest/globals';
import { runQuery } from '../../../sandbox/salesforce/soql/run-query.ts';
import { DALE, MAYA, OPPORTUNITY, openOrg } from './org-fixture.ts';
import { openRunningOrg, refusalOf } from './running-org.ts';

/** Three deals of one account, in the order a, b, c. */
function openDeals() {
  const org = openOrg();
  const account = org.create('Account', { Name: "Aurora's Grid", BillingCountry: 'Sweden' });
  org.create('Opportunity', { ...OPPORTUNITY, Name: 'a', Amount: 10, AccountId: account });
  org.clock.advance(86_400_000 * 10);
  org.create(
    'Opportunity',
    { ...OPPORTUNITY, Name: 'b_100%', StageName: 'Closed Won', Handoff_Routing_Hold__c: true },
    { as: DALE },
  );
  org.create('Opportunity', {
    ...OPPORTUNITY,
    Name: 'C',
    Amount: 30,
    AccountId: account,
    CloseDate: '2027-02-01',
  });
  org.create('Contact', { LastName: 'Buyer', AccountId: account });
  const source = { org: org.core, isHidden: () => false };
  return { org, account, query: (soql: string) => runQuery(source, soql, 'v67.0') };
}

describe('conditions', () => {
  it.each([
    ['Amount > 10', 'C'],
    ['Amount >= 10', 'a C'],
    ['Amount = null', 'b_100%'],
    ['Amount != 10', 'b_100% C'],
    ["Name = 'A'", 'a'],
    ["Name LIKE 'b\\_1%'", 'b_100%'],
    ["Name LIKE '%100\\%'", 'b_100%'],
    ["Name LIKE '_'", 'a C'],
    ["StageName IN ('Closed Won', 'Prospecting')", 'b_100%'],
    ["StageName NOT IN ('Closed Won')", 'a C'],
    ['IsClosed = true', 'b_100%'],
    ['Handoff_Routing_Hold__c = FALSE', 'a C'],
    ['NOT (IsClosed = true OR Amount = 10)', 'C'],
    ['(NOT IsClosed = true) AND Amount < 20', 'a'],
    ["Name = 'a' OR (Amount > 5 AND CloseDate > 2027-01-01)", 'a C'],
    ['CreatedDate < 2026-11-24T00:00:00Z', 'a'],
    ['CreatedDate = TODAY', 'b_100% C'],
    ['CreatedDate = LAST_N_DAYS:5', 'b_100% C'],
    ['CloseDate > NEXT_MONTH', 'C'],
    ["Account.Name = 'Aurora\\'s Grid'", 'a C'],
    ["Owner.Username = 'dale.ortiz@northwind.example'", 'b_100%'],
    ["AccountId IN (SELECT Id FROM Account WHERE BillingCountry = 'Sweden')", 'a C'],
    ["AccountId NOT IN (SELECT Id FROM Account WHERE BillingCountry = 'Sweden')", 'b_100%'],
  ])('%s', (where, names) => {
    const { records } = openDeals().query(`SELECT Name FROM Opportunity WHERE ${where}`);
    expect(records.map(({ Name }) => Name).join(' ')).toBe(names);
  });
});

describe('what is selected', () => {
  it('fields through references, children, nulls', () => {
    const { account, query } = openDeals();
    const { records } = query(
      "SELECT Id, Name, Owner.Name, Owner.ManagerId, Account.Owner.Username, (SELECT Subject FROM Tasks) FROM Opportunity WHERE Name != 'C' ORDER BY Name",
    );
    expect(records).toEqual([
      expect.objectContaining({
        Owner: expect.objectContaining({ Name: 'Maya Chen', ManagerId: expect.stringMatching(/^005/) }),
        Account: expect.objectContaining({
          attributes: { type: 'Account', url: `/services/data/v67.0/sobjects/Account/${account}` },
          Owner: expect.objectContaining({ Username: MAYA }),
        }),
        Tasks: null,
      }),
      expect.objectContaining({ Account: null }),
    ]);
    const [parent] = query(
      'SELECT Id, (SELECT Name FROM Opportunities WHERE Amount > 10) FROM Account',
    ).records;
    expect(parent).toMatchObject({ Opportunities: { totalSize: 1, done: true, records: [{ Name: 'C' }] } });
  });

  it('counts, groups and aggregates', () => {
    const { query } = openDeals();
    expect(query('SELECT COUNT() FROM Opportunity')).toEqual({ totalSize: 3, records: [] });
    expect(
      query('SELECT StageName, COUNT(Id), SUM(Amount) total FROM Opportunity GROUP BY StageName').records,
    ).toEqual([
      { attributes: { type: 'AggregateResult' }, StageName: 'Qualification', expr0: 2, total: 40 },
      { attributes: { type: 'AggregateResult' }, StageName: 'Closed Won', expr0: 1, total: 0 },
    ]);
    expect(query('SELECT MAX(CreatedDate) newest FROM Opportunity').records[0]).toMatchObject({
      newest: '2026-12-03T10:00:00.000+0000',
    });
  });

  it('FIELDS(ALL) with a limit, order with nulls, limit and offset', () => {
    const { query } = openDeals();
    expect(query('SELECT FIELDS(ALL) FROM Opportunity LIMIT 1').records[0]).toHaveProperty(
      'Handoff_Routing_Hold__c',
    );
    const names = (rest: string) =>
      query(`SELECT Name FROM Opportunity ${rest}`).records.map(({ Name }) => Name);
    expect(names('ORDER BY Amount')).toEqual(['b_100%', 'a', 'C']);
    expect(names('ORDER BY Amount DESC NULLS LAST')).toEqual(['C', 'a', 'b_100%']);
    expect(names('ORDER BY Name LIMIT 1 OFFSET 1')).toEqual(['b_100%']);
  });

  it('field history, with who', () => {
    const { org, query } = openDeals();
    const deal = org.create('Opportunity', OPPORTUNITY);
    org.update(deal, { StageName: 'Prospecting' }, { as: DALE });
    const { records } = query(
      `SELECT Field, OldValue, NewValue, CreatedBy.Name FROM OpportunityFieldHistory WHERE OpportunityId = '${deal.slice(0, 15)}' AND Field = 'StageName'`,
    );
    expect(records).toEqual([
      expect.objectContaining({
        OldValue: 'Qualification',
        NewValue: 'Prospecting',
        CreatedBy: expect.objectContaining({ Name: 'Dale Ortiz' }),
      }),
    ]);
  });
});

describe('anything else is refused as the org does', () => {
  it.each([
    ['SELECT FROM Opportunity', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Opportunity WHERE', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Opportunity WHERE Name = 'a' AND Amount = 1 OR Amount = 2", 'MALFORMED_QUERY'],
    ['SELECT Id FROM Opportunity HAVING COUNT(Id) > 1', 'MALFORMED_QUERY'],
    ['SELECT StageName FROM Opportunity GROUP BY StageName HAVING COUNT(Id) > 1', 'MALFORMED_QUERY'],
    ['SELECT Name, COUNT(Id) FROM Opportunity GROUP BY StageName', 'MALFORMED_QUERY'],
    ['SELECT toLabel(StageName) FROM Opportunity', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Opportunity WHERE CALENDAR_YEAR(CloseDate) = 2026', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Opportunity WHERE CloseDate = THIS_FISCAL_YEAR', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Opportunity LIMIT 1 OFFSET 3000', 'MALFORMED_QUERY'],
    ['SELECT FIELDS(ALL) FROM Opportunity', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Opportunity USING SCOPE mine', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Nope__c', 'INVALID_TYPE'],
    ['SELECT Nope__c FROM Opportunity', 'INVALID_FIELD'],
    ['SELECT Nope.Name FROM Opportunity', 'INVALID_FIELD'],
    ['SELECT Id, Id FROM Opportunity', 'INVALID_FIELD'],
    ["SELECT Id FROM Opportunity WHERE Description = 'x'", 'INVALID_FIELD'],
    ["SELECT Id FROM Opportunity WHERE Amount = '5'", 'INVALID_FIELD'],
    ['SELECT Id FROM Opportunity WHERE Name = 5', 'INVALID_FIELD'],
    ['SELECT Id FROM Opportunity WHERE CreatedDate > 2026-01-01', 'INVALID_FIELD'],
    ["SELECT Id FROM Opportunity WHERE AccountId = 'x'", 'INVALID_FIELD'],
    ['SELECT Id, (SELECT Id FROM Nopes) FROM Opportunity', 'INVALID_FIELD'],
  ])('%s', (soql, errorCode) => {
    const { query } = openDeals();
    expect(() => query(soql)).toThrow(expect.objectContaining({ errorCode, status: 400 }));
  });
});

describe('pages', () => {
  it('come 2,000 at a time, or as many as the header asks; jsforce fetches them all', async () => {
    const { org, conn } = await openRunningOrg();
    for (let at = 0; at < 450; at += 1) org.plant('Account', { Name: `Account ${at}` });
    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    const first = await conn.query('SELECT Id FROM Account', { headers, autoFetch: false });
    expect(first).toMatchObject({ totalSize: 450, done: false });
    expect(first.records).toHaveLength(200);
    const all = await conn.query('SELECT Id FROM Account ORDER BY Name', { headers, autoFetch: true });
    expect(new Set(all.records.map(({ Id }) => Id)).size).toBe(450);
    expect(
      await refusalOf(conn.queryMore('/services/data/v67.0/query/01gHr0000000000099-200')),
    ).toMatchObject({
      errorCode: 'INVALID_QUERY_LOCATOR',
    });
  });
});
