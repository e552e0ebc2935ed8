import { describe, expect, it } from '@jest/globals';
import 'jsforce/lib/api/bulk2.js';
import { userIdOf } from '../../../sandbox/salesforce/seed/people.ts';
import { assign, recordFlow, text } from './flow-xml.ts';
import { DALE, LEAD, named, OPPORTUNITY } from './org-fixture.ts';
import { openRunningOrg, refusalOf } from './running-org.ts';

const FAST = { pollInterval: 20, pollTimeout: 10_000 };
const RULE = `<AssignmentRules><assignmentRule><fullName>Everybody</fullName><active>true</active><ruleEntry><assignedTo>${DALE}</assignedTo><assignedToType>User</assignedToType><criteriaItems><field>Lead.Company</field><operation>notEqual</operation><value>Nobody</value></criteriaItems></ruleEntry></assignmentRule></AssignmentRules>`;
const NO_BLOCKED = `<ValidationRule><fullName>No_Blocked</fullName><active>true</active><errorConditionFormula>BEGINS(Name, "Blocked")</errorConditionFormula><errorMessage>Blocked deals are not changed.</errorMessage></ValidationRule>`;

describe('Bulk API 2.0 for the official client', () => {
  it('changes rows through the whole save order and tells what became of each', async () => {
    const { org, conn } = await openRunningOrg({
      validationRules: [{ object: 'Opportunity', name: 'No_Blocked', xml: NO_BLOCKED }],
    });
    const [good = '', blocked = '', locked = ''] = ['Good', 'Blocked', 'Locked'].map((Name) =>
      org.plant('Opportunity', { ...OPPORTUNITY, Name, NextStep: 'Call' }),
    );
    org.lockRow(locked, 1);
    const { successfulResults, failedResults, unprocessedRecords } = await conn.bulk2.loadAndWaitForResults({
      object: 'Opportunity',
      operation: 'update',
      input: [
        { Id: good, Description: 'a "quoted", text\nof two lines', NextStep: null },
        { Id: blocked, Description: 'x', NextStep: 'x' },
        { Id: locked, Description: 'x', NextStep: 'x' },
        { Id: 'nonsense', Description: 'x', NextStep: 'x' },
      ],
      ...FAST,
    });
    expect(successfulResults).toEqual([
      expect.objectContaining({ sf__Id: good, sf__Created: 'false', Id: good }),
    ]);
    expect(failedResults.map(({ sf__Error }) => sf__Error)).toEqual([
      'FIELD_CUSTOM_VALIDATION_EXCEPTION:Blocked deals are not changed.:--',
      'UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--',
      expect.stringContaining('INVALID_CROSS_REFERENCE_KEY:'),
    ]);
    expect(unprocessedRecords).toEqual([]);
    // An empty field of the file would have been left as it is; null is written as a word of its own.
    expect(org.get(good)).toMatchObject({
      Description: 'a "quoted", text\nof two lines',
      NextStep: null,
    });
    expect(org.writes.map(({ id, source }) => [id, source.method])).toEqual([[good, 'BULK']]);
  });

  it('makes, finds by external id, and deletes; an assignment rule runs when the job names one', async () => {
    const { org, conn } = await openRunningOrg({ assignmentRules: [{ object: 'Lead', xml: RULE }] });
    const load = (options: Parameters<typeof conn.bulk2.loadAndWaitForResults>[0]) =>
      conn.bulk2.loadAndWaitForResults({ ...options, ...FAST });
    const { successfulResults: made } = await load({ object: 'Lead', operation: 'insert', input: [LEAD] });
    const { successfulResults: ruled } = await load({
      object: 'Lead',
      operation: 'insert',
      input: [LEAD],
      assignmentRuleId: 'Everybody',
    });
    const ownerOf = (rows: readonly { readonly sf__Id: string }[]) => org.get(rows[0]?.sf__Id ?? '').OwnerId;
    expect(ownerOf(ruled)).toBe(userIdOf(org.core, DALE));
    expect(ownerOf(made)).not.toBe(userIdOf(org.core, DALE));

    const upsert = {
      object: 'Task',
      operation: 'upsert',
      externalIdFieldName: 'Handoff_Reference__c',
    } as const;
    const input = [{ Handoff_Reference__c: 'one', Subject: 'Call' }];
    const [first] = (await load({ ...upsert, input })).successfulResults;
    const [again] = (await load({ ...upsert, input })).successfulResults;
    expect(first?.sf__Created).toBe('true');
    expect(again).toMatchObject({ sf__Id: first?.sf__Id, sf__Created: 'false' });

    const id = made[0]?.sf__Id ?? '';
    await load({ object: 'Lead', operation: 'delete', input: [{ Id: id }] });
    expect(() => org.get(id)).toThrow();
  });

  it('can be aborted half-way: what was written stands, and the rest is told', async () => {
    const { org, conn } = await openRunningOrg();
    const ids = [1, 2, 3].map((n) => org.plant('Opportunity', { ...OPPORTUNITY, Name: `Deal ${n}` }));
    org.bulk.hold(2);
    const job = conn.bulk2.createJob({ object: 'Opportunity', operation: 'update', lineEnding: 'CRLF' });
    await job.open();
    await job.uploadData(`Id,NextStep\r\n${ids.map((id) => `${id},Call\r\n`).join('')}`);
    expect((await job.check()).state).toBe('Open');
    await job.close();
    while ((await job.check()).numberRecordsProcessed < 2);
    expect((await refusalOf(job.delete())).errorCode).toBe('INVALIDJOBSTATE');
    await job.abort();
    org.bulk.release();
    expect(await job.check()).toMatchObject({ state: 'Aborted', numberRecordsProcessed: 2 });
    const results = await job.getAllResults();
    expect(results.successfulResults).toHaveLength(2);
    expect(results.unprocessedRecords).toEqual([{ Id: ids[2], NextStep: 'Call' }]);
    await job.delete();
    expect((await refusalOf(job.check())).errorCode).toBe('NOT_FOUND');
    expect(org.writes).toHaveLength(2);
  });

  it.each([
    ['a column that is no field', 'Id,Nonsense\n1,2\n', 'Field name not found : Nonsense'],
    ['no column of ids', 'NextStep\nCall\n', 'Missing Id field'],
    ['a quote that is not closed', 'Id\n"1\n', 'Failed to parse CSV'],
  ])('fails as a whole for %s', async (_, csv, why) => {
    const { conn } = await openRunningOrg();
    const job = conn.bulk2.createJob({ object: 'Opportunity', operation: 'update' });
    await job.open();
    await job.uploadData(csv);
    await job.close();
    await expect(job.poll(20, 5_000)).rejects.toThrow(why);
  });

  it('takes data once, and runs flows', async () => {
    const { org, conn } = await openRunningOrg({
      flows: named({
        Say_So: recordFlow({
          first: 'Say',
          body: assign('Say', '$Record.NextStep', text('Set by a flow')),
        }),
      }),
    });
    const job = conn.bulk2.createJob({ object: 'Opportunity', operation: 'insert' });
    await job.open();
    await job.uploadData('Name,StageName,CloseDate\nA,Qualification,2026-12-31\n');
    const again = conn.request({
      method: 'PUT',
      url: `/services/data/v67.0/jobs/ingest/${job.id}/batches`,
      body: 'Name\nB\n',
      headers: { 'content-type': 'text/csv' },
    });
    expect((await refusalOf(again)).errorCode).toBe('INVALIDJOBSTATE');
    await job.close();
    await job.poll(20, 5_000);
    const [made] = await job.getSuccessfulResults();
    expect(org.get(made?.sf__Id ?? '')).toMatchObject({ Name: 'A', NextStep: 'Set by a flow' });
    expect(org.bulk.all).toHaveLength(1);
  });
});
