import { describe, expect, it } from '@jest/globals';
import { packageFiles } from '../../extensions/salesforce/generate/package-files.ts';
import { createOrg, type Org } from '../../sandbox/salesforce/create-org.ts';
import { PACKAGE_OBJECTS } from '../../sandbox/salesforce/schema/package-objects.ts';
import { INTEGRATION_USERNAME, userIdOf } from '../../sandbox/salesforce/seed/people.ts';

const NOW = new Date('2026-11-23T10:00:00.000Z');
const MAYA = 'maya.chen@northwind.example';
const HOUR = 60 * 60 * 1000;
const generated = [...packageFiles()];

const FLOWS = generated
  .filter(([path]) => path.startsWith('flows/'))
  .map(([path, xml]) => ({ name: path.slice('flows/'.length).replace('.flow-meta.xml', ''), xml }));
const RULES = generated.flatMap(([path, xml]) => {
  const found = /^objects\/(\w+)\/validationRules\/(\w+)\./.exec(path);
  return found ? [{ object: found[1] ?? '', name: found[2] ?? '', xml }] : [];
});
const RECORDS = {
  Opportunity: { Name: 'Aurora Grid', StageName: 'Qualification', CloseDate: '2026-12-31' },
  Lead: { LastName: 'Buyer', Company: 'Aurora Grid' },
  Account: { Name: 'Aurora Grid' },
  Case: { Subject: 'Aurora Grid' },
} as const;
type Governed = keyof typeof RECORDS;
const GOVERNED = Object.keys(RECORDS) as Governed[];

/** An org with the package's objects, flows and validation rules, as its metadata has them. */
function openOrg(): Org {
  return createOrg({
    now: NOW,
    packageObjects: PACKAGE_OBJECTS,
    flows: FLOWS,
    validationRules: RULES,
    permissions: { [INTEGRATION_USERNAME]: ['Handrail_Integration'] },
  });
}

function policyRow(org: Org, object: Governed, over: Readonly<Record<string, unknown>> = {}) {
  org.create(
    'Handoff_Policy__c',
    {
      Name: 'Data Fix',
      Key__c: `${object}:data-fix`,
      Kind__c: 'exception_type',
      Object__c: object,
      Active__c: true,
      Hold_Hours__c: 4,
      ...over,
    },
    { as: INTEGRATION_USERNAME },
  );
}

function request(object: Governed, recordId: string, over: Readonly<Record<string, unknown>> = {}) {
  return {
    [`${object}__c`]: recordId,
    Record_Id__c: recordId,
    Exception_Type__c: 'data-fix',
    Reason__c: 'An import put it into the wrong region.',
    Expires_At__c: '2026-11-30T22:59:59.000Z',
    Client_Id__c: `client-${recordId}`,
    ...over,
  };
}

const held = (org: Org, id: string) => org.get(id).Handoff_Routing_Hold__c;

describe.each(GOVERNED)('a request on a record of %s', (object) => {
  it('holds routing at once and for as long as the policy says, while nobody answers', () => {
    const org = openOrg();
    policyRow(org, object);
    const record = org.create(object, RECORDS[object]);
    const id = org.create('Handoff_Exception__c', request(object, record), { as: MAYA });
    expect(org.get(id)).toMatchObject({ Status__c: 'submitted', Hold_Until__c: '2026-11-23T14:00:00.000Z' });
    expect(held(org, record)).toBe(true);
    org.advance(4 * HOUR - 1000);
    expect(held(org, record)).toBe(true);
    org.advance(2000);
    expect(held(org, record)).toBe(false);
  });
});

describe('the hold while waiting', () => {
  const given = (over: Readonly<Record<string, unknown>> = {}) => {
    const org = openOrg();
    policyRow(org, 'Opportunity', over);
    const record = org.create('Opportunity', RECORDS.Opportunity);
    return { org, record };
  };

  it.each([
    ['the policy does not hold', { Hold_Hours__c: 0 }],
    ['the policy says nothing', { Hold_Hours__c: null }],
    ['the type is no longer in force', { Active__c: false }],
    ['the policy is about another object', { Key__c: 'Lead:data-fix' }],
  ])('is not set where %s', (_, over) => {
    const { org, record } = given(over);
    org.create('Handoff_Exception__c', request('Opportunity', record), { as: MAYA });
    expect(held(org, record)).toBe(false);
  });

  it('stays when Handrail has answered in time', () => {
    const { org, record } = given();
    const id = org.create('Handoff_Exception__c', request('Opportunity', record), { as: MAYA });
    const answer = { Status__c: 'pending', Request_Id__c: 'req-1', Version__c: 1 };
    org.update(id, answer, { as: INTEGRATION_USERNAME });
    org.advance(5 * HOUR);
    expect(held(org, record)).toBe(true);
  });

  it('never takes off the hold of an exception in force', () => {
    const { org, record } = given();
    org.update(record, { Handoff_Routing_Hold__c: true, Handoff_Exception_Id__c: 'req-0' });
    org.create('Handoff_Exception__c', request('Opportunity', record), { as: MAYA });
    org.advance(5 * HOUR);
    expect(held(org, record)).toBe(true);
  });
});

