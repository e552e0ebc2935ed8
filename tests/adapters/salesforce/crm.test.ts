import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { afterEach, describe, expect, it } from '@jest/globals';
import { INTEGRATION_USERNAME, userIdOf } from '../../../sandbox/salesforce/seed/people.ts';
import type { RunningOrg, RunningOrgOptions } from '../../../sandbox/salesforce/start-org.ts';
import { createSalesforceCrm } from '../../../server/adapters/salesforce/crm.ts';
import type { PlannedStep, StepAction } from '../../../src/domain/playbook/step.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import { assign, filter, flag, recordFlow, text } from '../../sandbox/salesforce/flow-xml.ts';
import { closeOrg, NOW, OTHER, OWNER, openOrg, plantDeal } from './deal-org.ts';

let open: RunningOrg | undefined;
afterEach(async () => {
  if (open) await closeOrg(open);
  open = undefined;
});

async function setUp(options: RunningOrgOptions = {}) {
  const world = await openOrg(options);
  const { org, client, logger } = world;
  open = org;
  const crm = createSalesforceCrm({ client, logger, clock: { now: () => NOW } });
  return { ...world, crm, ...plantDeal(org) };
}

const step = (record: RecordRef, action: StepAction): PlannedStep => ({
  stepKey: 'r1:grant:0',
  requestId: 'r1',
  phase: 'grant',
  position: 0,
  record,
  action,
});

const HOLD: StepAction = {
  kind: 'hold_routing',
  tag: { [RECORD_PROPERTY.routingHold]: 'true', [RECORD_PROPERTY.exceptionId]: 'r1' },
};
const RULES = `<AssignmentRules><assignmentRule><fullName>Standard</fullName><active>true</active><ruleEntry><assignedTo>${OTHER}</assignedTo><assignedToType>User</assignedToType></ruleEntry></assignmentRule></AssignmentRules>`;

describe('writes', () => {
  it('do not make assignment rules run: the tag itself must not reroute a lead', async () => {
    const { org, crm } = await setUp({ assignmentRules: [{ object: 'Lead', xml: RULES }] });
    const recordId = org.plant('Lead', {
      LastName: 'Buyer',
      Company: 'Aurora',
      OwnerId: userIdOf(org.core, OWNER),
    });
    await expect(crm.applyStep(step({ objectType: 'contact', recordId }, HOLD))).resolves.toEqual({
      outcome: 'written',
    });
    expect(org.get(recordId)).toMatchObject({
      OwnerId: userIdOf(org.core, OWNER),
      Handoff_Routing_Hold__c: true,
      LastModifiedById: userIdOf(org.core, INTEGRATION_USERNAME),
    });
  });

  it('set the hold before standard routing looks: a guarded flow leaves the record alone', async () => {
    const route = recordFlow({
      on: 'Update',
      start: filter('Handoff_Routing_Hold__c', 'EqualTo', flag(false)),
      first: 'Set',
      body: assign('Set', '$Record.NextStep', text('routed')),
    });
    const { org, crm, deal } = await setUp({ flows: [{ name: 'Route', xml: route }] });
    await crm.applyStep(step(deal, HOLD));
    await crm.applyStep(step(deal, { kind: 'set_stage', stageId: 'Prospecting' }));
    expect(org.get(deal.recordId)).toMatchObject({ NextStep: null, StageName: 'Prospecting' });
    await crm.applyStep(
      step(deal, { kind: 'release_hold', tag: { [RECORD_PROPERTY.routingHold]: 'false' } }),
    );
    expect(org.get(deal.recordId).NextStep).toBe('routed');
  });

  it('are refused for good by a validation rule and by a flow, in the org’s own words', async () => {
    const rule = `<ValidationRule><active>true</active><errorConditionFormula>ISCHANGED(StageName)</errorConditionFormula><errorMessage>Stages are frozen in December.</errorMessage></ValidationRule>`;
    const flow = recordFlow({
      on: 'Update',
      start: filter('NextStep', 'EqualTo', text('break')),
      first: 'Set',
      body: assign('Set', '$Record.Sales_Region__c', text('Mars')),
    });
    const { crm, deal } = await setUp({
      validationRules: [{ object: 'Opportunity', name: 'Frozen', xml: rule }],
      flows: [{ name: 'Breaks', xml: flow }],
    });
    await expect(
      crm.applyStep(step(deal, { kind: 'set_stage', stageId: 'Prospecting' })),
    ).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(
        'Stages are frozen in December. A validation rule of the org refused it.',
      ),
    });
    const action = { kind: 'set_property', property: 'NextStep', value: 'break' } as const;
    await expect(crm.applyStep(step(deal, action))).rejects.toMatchObject({
      errorCode: 'CANNOT_EXECUTE_FLOW_TRIGGER',
      message: expect.stringContaining('A flow of the org failed on this record.'),
    });
  });

  it('wait for a row that somebody else is writing', async () => {
    const { org, crm, deal, timing } = await setUp();
    org.faults.inject({
      kind: 'status',
      status: 400,
      errorCode: 'UNABLE_TO_LOCK_ROW',
      method: 'PATCH',
      times: 2,
    });
    await expect(crm.applyStep(step(deal, HOLD))).resolves.toEqual({ outcome: 'written' });
    expect(timing.pauses).toHaveLength(2);
  });

  it('name the field that the integration user may not write', async () => {
    const { org, crm, deal } = await setUp();
    org.hideField(INTEGRATION_USERNAME, 'Opportunity', 'Handoff_Routing_Hold__c', true);
    await expect(crm.applyStep(step(deal, HOLD))).rejects.toMatchObject({
      code: 'properties_missing',
      message: expect.stringContaining('Handoff_Routing_Hold__c'),
    });
    org.hideField(INTEGRATION_USERNAME, 'Opportunity', 'Handoff_Routing_Hold__c', false);
    await expect(crm.applyStep(step(deal, HOLD))).resolves.toEqual({ outcome: 'written' });
  });

  it('refuse a deactivated owner, a stage for an account, a property the org lacks', async () => {
    const { org, crm, deal, companyId } = await setUp();
    org.deactivate(OTHER);
    const ownerId = userIdOf(org.core, OTHER);
    await expect(
      crm.applyStep(step(deal, { kind: 'set_owner', ownerId, ownerName: 'Dale' })),
    ).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('The new owner was deactivated.'),
    });
    const company = { objectType: 'company', recordId: companyId } as const;
    await expect(crm.applyStep(step(company, { kind: 'set_stage', stageId: 'x' }))).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('has no stage in Salesforce'),
    });
    const action = { kind: 'set_property', property: 'nope', value: 'x' } as const;
    await expect(crm.applyStep(step(deal, action))).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('has no field nope'),
    });
    expect(org.writes).toEqual([]);
  });
});

