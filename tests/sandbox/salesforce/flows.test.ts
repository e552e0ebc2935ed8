import { describe, expect, it } from '@jest/globals';
import {
  assign,
  condition,
  connector,
  decide,
  filter,
  flag,
  inputs,
  recordFlow,
  ref,
  subflow,
  text,
  update,
  updateWhere,
} from './flow-xml.ts';
import { DALE, LEAD, MAYA, named, OPPORTUNITY, openOrg } from './org-fixture.ts';

const HOLD = 'Handoff_Routing_Hold__c';
const NOT_HELD = filter(HOLD, 'EqualTo', flag(false));
const setNextStep = (value: string) => assign('Set', '$Record.NextStep', text(value));

/** A before-save flow that writes a text on opportunities which meet its start. */
const marking = (start: string, on: 'Create' | 'Update' | 'CreateAndUpdate' = 'CreateAndUpdate') =>
  recordFlow({ on, start, first: 'Set', body: setNextStep('routed') });

describe('entry conditions', () => {
  const logic = (expression: string) => `<filterLogic>${expression}</filterLogic>`;
  const three =
    filter(HOLD, 'EqualTo', flag(false)) +
    filter('StageName', 'EqualTo', text('Qualification')) +
    filter('Amount', 'GreaterThan', '<numberValue>1000</numberValue>');
  const formula = (source: string) => `<filterFormula>${source}</filterFormula>`;

  it.each([
    ['no condition', '', {}, true],
    ['the hold is off', NOT_HELD, {}, true],
    ['the hold is on', NOT_HELD, { [HOLD]: true }, false],
    ['and: one is not met', logic('and') + three, {}, false],
    ['or: one is met', logic('or') + three, { [HOLD]: true }, true],
    ['1 AND (2 OR 3): held', logic('1 AND (2 OR 3)') + three, { [HOLD]: true }, false],
    ['1 AND (2 OR 3): not held', logic('1 AND (2 OR 3)') + three, {}, true],
    ['2 AND NOT 1', logic('2 AND NOT 1') + three, {}, false],
    [
      'a blank number is not greater',
      filter('Amount', 'GreaterThan', '<numberValue>0</numberValue>'),
      {},
      false,
    ],
    ['a blank text is not equal to one', filter('NextStep', 'NotEqualTo', text('x')), {}, true],
    ['is null', filter('Amount', 'IsNull', flag(true)), {}, true],
    ['starts with', filter('Name', 'StartsWith', text('aurora')), {}, true],
    ['formula', formula('NOT({!$Record.Handoff_Routing_Hold__c})'), {}, true],
    ['formula, held', formula('NOT({!$Record.Handoff_Routing_Hold__c})'), { [HOLD]: true }, false],
    [
      'formula with && and ISPICKVAL',
      formula(
        'ISPICKVAL({!$Record.StageName}, &quot;Qualification&quot;) &amp;&amp; {!$Record.Amount} &gt; 5',
      ),
      { Amount: 6 },
      true,
    ],
    ['formula with ISNEW and OR', formula('OR(ISNEW(), ISCHANGED({!$Record.StageName}))'), {}, true],
    ['formula through a relationship', formula('{!$Record.Owner.IsActive} = true'), {}, true],
  ] as const)('%s', (_, start, values, runs) => {
    const org = openOrg({ flows: named({ Mark: marking(start) }) });
    const id = org.create('Opportunity', { ...OPPORTUNITY, ...values });
    expect(org.get(id).NextStep).toBe(runs ? 'routed' : null);
  });

  it('"only when updated to meet" fires when the hold is cleared, and not on any other change', () => {
    const start = `<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria>${NOT_HELD}`;
    const org = openOrg({ flows: named({ Mark: marking(start, 'Update') }) });
    const id = org.create('Opportunity', { ...OPPORTUNITY, [HOLD]: true });
    org.update(id, { Amount: 5 });
    expect(org.get(id).NextStep).toBeNull();
    org.update(id, { [HOLD]: false });
    expect(org.get(id).NextStep).toBe('routed');
    org.update(id, { NextStep: null });
    expect(org.get(id).NextStep).toBeNull();
  });

  it('sees what is changed', () => {
    const org = openOrg({
      flows: named({ Mark: marking(filter('StageName', 'IsChanged', flag(true)), 'Update') }),
    });
    const id = org.create('Opportunity', OPPORTUNITY);
    org.update(id, { Amount: 5 });
    expect(org.get(id).NextStep).toBeNull();
    org.update(id, { StageName: 'Prospecting' });
    expect(org.get(id).NextStep).toBe('routed');
  });

  it('a draft does not run', () => {
    const flow = recordFlow({ status: 'Draft', first: 'Set', body: setNextStep('routed') });
    const org = openOrg({ flows: named({ Mark: flow }) });
    expect(org.get(org.create('Opportunity', OPPORTUNITY)).NextStep).toBeNull();
  });
});