describe('the org refuses', () => {
  const refusal = (message: string) => expect.objectContaining({ message: expect.stringContaining(message) });
  const given = () => {
    const org = openOrg();
    const record = org.create('Opportunity', RECORDS.Opportunity);
    const id = org.create('Handoff_Exception__c', request('Opportunity', record), { as: MAYA });
    return { org, record, id };
  };

  it.each([
    ['no record', { Opportunity__c: null }, 'exactly one'],
    ['the id of another record', { Record_Id__c: '006000000000009AAA' }, '18-character id'],
    ['a request that looks decided', { Status__c: 'approved' }, 'starts as'],
    ['a request with an id of Handrail', { Request_Id__c: 'req-7' }, 'starts as'],
  ])('%s', (_, over, message) => {
    const org = openOrg();
    const record = org.create('Opportunity', RECORDS.Opportunity);
    const values = request('Opportunity', record, over);
    expect(() => org.create('Handoff_Exception__c', values, { as: MAYA })).toThrow(refusal(message));
  });

  it('two records', () => {
    const org = openOrg();
    const record = org.create('Opportunity', RECORDS.Opportunity);
    const Lead__c = org.create('Lead', RECORDS.Lead);
    const values = request('Opportunity', record, { Lead__c });
    expect(() => org.create('Handoff_Exception__c', values, { as: MAYA })).toThrow(refusal('exactly one'));
  });

  it('the same request twice', () => {
    const { org, record } = given();
    expect(() => org.create('Handoff_Exception__c', request('Opportunity', record), { as: MAYA })).toThrow(
      expect.objectContaining({ errorCode: 'DUPLICATE_VALUE' }),
    );
  });

  it('a person who rewrites a request, and lets Handrail answer it', () => {
    const { org, id } = given();
    expect(() => org.update(id, { Status__c: 'active' }, { as: MAYA })).toThrow(refusal('is not edited'));
    org.update(id, { Status__c: 'pending' }, { as: INTEGRATION_USERNAME });
    expect(org.get(id).Status__c).toBe('pending');
  });

  it('anybody who changes what a decision says, and lets only Handrail say how it came out', () => {
    const { org, id } = given();
    const said = {
      Handoff_Exception__c: id,
      Decision__c: 'approve',
      Version__c: 1,
      Client_Id__c: 'client-d1',
    };
    expect(() =>
      org.create('Handoff_Decision__c', { ...said, Outcome__c: 'accepted' }, { as: MAYA }),
    ).toThrow(refusal('starts as'));
    const decision = org.create('Handoff_Decision__c', said, { as: MAYA });
    for (const as of [MAYA, INTEGRATION_USERNAME]) {
      expect(() => org.update(decision, { Decision__c: 'reject' }, { as })).toThrow(refusal('not changed'));
    }
    expect(() => org.update(decision, { Outcome__c: 'accepted' }, { as: MAYA })).toThrow(
      refusal('not changed'),
    );
    org.update(
      decision,
      { Outcome__c: 'refused', Problem_Code__c: 'not_an_approver' },
      { as: INTEGRATION_USERNAME },
    );
    expect(org.get(decision)).toMatchObject({ Decision__c: 'approve', Outcome__c: 'refused' });
  });

  const NAMES = { Until__c: '2026-12-07T22:59:59.000Z', Handed_To__c: 'victor', Ground__c: 'other' } as const;
  it.each([
    ['extend', 'Until__c', 'Name the later end'],
    ['hand_over', 'Handed_To__c', 'Name the person'],
    ['object', 'Ground__c', 'Name the ground'],
  ] as const)(
    'to %s without %s, that in another decision, and another word for it later',
    (kind, field, words) => {
      const { org, id } = given();
      const victor = userIdOf(org.core, 'victor.lang@northwind.example');
      const value = field === 'Handed_To__c' ? victor : NAMES[field];
      const said = { Handoff_Exception__c: id, Version__c: 1, Client_Id__c: `client-${kind}` };
      const create = (values: Readonly<Record<string, unknown>>) =>
        org.create('Handoff_Decision__c', { ...said, ...values }, { as: MAYA });
      expect(() => create({ Decision__c: kind })).toThrow(refusal(words));
      expect(() => create({ Decision__c: 'approve', [field]: value })).toThrow(refusal(words));
      const decision = create({ Decision__c: kind, [field]: value });
      expect(org.get(decision)).toMatchObject({ Decision__c: kind, [field]: value });
      expect(() => org.update(decision, { [field]: null }, { as: INTEGRATION_USERNAME })).toThrow(
        refusal('not changed'),
      );
    },
  );
});
