import { describe, expect, it } from '@jest/globals';
import type { Connection } from 'jsforce';
import { OPPORTUNITY } from './org-fixture.ts';
import { openRunningOrg, refusalOf } from './running-org.ts';

interface Columns {
  readonly columnMetadata: readonly {
    readonly columnName: string;
    readonly displayName: string;
    readonly joinColumns: readonly { readonly columnName: string }[];
  }[];
}

const columnsOf = (conn: Connection, soql: string) =>
  conn.request<Columns>(`/services/data/v67.0/query?q=${encodeURIComponent(soql)}&columns=true`);

describe('the columns of a query', () => {
  it.each<[string, object[]]>([
    [
      'SELECT Id, Name, Amount, IsClosed, Handoff_Routing_Hold__c FROM Opportunity',
      [
        { columnName: 'Id', insertable: false, textType: false, joinColumns: [] },
        { columnName: 'Name', custom: false, insertable: true, updatable: true, textType: true },
        { columnName: 'Amount', numberType: true, textType: false },
        { columnName: 'IsClosed', booleanType: true, insertable: false, updatable: false },
        { columnName: 'Handoff_Routing_Hold__c', custom: true, booleanType: true },
      ],
    ],
    [
      'SELECT Owner.Name, Name, Owner.Manager.Email, owner.username FROM Opportunity',
      [
        {
          columnName: 'Owner',
          aggregate: false,
          foreignKeyName: 'OwnerId',
          joinColumns: [
            { columnName: 'Name', foreignKeyName: null },
            { columnName: 'Manager', foreignKeyName: 'ManagerId', joinColumns: [{ columnName: 'Email' }] },
            { columnName: 'Username' },
          ],
        },
        { columnName: 'Name' },
      ],
    ],
    [
      'SELECT Id, (SELECT Subject, Owner.Name FROM Tasks) FROM Opportunity',
      [
        { columnName: 'Id' },
        {
          columnName: 'Tasks',
          aggregate: true,
          foreignKeyName: null,
          joinColumns: [{ columnName: 'Subject' }, { columnName: 'Owner' }],
        },
      ],
    ],
    [
      'SELECT StageName, COUNT(Id), SUM(Amount) total, MAX(CreatedDate) FROM Opportunity GROUP BY StageName',
      [
        { columnName: 'StageName', aggregate: false },
        { columnName: 'expr0', displayName: 'count(Id)', aggregate: true, numberType: true },
        { columnName: 'total', displayName: 'sum(Amount)', aggregate: true, numberType: true },
        { columnName: 'expr1', displayName: 'max(CreatedDate)', aggregate: true, insertable: false },
      ],
    ],
    ['SELECT COUNT() FROM Opportunity', []],
  ])('%s', async (soql, columns) => {
    const { conn } = await openRunningOrg();
    const { columnMetadata } = await columnsOf(conn, soql);
    expect(columnMetadata).toMatchObject(columns);
  });

  it('name the object and whether its id is there', async () => {
    const { conn } = await openRunningOrg();
    expect(await columnsOf(conn, 'SELECT Id FROM Opportunity')).toMatchObject({
      entityName: 'Opportunity',
      keyPrefix: '006',
      idSelected: true,
      groupBy: false,
    });
    expect(await columnsOf(conn, 'SELECT StageName FROM Opportunity GROUP BY StageName')).toMatchObject({
      idSelected: false,
      groupBy: true,
    });
  });

  it('are those of the records', async () => {
    const { org, conn } = await openRunningOrg();
    org.plant('Opportunity', OPPORTUNITY);
    const soql = 'SELECT FIELDS(ALL) FROM Opportunity LIMIT 1';
    const [record = {}] = (await conn.query<Record<string, unknown>>(soql)).records;
    const { columnMetadata } = await columnsOf(conn, soql);
    expect(columnMetadata.map(({ columnName }) => columnName)).toEqual(
      Object.keys(record).filter((name) => name !== 'attributes'),
    );
  });

  it.each([
    ['SELECT Nme FROM Opportunity', 'INVALID_FIELD'],
    ['SELECT Id FROM Nothing', 'INVALID_TYPE'],
    ['SELECT', 'MALFORMED_QUERY'],
  ])('of %s are refused as the query is', async (soql, errorCode) => {
    const { conn } = await openRunningOrg();
    expect(await refusalOf(columnsOf(conn, soql))).toMatchObject({ errorCode });
  });
});