describe('elements', () => {
  it('a before-save flow changes the record itself, without a write of its own', () => {
    const org = openOrg();
    const flow = recordFlow({ first: 'Set', body: assign('Set', '$Record.OwnerId', text(org.user(DALE))) });
    const other = openOrg({ flows: named({ Set_Owner: flow }) });
    const id = other.create('Opportunity', OPPORTUNITY);
    expect(other.get(id).OwnerId).toBe(other.user(DALE));
    expect(other.writes).toHaveLength(1);
  });

  it('decides on the record, with values before and the default outcome', () => {
    const body =
      decide('Held', condition(`$Record.${HOLD}`, 'EqualTo', flag(true)), undefined, 'Set') +
      setNextStep('routed');
    const org = openOrg({ flows: named({ Route: recordFlow({ first: 'Held', body }) }) });
    expect(org.get(org.create('Opportunity', { ...OPPORTUNITY, [HOLD]: true })).NextStep).toBeNull();
    expect(org.get(org.create('Opportunity', OPPORTUNITY)).NextStep).toBe('routed');
  });

  it('an after-save flow updates the triggering record, and does not start itself again', () => {
    const flow = recordFlow({
      when: 'RecordAfterSave',
      first: 'Up',
      body: update('Up', '$Record', { NextStep: text('after') }),
    });
    const org = openOrg({ flows: named({ After: flow }) });
    const id = org.create('Opportunity', OPPORTUNITY);
    expect(org.get(id).NextStep).toBe('after');
    expect(org.events.map(({ kind }) => kind)).toEqual(['flow_started', 'flow_skipped']);
    expect(org.writes.map(({ source, operation }) => [source.kind, operation])).toEqual([
      ['ui', 'create'],
      ['flow', 'update'],
    ]);
  });

  it('looks records up, loops over them, collects and writes them', () => {
    const body = `
      <variables><name>one</name><dataType>SObject</dataType><objectType>Opportunity</objectType><isCollection>false</isCollection></variables>
      <variables><name>many</name><dataType>SObject</dataType><objectType>Opportunity</objectType><isCollection>true</isCollection></variables>
      <recordLookups><name>Deals</name><object>Opportunity</object><filterLogic>and</filterLogic>${filter('AccountId', 'EqualTo', ref('$Record.Id'))}<getFirstRecordOnly>false</getFirstRecordOnly><storeOutputAutomatically>true</storeOutputAutomatically>${connector('Each')}</recordLookups>
      <loops><name>Each</name><collectionReference>Deals</collectionReference><iterationOrder>Asc</iterationOrder><nextValueConnector><targetReference>Change</targetReference></nextValueConnector><noMoreValuesConnector><targetReference>Write</targetReference></noMoreValuesConnector></loops>
      <assignments><name>Change</name>
        <assignmentItems><assignToReference>Each.OwnerId</assignToReference><operator>Assign</operator><value>${ref('$Record.OwnerId')}</value></assignmentItems>
        <assignmentItems><assignToReference>many</assignToReference><operator>Add</operator><value>${ref('Each')}</value></assignmentItems>
        ${connector('Each')}</assignments>
      <recordUpdates><name>Write</name><inputReference>many</inputReference></recordUpdates>`;
    const flow = recordFlow({
      object: 'Account',
      when: 'RecordAfterSave',
      on: 'Update',
      first: 'Deals',
      body,
    });
    const org = openOrg({ flows: named({ Spread: flow }) });
    const account = org.create('Account', { Name: 'Aurora' });
    const deals = [1, 2].map(() => org.create('Opportunity', { ...OPPORTUNITY, AccountId: account }));
    const foreign = org.create('Opportunity', OPPORTUNITY);
    org.update(account, { OwnerId: org.user(DALE) });
    expect(deals.map((id) => org.get(id).OwnerId)).toEqual([org.user(DALE), org.user(DALE)]);
    expect(org.get(foreign).OwnerId).toBe(org.user(MAYA));
  });

  it('updates what its filters find, through the whole save order of those records', () => {
    const spread = recordFlow({
      object: 'Account',
      when: 'RecordAfterSave',
      on: 'Update',
      first: 'Up',
      body: updateWhere('Up', 'Opportunity', filter('AccountId', 'EqualTo', ref('$Record.Id')), {
        Amount: '<numberValue>7</numberValue>',
      }),
    });
    const org = openOrg({ flows: named({ Spread: spread, Mark: marking(NOT_HELD, 'Update') }) });
    const account = org.create('Account', { Name: 'Aurora' });
    const deal = org.create('Opportunity', { ...OPPORTUNITY, AccountId: account });
    org.update(account, { Phone: '1' });
    expect(org.get(deal)).toMatchObject({ Amount: 7, NextStep: 'routed' });
  });

  it('calls a subflow with a record, and takes its output', () => {
    const called = subflow(
      `<variables><name>owner</name><dataType>String</dataType><isInput>true</isInput></variables>
       <variables><name>answer</name><dataType>String</dataType><isOutput>true</isOutput></variables>
       <formulas><name>Words</name><dataType>String</dataType><expression>&quot;owned by &quot; &amp; {!owner}</expression></formulas>
       ${assign('Set', 'answer', ref('Words'))}`,
      'Set',
    );
    const body = `
      <subflows><name>Ask</name><flowName>Called</flowName>
        <inputAssignments><name>owner</name><value>${ref('$Record.Owner.Name')}</value></inputAssignments>
        <outputAssignments><assignToReference>$Record.NextStep</assignToReference><name>answer</name></outputAssignments>
      </subflows>`;
    const org = openOrg({ flows: named({ Caller: recordFlow({ first: 'Ask', body }), Called: called }) });
    expect(org.get(org.create('Opportunity', OPPORTUNITY)).NextStep).toBe('owned by Maya Chen');
  });

  it('goes down the fault path without what the element did, and fails the save where there is none', () => {
    const create = (fault: string) =>
      `<recordCreates><name>Make</name><object>Opportunity</object>${inputs({ Name: text('no stage') })}${fault}</recordCreates>`;
    const withFault = create('<faultConnector><targetReference>Up</targetReference></faultConnector>');
    const caught = recordFlow({
      object: 'Account',
      when: 'RecordAfterSave',
      on: 'Create',
      first: 'Make',
      body: withFault + update('Up', '$Record', { Description: ref('$Flow.FaultMessage') }),
    });
    const org = openOrg({ flows: named({ Caught: caught }) });
    expect(org.get(org.create('Account', { Name: 'Aurora' })).Description).toContain(
      'Required fields are missing',
    );
    expect(org.core.store.all('Opportunity')).toEqual([]);

    const thrown = recordFlow({
      object: 'Account',
      when: 'RecordAfterSave',
      on: 'Create',
      first: 'Make',
      body: create(''),
    });
    const strict = openOrg({ flows: named({ Thrown: thrown }) });
    expect(() => strict.create('Account', { Name: 'Aurora' })).toThrow(
      expect.objectContaining({ errorCode: 'CANNOT_EXECUTE_FLOW_TRIGGER' }),
    );
    expect(strict.core.store.all('Account')).toEqual([]);
    expect(strict.writes).toEqual([]);
  });

  it('lets a custom permission by for its user only', () => {
    const start = '<filterFormula>NOT({!$Permission.Handoff_Bypass})</filterFormula>';
    const org = openOrg({
      flows: named({ Mark: marking(start) }),
      permissions: { [DALE]: ['Handoff_Bypass'] },
    });
    expect(org.get(org.create('Opportunity', OPPORTUNITY, { as: DALE })).NextStep).toBeNull();
    expect(org.get(org.create('Opportunity', OPPORTUNITY, { as: MAYA })).NextStep).toBe('routed');
  });

  it('runs numbered flows first, in their order', () => {
    const mark = (value: string, order?: number) =>
      recordFlow({
        ...(order !== undefined && { order }),
        first: 'Set',
        body: `<formulas><name>Next</name><dataType>String</dataType><expression>{!$Record.NextStep} &amp; &quot;${value}&quot;</expression></formulas>${assign('Set', '$Record.NextStep', ref('Next'))}`,
      });
    const org = openOrg({ flows: named({ C: mark('c'), B: mark('b', 2), A: mark('a', 1) }) });
    expect(org.get(org.create('Opportunity', OPPORTUNITY)).NextStep).toBe('abc');
  });

  it('ends a flow that goes round for ever', () => {
    const body =
      assign('Set', '$Record.NextStep', text('x'), 'Again') +
      assign('Again', '$Record.NextStep', text('y'), 'Set');
    const org = openOrg({ flows: named({ Round: recordFlow({ first: 'Set', body }) }) });
    expect(() => org.create('Opportunity', OPPORTUNITY)).toThrow(/20000 elements/);
  });
});

