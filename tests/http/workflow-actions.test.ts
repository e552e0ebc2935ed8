import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { WORKFLOW_ACTION_ROUTES } from '@handrail/contracts/workflow-actions';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { httpProblemSchema } from '../../server/http/problem.ts';
import { eventually, filledForm, startTestServer, type TestServer } from './test-server.ts';
import {
  callAction,
  check,
  request,
  requestCall,
  type WorkflowCallOptions,
  workflowCall,
} from './workflow-client.ts';

const SIX_MINUTES = 6 * 60 * 1000;
const MAYA = seedPerson('maya.chen@northwind.example');
const INES = seedPerson('ines.moreau@northwind.example');
const NOT_HELD = {
  on_hold: 'false',
  exception_type: '',
  exception_status: '',
  exception_id: '',
  hs_execution_state: 'SUCCESS',
};

let test: TestServer;

beforeAll(async () => {
  test = await startTestServer({ variables: { HANDRAIL_SWEEP_SECONDS: '0.1' } });
});
afterAll(() => test.close());

const cardOf = (recordId: string) => `${CARD_ROUTES.card}?objectType=deal&recordId=${recordId}`;
const liveOf = async (recordId: string) => (await test.as('carla.nunez').card(cardOf(recordId))).live;

async function approve(recordId: string): Promise<void> {
  const lead = test.as('ines.moreau');
  const { live } = await lead.card(cardOf(recordId));
  if (!live) throw new Error('nothing to approve');
  const review = { outcome: 'approve', comment: 'Agreed.', version: live.version };
  await lead.card(CARD_ROUTES.review(live.requestId), review);
}

describe('the check', () => {
  const ask = (recordId: string, properties: Record<string, string | null> = {}) =>
    check(
      test,
      workflowCall(test, recordId, {
        object: { objectId: Number(recordId), objectType: 'DEAL', properties },
      }),
    );

  it('follows a deal from the standard path through approval to the end', async () => {
    const deal = await test.makeDeal();
    expect(await ask(deal)).toEqual(NOT_HELD);

    const { live } = await test.as('maya.chen').card(CARD_ROUTES.requests, filledForm(deal));
    const waiting = await ask(deal);
    expect(waiting).toMatchObject({ on_hold: 'false', exception_status: 'pending' });

    await approve(deal);
    expect(await ask(deal)).toMatchObject({
      on_hold: 'true',
      exception_type: 'strategic-logo',
      exception_id: live?.requestId,
      expires_at: String(Date.parse(live?.expiresAt ?? '')),
    });
    const active = await eventually(
      () => liveOf(deal),
      (now) => now?.status === 'active',
    );
    // The tag is off by hand, the exception is in force: the exception counts.
    expect(await ask(deal, { handoff_routing_hold: 'false' })).toMatchObject({ on_hold: 'true' });

    await test.as('maya.chen').card(CARD_ROUTES.end(active?.requestId ?? ''), {});
    await eventually(
      () => liveOf(deal),
      (now) => now === undefined,
    );
    expect(await ask(deal)).toEqual(NOT_HELD);
  });

  it('says yes to a deal that is tagged, whoever tagged it', async () => {
    const deal = await test.makeDeal();
    expect(await ask(deal, { handoff_routing_hold: 'true' })).toEqual({ ...NOT_HELD, on_hold: 'true' });
    expect(await ask(deal, { handoff_routing_hold: null })).toEqual(NOT_HELD);
  });

  it('calls the record types by name or number, and ids may be text', async () => {
    for (const objectType of ['CONTACT', 'COMPANY', 'TICKET', '0-3']) {
      const object = { objectId: '77', objectType, properties: {} };
      expect(await check(test, workflowCall(test, '77', { object }))).toEqual(NOT_HELD);
    }
  });

  it('needs no CRM', async () => {
    test.portal.faults.inject({ kind: 'status', status: 503, path: '.*', times: 1_000 });
    try {
      expect(await ask('9000000101')).toEqual(NOT_HELD);
    } finally {
      test.portal.faults.clear();
    }
  });
});

