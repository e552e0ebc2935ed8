import { createRecord } from 'lightning/uiRecordApi';
import { shown } from '../../../../../../test-support/card';
import { all, find, press, settled, textOf } from '../../../../../../test-support/page';

jest.mock('@salesforce/user/Id', () => ({ default: '005000000000001AAA' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'UTC' }), { virtual: true });

afterEach(() => {
    while (document.body.firstChild) document.body.firstChild.remove();
    jest.clearAllMocks();
    createRecord.mockReset().mockResolvedValue({});
});

const written = () => createRecord.mock.calls.map(([{ fields }]) => fields);

const TAKER = '005000000000007AAA';
const pending = (over = {}, row = {}) => shown({ status: 'pending', ...over }, row);

async function handed(card, { to = TAKER, reason = 'I am away this week.' } = {}) {
    await press(find(card, 'hand-over'), 'open');
    if (to) {
        find(card, 'hand-over-to').dispatchEvent(new CustomEvent('change', { detail: { recordId: to } }));
        await settled();
    }
    find(find(card, 'hand-over'), 'text').dispatchEvent(new CustomEvent('change', { detail: { value: reason } }));
    await settled();
    await press(find(card, 'hand-over'), 'send');
}

describe('a seat', () => {
    it('is handed to a person, with a reason', async () => {
        const { card } = await pending({}, { seat: { may: 'approve;reject;hand_over' } });
        await handed(card);
        expect(find(find(card, 'hand-over'), 'hint').textContent).toContain('You give your seat away');
        expect(written()[0]).toMatchObject({
            Decision__c: 'hand_over',
            Handed_To__c: TAKER,
            Comment__c: 'I am away this week.',
            Version__c: 2
        });
    });

    it.each([
        ['person', { to: '' }],
        ['reason', { reason: '' }]
    ])('is not handed over without a %s', async (_, over) => {
        const { card } = await pending({}, { seat: { may: 'hand_over' } });
        await handed(card, over);
        expect(createRecord).not.toHaveBeenCalled();
    });

    it('is not offered to who has none to give', async () => {
        const { card } = await pending({}, { seat: { may: 'approve' } });
        expect(find(card, 'hand-over')).toBeUndefined();
    });

    it('keeps what was typed where the platform refuses, and says why where it is seen', async () => {
        createRecord.mockRejectedValueOnce({ body: { message: 'The row is locked.' } });
        const { card } = await pending({}, { seat: { may: 'hand_over' } });
        await handed(card);
        expect(textOf(find(card, 'action-problem'))).toContain('The row is locked.');
        expect(document.activeElement?.shadowRoot?.activeElement?.dataset.testid).toBe('action-problem');
        expect(find(find(card, 'hand-over'), 'text').value).toBe('I am away this week.');
        await press(find(card, 'hand-over'), 'send');
        const [first, second] = written().map((fields) => fields.Client_Id__c);
        expect(second).toBe(first);
    });

    it('that Handrail did not take from its author is told, with why', async () => {
        const problem = { code: 'already_asked', detail: 'Priya Nair is asked already. Choose another person.' };
        const { card } = await pending({}, { decisions: [{ kind: 'hand_over', outcome: 'refused', problem }] });
        expect(textOf(card)).toContain('Your "Hand over" was not accepted');
        expect(textOf(card)).toContain('Priya Nair is asked already. Choose another person.');
    });
});

it('shows what was asked, answered and handed over, in its order', async () => {
    const at = (hour) => `2026-11-23T${hour}:00:00Z`;
    const person = (name) => ({ name, email: `${name}@northwind.example` });
    const { card } = await pending({
        handOvers: [{ from: person('Elena'), to: person('Priya'), reason: 'Away.', at: at(11) }],
        conversation: [
            { kind: 'question', by: person('Elena'), text: 'Since when?', at: at(10) },
            { kind: 'answer', by: person('Maya'), text: 'Since June.', at: at(12) }
        ]
    });
    expect([...find(card, 'conversation').querySelectorAll('li')].map((line) => line.textContent)).toEqual([
        'Elena asked on Nov 23, 2026, 10:00 AMSince when?',
        'Elena handed the decision to Priya on Nov 23, 2026, 11:00 AMAway.',
        'Maya answered on Nov 23, 2026, 12:00 PMSince June.'
    ]);
});

describe('who decides out of the ordinary', () => {
    const person = (name) => ({ name, email: `${name}@northwind.example` });
    const over = {
        additions: [{ at: '2026-11-23T12:00:00Z', words: 'Omar is asked too, because nobody decided in time.' }],
        standIns: [
            {
                kind: 'stands_in',
                person: person('Priya'),
                inPlaceOf: person('Elena'),
                until: '2026-11-30T00:00:00Z',
                reason: 'Holiday.'
            },
            { kind: 'barred', person: person('Tom'), inPlaceOf: person('Maya'), until: '2026-11-30T00:00:00Z' }
        ],
        notices: [
            { to: 'Omar', words: 'was asked by e-mail', status: 'failed', note: 'mailbox full' },
            { to: 'Elena', words: 'was asked by e-mail', status: 'sent' }
        ]
    };

    it('is said while it waits', async () => {
        const { card } = await pending(over);
        expect(textOf(card)).toContain('Omar is asked too, because nobody decided in time.');
        expect(textOf(card)).toContain('Priya for Elena, away until Nov 30, 2026, 12:00 AM. Holiday.');
        expect(textOf(card)).toContain('Tom cannot decide while standing in for Maya, until Nov 30, 2026, 12:00 AM.');
        expect(textOf(card)).toContain('Omar: was asked by e-mail (mailbox full)');
        expect(textOf(card)).not.toContain('Elena: was asked');
    });

    it('no longer matters once it is over', async () => {
        const { card } = await pending({ ...over, status: 'rejected' }, { Status__c: 'rejected' });
        expect(all(card, 'stand-ins')).toEqual([]);
        expect(all(card, 'additions')).toEqual([]);
    });
});
