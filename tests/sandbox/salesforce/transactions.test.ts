import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Org } from '../../../sandbox/salesforce/create-org.ts';
import { SalesforceError } from '../../../sandbox/salesforce/salesforce-error.ts';
import {
  condition,
  connector,
  decide,
  filter,
  flag,
  inputs,
  recordFlow,
  ref,
  text,
  updateWhere,
} from './flow-xml.ts';
import { named, OPPORTUNITY, openOrg } from './org-fixture.ts';

const number = (value: number) => `<numberValue>${value}</numberValue>`;

/** An account's change is spread to its opportunities and leaves a task; the task of a phone "13" cannot be made. */
const SPREAD = recordFlow({
  object: 'Account',
  when: 'RecordAfterSave',
  on: 'Update',
  first: 'Up',
  body: `${updateWhere('Up', 'Opportunity', filter('AccountId', 'EqualTo', ref('$Record.Id')), { NextStep: ref('$Record.Phone') }, connector('Unlucky'))}
    ${decide('Unlucky', condition('$Record.Phone', 'EqualTo', text('13')), 'Break', 'Make')}
    <recordCreates><name>Make</name><object>Task</object>${inputs({ Subject: text('Look'), WhatId: ref('$Record.Id') })}</recordCreates>
    <recordCreates><name>Break</name><object>Task</object>${inputs({ Subject: text('Look'), WhatId: text('nonsense') })}</recordCreates>`,
});
/** An opportunity whose next step is "7" is refused. */
const REFUSE = `<ValidationRule><active>true</active><errorConditionFormula>NextStep = "7"</errorConditionFormula><errorMessage>Seven is taken.</errorMessage></ValidationRule>`;
/** Later, a big one is closed. */
const LATER = recordFlow({
  when: 'RecordAfterSave',
  start: `${filter('Amount', 'GreaterThan', number(50))}${filter('IsClosed', 'EqualTo', flag(false))}<scheduledPaths><name>Close</name><offsetNumber>1</offsetNumber><offsetUnit>Hours</offsetUnit><timeSource>RecordTriggerEvent</timeSource>${connector('Close')}</scheduledPaths>`,
  body: `<recordUpdates><name>Close</name><inputReference>$Record</inputReference>${inputs({ StageName: text('Closed Won') })}</recordUpdates>`,
});

interface Step {
  readonly kind: 'account' | 'deal' | 'wait';
  readonly which: number;
  readonly phone: string;
  readonly amount: number | null;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('account', 'deal', 'wait'),
    which: fc.nat(3),
    phone: fc.constantFrom('1', '7', '13', '20'),
    amount: fc.constantFrom(null, 10, 60),
  }),
  { maxLength: 12 },
);

/** Everything that a write may leave behind. */
function dump(org: Org): string {
  const { store, schema, waiting } = org.core;
  const records = schema.objects.flatMap(({ name }) =>
    store.all(name).map(({ id, values }) => ({ id, values })),
  );
  const paths = waiting.map(({ flow, recordId, dueAt }) => [flow.name, recordId, dueAt]);
  return JSON.stringify({ records, history: store.history, writes: org.writes, paths });
}

function setUp() {
  const org = openOrg({
    flows: named({ Spread: SPREAD, Later: LATER }),
    validationRules: [{ object: 'Opportunity', name: 'Seven', xml: REFUSE }],
  });
  const accounts = [0, 1].map((at) => org.create('Account', { Name: `Account ${at}` }));
  const deals = [0, 1, 2, 3].map((at) =>
    org.create('Opportunity', { ...OPPORTUNITY, AccountId: accounts[at % 2] }),
  );
  return { org, accounts, deals };
}

describe('a transaction', () => {
  it('is committed whole or leaves nothing behind, whatever its flows did before it failed', () => {
    const refused = new Set<string>();
    fc.assert(
      fc.property(steps, (list) => {
        const { org, accounts, deals } = setUp();
        for (const { kind, which, phone, amount } of list) {
          const before = dump(org);
          try {
            if (kind === 'wait') org.advance(3_600_000);
            else if (kind === 'account') org.update(accounts[which % 2] ?? '', { Phone: phone });
            else org.update(deals[which] ?? '', { Amount: amount, NextStep: phone });
          } catch (error) {
            expect(error).toBeInstanceOf(SalesforceError);
            refused.add(error instanceof SalesforceError ? error.errorCode : '');
            expect(dump(org)).toBe(before);
          }
        }
        // History and log tell the same story as the records: each tracked change once, each write once.
        const last = org.core.store.history.findLast(({ field }) => field === 'StageName');
        if (last) expect(org.get(last.recordId).StageName).toBe(last.newValue);
        expect(org.writes.map(({ seq }) => seq)).toEqual(org.writes.map((_, at) => at + 1));
      }),
      { numRuns: 150 },
    );
    // Both ways to fail were met, else the law was not tried.
    expect([...refused].toSorted()).toEqual([
      'CANNOT_EXECUTE_FLOW_TRIGGER',
      'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    ]);
  });

  it('a flow that fails after it wrote takes the other records back with it', () => {
    const { org, accounts, deals } = setUp();
    expect(() => org.update(accounts[0] ?? '', { Phone: '13' })).toThrow(/MALFORMED_ID/);
    expect(org.get(deals[0] ?? '').NextStep).toBeNull();
    expect(org.get(accounts[0] ?? '').Phone).toBeNull();
    expect(() => org.update(accounts[0] ?? '', { Phone: '7' })).toThrow(/Seven is taken/);
    org.update(accounts[0] ?? '', { Phone: '20' });
    expect(org.get(deals[0] ?? '').NextStep).toBe('20');
    expect(org.core.store.all('Task')).toHaveLength(1);
  });
});
