import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readWebhook } from '../../../server/adapters/hubspot/watch/webhook-events.ts';

const CHANGE = {
  eventId: 1,
  subscriptionId: 12,
  portalId: 48_100_000,
  appId: 2_600_100,
  occurredAt: Date.parse('2026-11-23T09:00:00.000Z'),
  subscriptionType: 'object.propertyChange',
  attemptNumber: 0,
  objectId: 4711,
  objectTypeId: '0-3',
  propertyName: 'hubspot_owner_id',
  propertyValue: '5',
  changeSource: 'CRM_UI',
  sourceId: 'userId:48100101',
  isSensitive: false,
};

function keyOf(changes: object): string | undefined {
  return readWebhook([{ ...CHANGE, ...changes }])?.byPortal.get('48100000')?.[0]?.eventKey;
}

describe('what a webhook of HubSpot tells', () => {
  it('is where to look, and no value', () => {
    const told = readWebhook([{ ...CHANGE, propertyValue: 'personal text' }]);
    expect(told).toEqual({
      byPortal: new Map([
        [
          '48100000',
          [
            {
              eventKey: expect.stringMatching(/^[\w-]{27}$/),
              record: { objectType: 'deal', recordId: '4711' },
              kind: 'changed',
              occurredAt: '2026-11-23T09:00:00.000Z',
            },
          ],
        ],
      ]),
      ignored: 0,
      unknown: 0,
    });
  });

  it.each<[object, 'changed' | 'deleted', string]>([
    [{ subscriptionType: 'deal.propertyChange', objectTypeId: undefined }, 'changed', 'deal'],
    [{ subscriptionType: 'object.creation', objectTypeId: '0-1' }, 'changed', 'contact'],
    [{ subscriptionType: 'object.restore', objectTypeId: '0-2' }, 'changed', 'company'],
    [{ subscriptionType: 'object.merge', objectTypeId: '0-5' }, 'changed', 'ticket'],
    [{ subscriptionType: 'object.deletion' }, 'deleted', 'deal'],
    [{ subscriptionType: 'contact.privacyDeletion', objectTypeId: undefined }, 'deleted', 'contact'],
    [{ objectId: '9007199254740993', occurredAt: '1764000000000', portalId: '48100000' }, 'changed', 'deal'],
  ])('is understood: %j', (changes, kind, objectType) => {
    const [event] = readWebhook([{ ...CHANGE, ...changes }])?.byPortal.get('48100000') ?? [];
    expect(event).toMatchObject({ kind, record: { objectType } });
  });

  it.each<[string, object]>([
    ['another happening', { subscriptionType: 'object.somethingNew' }],
    ['no object', { objectId: undefined }],
    ['an id that is none', { objectId: '../4711' }],
    ['no time', { occurredAt: 'yesterday' }],
    ['a time no database holds', { occurredAt: 1e300 }],
    ['no account', { portalId: null }],
    ['a type without an id', { objectTypeId: undefined }],
  ])('is counted when it is not understood: %s', (_, changes) => {
    expect(readWebhook([{ ...CHANGE, ...changes }, CHANGE])).toMatchObject({ unknown: 1, ignored: 0 });
  });

  it.each<[string, object]>([
    ['an association', { subscriptionType: 'deal.associationChange' }],
    ['a record of a type that is not watched', { objectTypeId: '0-7' }],
  ])('is passed over when it is not watched: %s', (_, changes) => {
    expect(readWebhook([{ ...CHANGE, ...changes }])).toMatchObject({ unknown: 0, ignored: 1 });
  });

  it.each<[string, object, boolean]>([
    ['another attempt', { attemptNumber: 3 }, true],
    ['another event id', { eventId: 9 }, true],
    ['another value', { propertyValue: '6' }, false],
    ['another property', { propertyName: 'dealstage' }, false],
    ['another object', { objectId: 4712 }, false],
    ['another moment', { occurredAt: CHANGE.occurredAt + 1 }, false],
    ['another subscription', { subscriptionId: 13 }, false],
  ])('is the same happening or not: %s', (_, changes, same) => {
    expect(keyOf(changes) === keyOf({})).toBe(same);
  });

  it('never throws, whatever comes, and understands or counts every element of a list', () => {
    const element = fc.oneof(
      fc.anything(),
      fc.record({ ...Object.fromEntries(Object.keys(CHANGE).map((key) => [key, fc.anything()])) }),
      fc.constant(CHANGE),
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(element)), (body) => {
        const told = readWebhook(body);
        if (!Array.isArray(body)) return told === null;
        const taken = [...(told?.byPortal.values() ?? [])].flat().length;
        return told !== null && taken + told.ignored + told.unknown === body.length;
      }),
    );
  });
});
