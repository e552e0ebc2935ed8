import { describe, expect, it } from '@jest/globals';
import { assign, filter, flag, recordFlow, ref, text, update } from './flow-xml.ts';
import { DALE, LEAD, MAYA, named, OPPORTUNITY, openOrg } from './org-fixture.ts';

const HOLD = 'Handoff_Routing_Hold__c';

const rules = (entries: string) =>
  `<AssignmentRules xmlns="http://soap.sforce.com/2006/04/metadata"><assignmentRule><fullName>Standard</fullName><active>true</active>${entries}</assignmentRule></AssignmentRules>`;
const entry = (criteria: string, assignedTo: string | null, extra = '') =>
  `<ruleEntry>${assignedTo === null ? '' : `<assignedTo>${assignedTo}</assignedTo><assignedToType>${assignedTo.includes('@') ? 'User' : 'Queue'}</assignedToType>`}${criteria}${extra}</ruleEntry>`;
const criterion = (field: string, operation: string, value: string) =>
  `<criteriaItems><field>Lead.${field}</field><operation>${operation}</operation><value>${value}</value></criteriaItems>`;
const GUARD = entry(criterion(HOLD, 'equals', 'True'), null);
const EMEA = entry(criterion('Sales_Region__c', 'equals', 'EMEA,APAC'), 'EMEA_Leads');
const REST = entry('', DALE);

const ACTIVE = { assign: { kind: 'active' } } as const;
const queue = (org: ReturnType<typeof openOrg>, name: string) =>
  org.core.store.all('Group').find(({ values }) => values.DeveloperName === name)?.id;

describe('assignment rules', () => {
  const open = (xml: string) => openOrg({ assignmentRules: [{ object: 'Lead', xml }] });

  it('the first entry that matches decides', () => {
    const org = open(rules(EMEA + REST));
    expect(org.get(org.create('Lead', { ...LEAD, Sales_Region__c: 'APAC' }, ACTIVE)).OwnerId).toBe(
      queue(org, 'EMEA_Leads'),
    );
    expect(org.get(org.create('Lead', { ...LEAD, Sales_Region__c: 'AMER' }, ACTIVE)).OwnerId).toBe(
      org.user(DALE),
    );
  });

  it('a first entry without assignee keeps held leads where they are', () => {
    const org = open(rules(GUARD + REST));
    const id = org.create('Lead', { ...LEAD, [HOLD]: true }, ACTIVE);
    expect(org.get(id).OwnerId).toBe(org.user(MAYA));
    org.update(id, { [HOLD]: false }, ACTIVE);
    expect(org.get(id).OwnerId).toBe(org.user(DALE));
  });

  it('run on updates too, unless the write says no', () => {
    const org = open(rules(REST));
    const id = org.create('Lead', LEAD);
    expect(org.get(id).OwnerId).toBe(org.user(MAYA));
    org.update(id, { Rating: 'Hot' });
    expect(org.get(id).OwnerId).toBe(org.user(MAYA));
    org.update(id, { Rating: 'Warm' }, ACTIVE);
    expect(org.get(id).OwnerId).toBe(org.user(DALE));
  });

  it.each([
    [
      'booleanFilter',
      entry(
        criterion('Rating', 'equals', 'Hot') + criterion(HOLD, 'equals', 'False'),
        DALE,
        '<booleanFilter>1 AND 2</booleanFilter>',
      ),
    ],
    ['formula', entry('', DALE, `<formula>AND(ISPICKVAL(Rating, "Hot"), NOT(${HOLD}))</formula>`)],
  ])('understand a %s', (_, one) => {
    const org = open(rules(one));
    expect(org.get(org.create('Lead', { ...LEAD, Rating: 'Hot' }, ACTIVE)).OwnerId).toBe(org.user(DALE));
    expect(org.get(org.create('Lead', { ...LEAD, Rating: 'Hot', [HOLD]: true }, ACTIVE)).OwnerId).toBe(
      org.user(MAYA),
    );
  });
});

