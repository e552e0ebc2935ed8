import { createRecord } from 'lightning/uiRecordApi';
import { shown } from '../../../../../../test-support/card';
import { disputesDocument, EXCEPTION } from '../../../../../../test-support/fixtures';
import { all, fill, find, press, settled, textOf } from '../../../../../../test-support/page';

jest.mock('@salesforce/user/Id', () => ({ default: '005000000000001AAA' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'UTC' }), { virtual: true });

afterEach(() => {
    while (document.body.firstChild) document.body.firstChild.remove();
    jest.clearAllMocks();
    createRecord.mockReset().mockResolvedValue({});
});

const written = () => createRecord.mock.calls.map(([{ fields }]) => fields);

const REASON = 'The customer never asked for anybody.';
const active = (items, may, row = {}) =>
    shown({ status: 'active', disputes: disputesDocument(items) }, { seat: { may }, ...row });

async function objected(card, { ground = 'other', reason = REASON } = {}) {
    await press(find(card, 'object'), 'open');
    if (ground) await fill(card, 'ground', ground);
    find(find(card, 'object'), 'text').dispatchEvent(new CustomEvent('change', { detail: { value: reason } }));
    await settled();
    await press(find(card, 'object'), 'send');
}

it('is written with its ground and its reason, after who decides was said', async () => {
    const { card } = await active([], 'object');
    await objected(card);
    expect(find(find(card, 'object'), 'hint').textContent).toBe(
        'Revenue council decides within 8 business hours. If nobody does, the exception goes on. Until it is decided, the exception goes on.'
    );
    expect(written()).toEqual([
        {
            Handoff_Exception__c: EXCEPTION,
            Decision__c: 'object',
            Comment__c: REASON,
            Ground__c: 'other',
            Version__c: 2,
            Client_Id__c: expect.stringMatching(/^[0-9a-f]{32}$/)
        }
    ]);
});

it.each([
    ['ground', { ground: '' }],
    ['reason', { reason: ' ' }]
])('is not written without a %s', async (_, over) => {
    const { card } = await active([], 'object');
    await objected(card, over);
    expect(createRecord).not.toHaveBeenCalled();
});

it('does not offer a ground on which the viewer was heard, and does where that was refused', async () => {
    const heard = [
        { kind: 'object', outcome: 'accepted', ground: 'reason_not_true' },
        { kind: 'object', outcome: 'refused', ground: 'other' },
        { kind: 'object', outcome: 'accepted', ground: 'other', by: '005000000000009AAA' }
    ];
    const { card } = await active([], 'object', { decisions: heard });
    await press(find(card, 'object'), 'open');
    expect(find(card, 'ground').options).toEqual([{ value: 'other', label: 'Something else is wrong.' }]);
});

it('is not offered to who may not', async () => {
    const { card } = await active([], 'end');
    expect(find(card, 'object')).toBeUndefined();
});

describe('one that is open', () => {
    it('is shown to everybody, with who decides until when', async () => {
        const { card } = await active([{}], '');
        const text = textOf(find(card, 'objection-panel'));
        expect(text).toContain('Tom Becker objects to this exception');
        expect(text).toContain('The reason given is not true. “The customer never asked for anybody.”');
        expect(text).toContain(
            'Priya Nair (Revenue council) decides by Nov 25, 2026, 9:00 AM. Until then the exception goes on.'
        );
        expect(find(card, 'uphold')).toBeUndefined();
    });

    it.each(['uphold', 'dismiss'])('is decided by the panel, on the version that was seen: %s', async (kind) => {
        const { card } = await active([{}], 'uphold;dismiss');
        expect(textOf(card)).toContain('If you uphold it, the exception ends now');
        await fill(card, 'comment', 'We asked the customer.');
        await press(card, kind);
        expect(written()[0]).toMatchObject({
            Decision__c: kind,
            Comment__c: 'We asked the customer.',
            Version__c: 2
        });
    });

    it('is decided beside an extension that waits, each by its own buttons', async () => {
        const { card } = await active([{}], 'approve;reject;uphold;dismiss');
        const kinds = (panel) => ['approve', 'reject', 'uphold', 'dismiss'].filter((kind) => find(panel, kind));
        expect(kinds(find(card, 'decide-panel'))).toEqual(['approve', 'reject']);
        expect(kinds(find(card, 'ruling'))).toEqual(['uphold', 'dismiss']);
    });
});

it('that is settled is shown with how, by whom and what was said', async () => {
    const settledOne = {
        status: 'dismissed',
        words: 'Priya Nair dismissed the objection.',
        comment: 'The mail is there.',
        closedAt: '2026-11-25T08:00:00Z'
    };
    const { card } = await active([settledOne], '');
    expect(find(card, 'objection')).toBeUndefined();
    expect(textOf(find(card, 'objections-panel'))).toBe(
        'Objections Priya Nair dismissed the objection. Objected by Tom Becker, owner of the record ' +
            'The reason given is not true. “The customer never asked for anybody.” The mail is there. ' +
            'Settled on Nov 25, 2026, 8:00 AM'
    );
});

it('lists none where there are none', async () => {
    const { card } = await active([], '');
    expect(all(card, 'objection-settled')).toEqual([]);
});