describe('readings', () => {
  it('find a field by its API name, by the name both CRMs share, and as a custom field', async () => {
    const { org, crm, deal } = await setUp();
    org.update(deal.recordId, {
      Sales_Region__c: 'EMEA',
      Handoff_Exception_Expires_At__c: '2026-12-24T10:00:00+0100',
    });
    const names = [
      'deal.StageName',
      'deal.dealstage',
      'deal.sales_region',
      'deal.Handoff_Exception_Expires_At__c',
    ];
    const { facts } = await crm.loadHandoff(deal, names);
    expect(Object.values(facts)).toEqual(
      ['Qualification', 'Qualification', 'EMEA', '2026-12-24T09:00:00.000Z'].map((value) => ({
        state: 'known',
        value,
      })),
    );
  });

  it('hidden fields are unreadable, never blank', async () => {
    const { org, crm, deal } = await setUp();
    org.hideField(INTEGRATION_USERNAME, 'Opportunity', 'Amount', true);
    const { facts } = await crm.loadHandoff(deal, ['deal.amount', 'deal.constructor']);
    const why = expect.stringContaining('hides it');
    expect(Object.values(facts)).toEqual([
      { state: 'unreadable', why },
      { state: 'unreadable', why },
    ]);
  });

  it('leads are contacts with a stage, owned by a queue if need be; cases have statuses', async () => {
    const { org, crm, deal } = await setUp();
    const queue = org.core.store.all('Group').find(({ values }) => values.Type === 'Queue')?.id;
    const lead = org.plant('Lead', { FirstName: 'Bo', LastName: 'Buyer', Company: 'Aurora', OwnerId: queue });
    const person = org.plant('Contact', { LastName: 'Contact' });
    const readings = await crm.loadHandoffs('contact', [person, lead], ['contact.company', 'owner.team']);
    expect(
      readings.map(({ handoff }) => [handoff?.title, handoff?.stage?.label, handoff?.owner?.email]),
    ).toEqual([
      ['Contact', undefined, OWNER],
      ['Bo Buyer', 'Open - Not Contacted', undefined],
    ]);
    expect(readings[1]?.handoff?.facts).toEqual({
      'contact.company': { state: 'known', value: 'Aurora' },
      'owner.team': { state: 'unreadable', why: 'the owner of this record is not a person' },
    });
    const choices = await crm.loadChoices({ objectType: 'ticket', recordId: '500Hr0000000001' });
    expect(choices.stages.map(({ label }) => label)).toEqual(['New', 'Working', 'Escalated', 'Closed']);
    expect((await crm.loadChoices(deal)).owners.map(({ email }) => email)).toContain(OWNER);
  });

  it('public groups are teams beside the roles', async () => {
    const { org, crm } = await setUp();
    const desk = org.core.store.all('Group').find(({ values }) => values.Name === 'EMEA Deal Desk')?.id;
    const inner = org.plant('Group', { Name: 'Inner', DeveloperName: 'Inner', Type: 'Regular' });
    org.plant('GroupMember', { GroupId: desk, UserOrGroupId: inner });
    org.plant('GroupMember', { GroupId: inner, UserOrGroupId: userIdOf(org.core, OTHER) });
    org.plant('GroupMember', { GroupId: inner, UserOrGroupId: desk });
    const { teams } = await crm.loadPeople();
    expect(teams.find(({ name }) => name === 'EMEA Deal Desk')?.members.toSorted()).toEqual([
      OTHER,
      'ines.moreau@northwind.example',
    ]);
    expect(teams.map(({ name }) => name)).not.toContain('EMEA Leads');
  });
});
