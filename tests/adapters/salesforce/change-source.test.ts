import { describe, expect, it } from '@jest/globals';
import { changeSourceOf, type HistoryUser } from '../../../server/adapters/salesforce/watch/change-source.ts';

const US = '005Hr000000000ZIAQ';
const REP = '005Hr000000000AIAQ';
const user = (changes: Partial<HistoryUser> = {}): HistoryUser => ({
  name: 'Somebody',
  userType: 'Standard',
  licence: 'Salesforce',
  ...changes,
});

describe('who a row of field history comes from', () => {
  it.each<[string, string, HistoryUser | null, string, object]>([
    ['a person, or what they set off', REP, user(), 'Owner', { kind: 'running_user', userId: REP }],
    ['a user that the org does not show', REP, null, 'Owner', { kind: 'running_user', userId: REP }],
    ['a partner', REP, user({ userType: 'PowerPartner' }), 'Owner', { kind: 'running_user', userId: REP }],
    ['Handrail, or what it set off', US, user(), 'Owner', { kind: 'own_user', userId: US }],
    ['Handrail by a short id', US.slice(0, 15), user(), 'Owner', { kind: 'own_user' }],
    [
      'scheduled paths',
      REP,
      user({ userType: 'AutomatedProcess', name: 'Automated Process' }),
      'StageName',
      { kind: 'workflow', label: 'Automated Process' },
    ],
    [
      'another system',
      REP,
      user({ licence: 'Salesforce Integration', name: 'Sync' }),
      'Owner',
      { kind: 'integration', type: 'Salesforce Integration', label: 'Sync', isForeign: true },
    ],
    ['a guest of a site', REP, user({ userType: 'Guest' }), 'Owner', { kind: 'other' }],
    ['an assignment rule that a rep set off', REP, user(), 'ownerAssignment', { kind: 'workflow' }],
    ['somebody who took it from a queue', REP, user(), 'ownerAccepted', { kind: 'person', userId: REP }],
  ])('%s', (_who, userId, found, rowField, source) => {
    expect(changeSourceOf({ userId, user: found, ownUserId: US, rowField })).toMatchObject(source);
  });

  it('never calls somebody a person by the running user alone', () => {
    for (const userType of ['Standard', 'PowerCustomerSuccess', 'CsnOnly', null]) {
      const source = changeSourceOf({
        userId: REP,
        user: user({ userType }),
        ownUserId: US,
        rowField: 'Owner',
      });
      expect(source.kind).toBe('running_user');
    }
  });
});
