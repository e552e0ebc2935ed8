import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { expect, it } from '@jest/globals';
import { act, goTo } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { REQUEST_ACTION } from '../../sandbox/hubspot/seed/handrail-actions.ts';
import { startTestServer } from '../http/test-server.ts';
import { dealFlow, setNextStep } from '../sandbox/flow-fixture.ts';

const cardOf = (recordId: string) => `${CARD_ROUTES.card}?objectType=deal&recordId=${recordId}`;
const fixed = (staticValue: string) => ({ type: 'STATIC_VALUE', staticValue });

it('a workflow requests an exception in the owner’s name, once; a second deal of its is told why not', async () => {
  const test = await startTestServer();
  try {
    for (const flow of test.portal.flows.list()) test.portal.flows.delete(flow.id);
    const flow = test.portal.flows.create(
      dealFlow({
        enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true },
        actions: [
          act(
            '1',
            REQUEST_ACTION.actionTypeId,
            {
              exception_type: fixed('strategic-logo'),
              reason_code: fixed('named-account'),
              reason: fixed('The account is on the strategic list and knows nobody but its owner.'),
            },
            '2',
          ),
          {
            type: 'STATIC_BRANCH',
            actionId: '2',
            inputValue: { type: 'FIELD_DATA', actionId: '1', dataKey: 'request_outcome' },
            staticBranches: [{ branchValue: 'filed', connection: goTo('3') }],
            defaultBranch: goTo('4'),
          },
          setNextStep('3', 'asked'),
          setNextStep('4', 'not asked'),
        ],
      }),
    );
    const deal = await test.makeDeal();
    const nextStep = () =>
      test.portal.portal.value(test.portal.portal.require('deals', deal), 'hs_next_step');
    const enrol = async () => {
      test.portal.engine.enrol(flow.id, deal);
      await test.portal.engine.runUntilQuiet();
      return nextStep();
    };
    expect(await enrol()).toBe('asked');
    const { live } = await test.as('ines.moreau').card(cardOf(deal));
    expect(live).toMatchObject({
      requester: { name: 'Maya Chen' },
      filedByWorkflow: flow.id,
      can: { review: true },
    });
    expect((await test.as('maya.chen').card(cardOf(deal))).live?.can).toMatchObject({
      review: false,
      withdraw: true,
    });
    // Enrolled again, it is another call: the deal is occupied.
    expect(await enrol()).toBe('not asked');
  } finally {
    await test.close();
  }
});
