import { createRecord } from 'lightning/uiRecordApi';
import { shown } from '../../../../../../test-support/card';
import { EXCEPTION, extensionDocument } from '../../../../../../test-support/fixtures';
import { all, fill, find, press, settled, textOf } from '../../../../../../test-support/page';

jest.mock('@salesforce/user/Id', () => ({ default: '005000000000001AAA' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'UTC' }), { virtual: true });

afterEach(() => {
    while (document.body.firstChild) document.body.firstChild.remove();
    jest.clearAllMocks();
    createRecord.mockReset().mockResolvedValue({});
});

const written = () => createRecord.mock.calls.map(([{ fields }]) => fields);

const TERMS = {
    from: '2026-12-23T22:59:59Z',
    latest: '2027-01-22T12:00:00Z',
    left: 1,
    reasonMinLength: 20
};
const REASON = 'The rollout slips by three weeks.';
const asking = (may = 'end;extend', extend = TERMS) => shown({ status: 'active', extend }, { seat: { may } });
const part = (card, name) => find(find(card, 'extend'), name);

async function asked(card, { reason = REASON, until } = {}) {
    await press(find(card, 'extend'), 'open');
    if (until !== undefined) await fill(card, 'extend-until', until);
    const text = part(card, 'text');
    text.dispatchEvent(new CustomEvent('change', { detail: { value: reason } }));
    await settled();
    await press(find(card, 'extend'), 'send');
}

it('is asked for until the end of a day where the person is, and not beyond what the policy allows', async () => {
    const { card, refresh } = await asking();
    await asked(card, { until: '2027-01-10' });
    expect(written()).toEqual([
        {
            Handoff_Exception__c: EXCEPTION,
            Decision__c: 'extend',
            Comment__c: REASON,
            Until__c: '2027-01-10T23:59:59.000Z',
            Version__c: 2,
            Client_Id__c: expect.stringMatching(/^[0-9a-f]{32}$/)
        }
    ]);
    expect(refresh).toHaveBeenCalled();
});

it('proposes the latest end, cut to the hour the policy counts to', async () => {
    const { card } = await asking();
    await asked(card);
    expect(written()[0].Until__c).toBe('2027-01-22T12:00:00.000Z');
});

it('says until when at the latest, and how often still', async () => {
    const { card } = await asking();
    await press(find(card, 'extend'), 'open');
    expect(part(card, 'hint').textContent).toBe('At the latest Jan 22, 2027, 12:00 PM. This is the last extension.');
    expect(find(card, 'extend-until')).toMatchObject({ min: '2026-12-23', max: '2027-01-22', value: '2027-01-22' });
});

it.each([
    ['a reason too short', { reason: 'Slips.' }],
    ['a day before the end it has', { until: '2026-12-20' }],
    ['a day the policy does not allow', { until: '2027-02-20' }],
    ['no day', { until: 'soon' }]
])('takes no %s', async (_, over) => {
    const { card } = await asking();
    await asked(card, over);
    expect(createRecord).not.toHaveBeenCalled();
});

it('counts the characters that are missing', async () => {
    const { card } = await asking();
    await press(find(card, 'extend'), 'open');
    expect(part(card, 'missing').textContent).toBe('Write 20 more characters.');
});

it.each([
    ['the viewer may not', 'end', TERMS],
    ['the document has no terms', 'extend', null]
])('is not offered where %s', async (_, may, extend) => {
    const { card } = await asking(may, extend);
    expect(find(card, 'extend')).toBeUndefined();
});

it('can be left, and starts anew', async () => {
    const { card } = await asking();
    await press(find(card, 'extend'), 'open');
    part(card, 'text').dispatchEvent(new CustomEvent('change', { detail: { value: 'Half a' } }));
    await settled();
    await press(find(card, 'extend'), 'cancel');
    expect(part(card, 'open').label).toBe('Ask for an extension');
    await press(find(card, 'extend'), 'open');
    expect(part(card, 'text').value).toBe('');
});

describe('one that waits', () => {
    const waiting = (may) =>
        shown({ status: 'active', matter: 'extension', extensions: [extensionDocument()] }, { seat: { may } });

    it('is shown to everybody, with who decides and what follows if nobody does', async () => {
        const { card } = await waiting('');
        const text = textOf(card);
        expect(text).toContain('Maya Chen asks for an extension until Jan 12, 2027, 10:59 PM');
        expect(text).toContain('“The rollout slips by three weeks.” Undecided, the exception ends Dec 23, 2026, 10:59 PM.');
        expect(find(find(card, 'extension-panel'), 'asked')).toBeDefined();
        expect(find(card, 'approve')).toBeUndefined();
    });

    it('is decided by whom it waits for, who sees what they decide', async () => {
        const { card } = await waiting('approve;reject');
        const text = textOf(card);
        expect(text).toContain('Your decision on the extension');
        expect(text).toContain('If approved, the exception ends Jan 12, 2027, 10:59 PM. If rejected, it ends Dec 23, 2026');
        expect(find(card, 'approve').label).toBe('Approve the extension');
        await press(card, 'reject');
        expect(written()[0]).toMatchObject({ Decision__c: 'reject', Version__c: 2 });
    });

    it('is withdrawn by who asked, after a second press', async () => {
        const { card } = await waiting('end;withdraw_extension');
        const confirm = find(card, 'withdraw-extension');
        await press(confirm, 'ask');
        expect(find(confirm, 'consequence').textContent).toContain('the exception ends as it was granted');
        expect(createRecord).not.toHaveBeenCalled();
        await press(confirm, 'confirm');
        expect(written()[0].Decision__c).toBe('withdraw_extension');
    });
});

it.each([
    [{ outcome: 'approved' }, 'Extended until Jan 12, 2027, 10:59 PM.'],
    [
        { outcome: 'rejected', rejectedBecause: 'The CRO said no.' },
        'An extension until Jan 12, 2027, 10:59 PM was rejected. The CRO said no. It ends Dec 23, 2026, 10:59 PM, as granted.'
    ],
    [{ outcome: 'withdrawn' }, 'An extension until Jan 12, 2027, 10:59 PM was withdrawn.'],
    [{ outcome: 'lapsed' }, 'An extension until Jan 12, 2027, 10:59 PM was not decided before the end.']
])('says what became of one: %j', async (over, words) => {
    const { card } = await shown({ status: 'active', extensions: [extensionDocument(over)] });
    expect(all(card, 'extension-decided').map((one) => one.textContent)).toEqual([words]);
});