describe('a request by a workflow', () => {
  it('is filed in the name of the record’s owner, and the trail says by whom', async () => {
    const deal = await test.makeDeal();
    const outputs = await request(test, requestCall(test, deal, { owner: MAYA.ownerId, valid_days: 30 }));
    expect(outputs).toEqual({
      request_outcome: 'filed',
      exception_id: expect.stringMatching(/.+/),
      problem_code: '',
      problem: '',
      hs_execution_state: 'SUCCESS',
    });
    const live = await liveOf(deal);
    expect(live).toMatchObject({
      requestId: outputs.exception_id,
      status: 'pending',
      requester: { email: MAYA.email },
      filedByWorkflow: '610000001',
    });
    const days = (Date.parse(live?.expiresAt ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30.1);
    const [first] = await test.as('maya.chen').trail(outputs.exception_id);
    expect(first).toMatchObject({
      who: 'Handrail',
      what: expect.stringContaining('Workflow 610000001 filed the request in the name of Maya Chen'),
    });
  });

  it('is filed once, however often the call is repeated, and is told the same each time', async () => {
    const deal = await test.makeDeal();
    const call = requestCall(test, deal, { owner: MAYA.ownerId });
    const answers = await Promise.all(Array.from({ length: 5 }, () => request(test, call)));
    expect(new Set(answers.map(({ exception_id }) => exception_id)).size).toBe(1);
    expect(answers[0]).toMatchObject({ request_outcome: 'filed' });

    await test.as('maya.chen').card(CARD_ROUTES.withdraw(answers[0]?.exception_id ?? ''), {});
    expect(await request(test, call)).toEqual(answers[0]);
    expect(await liveOf(deal)).toBeUndefined();
  });

  it('that was refused is told the same again, also when it would go through by now', async () => {
    const deal = await test.makeDeal();
    const { live } = await test.as('maya.chen').card(CARD_ROUTES.requests, filledForm(deal));
    const call = requestCall(test, deal, { owner: MAYA.ownerId });
    const refused = await request(test, call);
    expect(refused).toMatchObject({
      request_outcome: 'refused',
      exception_id: '',
      problem_code: 'live_exception_exists',
      problem: expect.stringContaining('already has a live exception'),
      hs_execution_state: 'FAIL_CONTINUE',
    });
    await test.as('maya.chen').card(CARD_ROUTES.withdraw(live?.requestId ?? ''), {});
    expect(await request(test, call)).toEqual(refused);
    const anew = await request(test, requestCall(test, deal, { owner: MAYA.ownerId }));
    expect(anew).toMatchObject({ request_outcome: 'filed' });
  });

  it('never lets the person it is filed for decide', async () => {
    const deal = await test.makeDeal();
    // Inès leads the region and would be the one approver.
    const outputs = await request(test, requestCall(test, deal, { requested_by: INES.ownerId }));
    expect(outputs).toMatchObject({ request_outcome: 'refused', problem_code: 'no_eligible_approver' });
    expect(await liveOf(deal)).toBeUndefined();
  });

  it.each([
    ['a type that is not there', { exception_type: 'vip' }, 'unknown_exception_type'],
    ['a reason code that is not there', { reason_code: 'x' }, 'unknown_reason_code'],
    ['a reason that is too short', { reason: 'VIP' }, 'reason_too_short'],
    ['too long a time', { valid_days: '400' }, 'expiry_too_far'],
    ['half a day', { valid_days: '0.5' }, 'body_invalid'],
    ['no type at all', { exception_type: null }, 'body_invalid'],
    ['a reason that cannot be kept', { reason: 'x'.repeat(4_001) }, 'body_invalid'],
    ['a proposed owner that is none', { proposed_owner: 'maya' }, 'body_invalid'],
    ['a proposed owner nobody knows', { proposed_owner: '1' }, 'proposal_missing'],
    ['a requester nobody knows', { requested_by: '1' }, 'requester_unknown'],
    ['nobody to file it for', { owner: null }, 'requester_unknown'],
  ])('with %s goes on, and says why', async (_, inputs, code) => {
    const deal = await test.makeDeal();
    const outputs = await request(test, requestCall(test, deal, { owner: MAYA.ownerId, ...inputs }));
    expect(outputs).toMatchObject({
      request_outcome: 'refused',
      problem_code: code,
      problem: expect.stringMatching(/[.?]$/),
      hs_execution_state: 'FAIL_CONTINUE',
    });
    expect(await liveOf(deal)).toBeUndefined();
  });

  it('is asked for again when the CRM cannot say who somebody is', async () => {
    const own = await startTestServer();
    try {
      const deal = await own.makeDeal();
      const call = requestCall(own, deal, { requested_by: '1' });
      own.portal.faults.inject({ kind: 'status', status: 503, path: '.*', times: 1_000 });
      const response = await callAction(own, WORKFLOW_ACTION_ROUTES.request, call);
      expect(response.status).toBe(503);
      expect(httpProblemSchema.parse(await response.json()).code).toBe('crm_unavailable');
      own.portal.faults.clear();
      expect(await request(own, call)).toMatchObject({ problem_code: 'requester_unknown' });
    } finally {
      await own.close();
    }
  }, 30_000);

  it('is not taken from anything but a workflow', async () => {
    const call = {
      ...requestCall(test, '9000000101', { owner: MAYA.ownerId }),
      context: { source: 'AGENTS' },
    };
    const response = await callAction(test, WORKFLOW_ACTION_ROUTES.request, call);
    expect(response.status).toBe(400);
  });
});

describe('a call that cannot be trusted', () => {
  const paths = Object.values(WORKFLOW_ACTION_ROUTES);
  const cases: readonly (readonly [string, number, string, WorkflowCallOptions, object?])[] = [
    ['signed with another secret', 401, 'signature_invalid', { secret: 'guessed' }],
    ['signed six minutes ago', 401, 'signature_stale', { timestamp: Date.now() - SIX_MINUTES }],
    [
      'of an account that is not served',
      403,
      'unknown_portal',
      {},
      { origin: { portalId: 7, actionDefinitionId: 1 } },
    ],
    ['without an account', 400, 'body_invalid', {}, { origin: { actionDefinitionId: 1 } }],
    [
      'about a record of another kind',
      400,
      'body_invalid',
      {},
      { object: { objectType: 'QUOTE', objectId: 1 } },
    ],
    ['without a callback id', 400, 'body_invalid', {}, { callbackId: '' }],
    ['that is no JSON', 400, 'body_invalid', { text: '{' }],
    ['that is too large', 413, 'body_too_large', { text: `"${'x'.repeat(300_000)}"` }],
  ];
  it.each(cases)('%s is refused', async (_, status, code, options, changes = {}) => {
    for (const path of paths) {
      const call = { ...requestCall(test, '9000000101', { owner: MAYA.ownerId }), ...changes };
      const response = await callAction(test, path, call, options);
      expect([path, response.status]).toEqual([path, status]);
      expect(httpProblemSchema.parse(await response.json()).code).toBe(code);
    }
  });

  it('and one whose body was changed on the way', async () => {
    const { server } = test;
    const call = workflowCall(test, '9000000101');
    const uri = server.origin + WORKFLOW_ACTION_ROUTES.check;
    const honest = await callAction(test, WORKFLOW_ACTION_ROUTES.check, call);
    expect(honest.status).toBe(200);
    const unsigned = await fetch(uri, { method: 'POST', body: JSON.stringify(call) });
    expect(httpProblemSchema.parse(await unsigned.json()).code).toBe('signature_missing');
  });
});