describe('the save order', () => {
  it('before-save flow, validation rule, assignment rule, after-save flow', () => {
    const before = recordFlow({
      object: 'Lead',
      first: 'Set',
      body: assign('Set', '$Record.Rating', text('Hot')),
    });
    const after = recordFlow({
      object: 'Lead',
      when: 'RecordAfterSave',
      on: 'Create',
      first: 'Up',
      body: update('Up', '$Record', { Description: ref('$Record.Owner.Name') }),
    });
    const validation = `<ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Hot</fullName><active>true</active><errorConditionFormula>NOT(ISPICKVAL(Rating, "Hot"))</errorConditionFormula><errorDisplayField>Rating</errorDisplayField><errorMessage>A lead must be hot.</errorMessage></ValidationRule>`;
    const setUp = (flows: Record<string, string>) =>
      openOrg({
        flows: named(flows),
        validationRules: [{ object: 'Lead', name: 'Hot', xml: validation }],
        assignmentRules: [{ object: 'Lead', xml: rules(entry(criterion('Rating', 'equals', 'Hot'), DALE)) }],
      });
    const org = setUp({ Before: before, After: after });
    // The rule looks at what the before-save flow set; the after-save flow sees the rule's owner.
    expect(org.get(org.create('Lead', LEAD, ACTIVE))).toMatchObject({
      Rating: 'Hot',
      OwnerId: org.user(DALE),
      Description: 'Dale Ortiz',
    });
    const cold = setUp({ After: after });
    expect(() => cold.create('Lead', LEAD, ACTIVE)).toThrow(
      expect.objectContaining({
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'A lead must be hot.',
        fields: ['Rating'],
      }),
    );
    expect(cold.events).toEqual([]);
  });

  it('a write with a flow guard leaves a held record alone, and routes any other', () => {
    const route = (owner: string) =>
      recordFlow({
        start: filter(HOLD, 'EqualTo', flag(false)),
        first: 'Set',
        body: assign('Set', '$Record.OwnerId', text(owner)),
      });
    const dale = openOrg().user(DALE);
    const org = openOrg({ flows: named({ Route: route(dale) }) });
    const held = org.create('Opportunity', { ...OPPORTUNITY, [HOLD]: true });
    const other = org.create('Opportunity', OPPORTUNITY);
    expect([held, other].map((id) => org.get(id).OwnerId)).toEqual([org.user(MAYA), dale]);
  });
});

describe('checks of a record', () => {
  it.each([
    ['a missing field', { Name: 'x' }, 'REQUIRED_FIELD_MISSING'],
    ['an unknown field', { ...OPPORTUNITY, Nope: 1 }, 'INVALID_FIELD'],
    ['a field the org fills in', { ...OPPORTUNITY, IsClosed: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    [
      'a value outside a restricted picklist',
      { ...OPPORTUNITY, Sales_Region__c: 'Mars' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    ],
    ['a text that is too long', { ...OPPORTUNITY, Name: 'x'.repeat(121) }, 'STRING_TOO_LONG'],
    ['a number that is none', { ...OPPORTUNITY, Amount: 'much' }, 'JSON_PARSER_ERROR'],
    [
      'an id of no record',
      { ...OPPORTUNITY, AccountId: '001000000000001AAA' },
      'INVALID_CROSS_REFERENCE_KEY',
    ],
    [
      'an id of another object',
      { ...OPPORTUNITY, AccountId: '003Hr0000000001' },
      'FIELD_INTEGRITY_EXCEPTION',
    ],
    ['an id with a wrong end', { ...OPPORTUNITY, AccountId: '001000000000001ZZZ' }, 'MALFORMED_ID'],
    ['no id', { ...OPPORTUNITY, OwnerId: 'me' }, 'MALFORMED_ID'],
  ])('%s', (_, values, errorCode) => {
    const org = openOrg();
    expect(() => org.create('Opportunity', values)).toThrow(expect.objectContaining({ errorCode }));
    expect(org.core.store.all('Opportunity')).toEqual([]);
  });

  it('a deactivated user gets no record, and keeps what they have', () => {
    const org = openOrg();
    const id = org.create('Opportunity', OPPORTUNITY);
    const maya = org.core.store.find(org.user(MAYA));
    if (maya) org.core.store.put({ ...maya, values: { ...maya.values, IsActive: false } });
    org.update(id, { Amount: 1 });
    expect(() => org.create('Opportunity', { ...OPPORTUNITY, OwnerId: org.user(MAYA) })).toThrow(
      expect.objectContaining({ errorCode: 'INACTIVE_OWNER_OR_USER' }),
    );
  });

  it('decisions can be made and never changed', () => {
    const org = openOrg();
    const parent = org.create('Handoff_Exception__c', {});
    const id = org.create(
      'Handoff_Decision__c',
      { Handoff_Exception__c: parent, Decision__c: 'approve' },
      { as: DALE },
    );
    expect(org.get(id)).toMatchObject({ CreatedById: org.user(DALE), Name: 'HD-00001' });
    expect(() => org.update(id, { Decision__c: 'reject' })).toThrow(
      expect.objectContaining({ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }),
    );
    expect(() => org.remove(id)).toThrow();
  });

  it('keeps the history of tracked fields with who did it; an owner twice', () => {
    const org = openOrg();
    const id = org.create('Opportunity', OPPORTUNITY);
    org.update(id, { OwnerId: org.user(DALE), Amount: 5, NextStep: 'not tracked' }, { as: DALE });
    expect(
      org.core.store.history.map(({ field, oldValue, newValue, createdById }) => [
        field,
        oldValue,
        newValue,
        createdById,
      ]),
    ).toEqual([
      ['created', null, null, org.user(MAYA)],
      ['Owner', 'Maya Chen', 'Dale Ortiz', org.user(DALE)],
      ['Owner', org.user(MAYA), org.user(DALE), org.user(DALE)],
      ['Amount', null, 5, org.user(DALE)],
    ]);
  });
});
