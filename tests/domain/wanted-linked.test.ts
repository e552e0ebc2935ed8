import { expect, it } from '@jest/globals';
import { evolveAll } from '../../src/domain/exception-request/evolve.ts';
import type { FiledState, LinkedRecord } from '../../src/domain/exception-request/state.ts';
import type { PlaybookStep } from '../../src/domain/policy/policy.ts';
import { wantedValue } from '../../src/domain/watch/wanted-value.ts';
import { NOW } from './given-when-then.ts';
import { REQUEST } from './request-stories.ts';
import { change } from './watch-stories.ts';

const LINKED: LinkedRecord = {
  record: { objectType: 'deal', recordId: '006Hr0000000001IAA' },
  crm: 'Salesforce',
  formerOwnerId: '005former',
  proposedOwnerId: '005proposed',
};
const SETS_OWNER: readonly PlaybookStep[] = [{ kind: 'set_owner' }];

/** An approved request on a HubSpot deal that Salesforce has too. */
function approved(onApproval: readonly PlaybookStep[], linked: LinkedRecord = LINKED): FiledState {
  const request = {
    ...REQUEST,
    linked,
    proposed: { ...REQUEST.proposed, owner: { email: 'a@b.example', name: 'A', ownerId: '9501' } },
    former: { ...REQUEST.former, owner: { email: 'c@d.example', name: 'C', ownerId: '9601' } },
    playbook: { ...REQUEST.playbook, onApproval },
  };
  const state = evolveAll({ status: 'none' }, [{ type: 'exception_submitted', at: NOW, request }]);
  if (state.status === 'none') throw new Error('it was filed');
  return state;
}

it.each([
  ['the proposed owner there', LINKED.record, SETS_OWNER, '005proposed'],
  ['the proposed owner here', REQUEST.record, SETS_OWNER, '9501'],
  ['the former owner there', LINKED.record, [], '005former'],
  ['the former owner here', REQUEST.record, [], '9601'],
] as const)('of a record that both CRMs have, what must stand is %s', (_name, record, steps, ownerId) => {
  const wanted = wantedValue({
    change: change({ record, from: null }),
    state: approved(steps),
    throughGroup: false,
    ownWrites: [],
    judged: [],
  });
  expect(wanted).toEqual({ field: 'owner', ownerId });
});