describe('scheduled paths', () => {
  const path = (inner: string) =>
    `<scheduledPaths><name>Later</name>${inner}${connector('Up')}</scheduledPaths>`;
  const inTwoHours = path(
    '<offsetNumber>2</offsetNumber><offsetUnit>Hours</offsetUnit><timeSource>RecordTriggerEvent</timeSource>',
  );
  const flow = (start: string) =>
    recordFlow({
      object: 'Lead',
      when: 'RecordAfterSave',
      start,
      body: update('Up', '$Record', { Rating: text('Cold') }),
    });
  const HOUR = 3_600_000;

  it('run when they are due, and not before', () => {
    const org = openOrg({ flows: named({ Later: flow(inTwoHours + NOT_HELD) }) });
    const id = org.create('Lead', LEAD);
    org.advance(HOUR);
    expect(org.get(id).Rating).toBeNull();
    org.advance(HOUR);
    expect(org.get(id).Rating).toBe('Cold');
    expect(org.writes.at(-1)).toMatchObject({
      source: { kind: 'flow', name: 'Later' },
      userId: org.core.automatedUserId,
    });
  });

  it('are cancelled when the record no longer meets the conditions', () => {
    const org = openOrg({ flows: named({ Later: flow(inTwoHours + NOT_HELD) }) });
    const id = org.create('Lead', LEAD);
    org.update(id, { [HOLD]: true });
    org.advance(3 * HOUR);
    expect(org.get(id).Rating).toBeNull();
    expect(org.events.at(-1)).toMatchObject({ kind: 'path_cancelled', name: 'Later' });
  });

  it('count from a date field, and run at once after the commit', () => {
    const fromField = path(
      '<offsetNumber>-1</offsetNumber><offsetUnit>Days</offsetUnit><timeSource>RecordField</timeSource><recordField>Handoff_Expires_At__c</recordField>',
    );
    const missing = () => openOrg({ flows: named({ Later: flow(fromField) }) });
    expect(missing).toThrow(/Lead has no field Handoff_Expires_At__c/);
    const right = fromField.replace('Handoff_Expires_At__c', 'Handoff_Exception_Expires_At__c');
    const org = openOrg({ flows: named({ Later: flow(right) }) });
    const id = org.create('Lead', { ...LEAD, Handoff_Exception_Expires_At__c: '2026-11-25T10:00:00Z' });
    org.advance(24 * HOUR);
    expect(org.get(id).Rating).toBe('Cold');

    const atOnce = openOrg({ flows: named({ Now: flow(path('<pathType>AsyncAfterCommit</pathType>')) }) });
    expect(atOnce.get(atOnce.create('Lead', LEAD)).Rating).toBe('Cold');
  });
});

describe('what the sandbox does not run is refused when it is deployed', () => {
  it.each([
    ['an action', '<actionCalls><name>Go</name></actionCalls>', /does not run actionCalls/],
    [
      'an unknown function',
      `<formulas><name>F</name><expression>VLOOKUP(1)</expression></formulas>`,
      /does not know the function VLOOKUP/,
    ],
    [
      'an unknown operator',
      decide('D', condition('$Record.Id', 'WasVisited', flag(true)), undefined),
      /operator WasVisited/,
    ],
    ['a connector to nowhere', assign('Set', '$Record.NextStep', text('x'), 'Gone'), /no element Gone/],
    ['an unknown field', updateWhere('U', 'Opportunity', '', { Nope__c: text('x') }), /no field Nope__c/],
    ['broken XML', '<assignments>', /line \d+/],
  ])('%s', (_, body, message) => {
    expect(() => openOrg({ flows: named({ Bad: recordFlow({ body }) }) })).toThrow(message);
  });

  it('logic that names a condition which is not there', () => {
    expect(() =>
      openOrg({ flows: named({ Bad: marking(`<filterLogic>1 AND 2</filterLogic>${NOT_HELD}`) }) }),
    ).toThrow(/there are 1 conditions/);
  });
});
