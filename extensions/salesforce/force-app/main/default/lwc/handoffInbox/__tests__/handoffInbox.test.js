import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { createRecord } from 'lightning/uiRecordApi';
import HandoffInbox from 'c/handoffInbox';
import {
    connection,
    decisionNode,
    disputesDocument,
    exceptionNode,
    extensionDocument,
    requestDocument,
    seatNode
} from '../../../../../../test-support/fixtures';
import { all, fill, find, press, settled, textOf } from '../../../../../../test-support/page';

jest.mock('@salesforce/user/Id', () => ({ default: '005000000000001AAA' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'UTC' }), { virtual: true });

const MAY = 'approve;reject;ask';

function seat(number, { may = MAY, ...over } = {}) {
    const row = exceptionNode({ view: requestDocument(), ...over });
    return {
        ...seatNode({ may, why: 'You are the CRO.' }),
        Handoff_Exception__r: {
            ...row,
            Id: `a0H00000000000${number}AAA`,
            Opportunity__r: { Name: { value: `Deal ${number}` } },
            Lead__r: null,
            Account__r: null,
            Case__r: null
        }
    };
}

const rowsOf = (seats, pageInfo, decisions = []) => ({
    uiapi: {
        query: {
            Handoff_Seat__c: { ...connection(seats), pageInfo },
            Handoff_Decision__c: connection(decisions)
        }
    }
});

function said(number, { kind = 'approve', outcome = 'waiting', problem } = {}) {
    return { ...decisionNode({ kind, outcome, problem }), Handoff_Exception__c: { value: `a0H00000000000${number}AAA` } };
}

async function opened(
    seats,
    pageInfo = { hasNextPage: false },
    refresh = jest.fn().mockResolvedValue(),
    decisions = []
) {
    const inbox = createElement('c-handoff-inbox', { is: HandoffInbox });
    document.body.appendChild(inbox);
    if (seats) {
        graphql.emit(rowsOf(seats, pageInfo, decisions), undefined, refresh);
    }
    await settled();
    return { inbox, refresh };
}

async function select(inbox, ...places) {
    for (const place of places) {
        all(inbox, 'select')[place].dispatchEvent(new CustomEvent('change', { detail: { checked: true } }));
        await settled();
    }
}

afterEach(() => {
    while (document.body.firstChild) document.body.firstChild.remove();
    jest.clearAllMocks();
    createRecord.mockReset().mockResolvedValue({});
});

it('says that it is loading', async () => {
    const { inbox } = await opened();
    expect(find(inbox, 'loading')).toBeDefined();
});

it('says that nothing waits', async () => {
    const { inbox } = await opened([]);
    expect(find(inbox, 'empty').textContent).toBe('Nothing waits for you.');
    expect(find(inbox, 'approve')).toBeUndefined();
});

it('shows everything a decision needs', async () => {
    const { inbox } = await opened([seat(1)]);
    const text = textOf(inbox);
    expect(text).toContain('Waiting for your decision (1)');
    expect(text).toContain('Strategic Logo');
    expect(text).toContain('Maya Chen');
    expect(text).toContain('The customer asked for Tom');
    expect(text).toContain('Owner: Maya Chen → Tom Becker');
    expect(text).toContain('You are the CRO.');
    expect(text).toContain('The amount is over 250,000.');
    expect(find(inbox, 'record').href).toContain('/lightning/r/Opportunity/006000000000001AAA/view');
});

it('decides many with one comment, each by a row of its own', async () => {
    const { inbox, refresh } = await opened([seat(1), seat(2), seat(3)]);
    await select(inbox, 0, 2);
    expect(find(inbox, 'approve').label).toBe('Approve (2)');
    await fill(inbox, 'comment-for-all', 'Both are on the list.');
    await press(inbox, 'approve');
    const rows = createRecord.mock.calls.map(([{ fields }]) => fields);
    expect(rows.map((row) => row.Handoff_Exception__c)).toEqual(['a0H000000000001AAA', 'a0H000000000003AAA']);
    expect(new Set(rows.map((row) => row.Client_Id__c)).size).toBe(2);
    expect(rows.every((row) => row.Decision__c === 'approve' && row.Version__c === 2)).toBe(true);
    expect(rows.every((row) => row.Comment__c === 'Both are on the list.')).toBe(true);
    expect(find(inbox, 'announcement').textContent).toBe('2 sent, 0 not sent.');
    expect(refresh).toHaveBeenCalledTimes(1);
});

it('sends what it can when the platform refuses one, and says which was not sent', async () => {
    createRecord.mockResolvedValueOnce({}).mockRejectedValueOnce({ body: { message: 'The row is locked.' } });
    const { inbox } = await opened([seat(1), seat(2), seat(3)]);
    await select(inbox, 0, 1, 2);
    await press(inbox, 'reject');
    expect(createRecord).toHaveBeenCalledTimes(3);
    expect(find(inbox, 'announcement').textContent).toBe('2 sent, 1 not sent.');
    expect(all(inbox, 'result').map((one) => one.textContent)).toEqual([
        'Sent. Handrail has not read it yet.',
        'Not sent.',
        'Sent. Handrail has not read it yet.'
    ]);
    expect(textOf(inbox)).toContain('The row is locked.');
    // What was not sent stays selected; what was sent cannot be sent again.
    expect(all(inbox, 'select').map((box) => [box.checked, box.disabled])).toEqual([
        [false, true],
        [true, false],
        [false, true]
    ]);
});

it('decides nothing while nothing is selected', async () => {
    const { inbox } = await opened([seat(1)]);
    expect(find(inbox, 'approve').disabled).toBe(true);
    expect(find(inbox, 'reject').disabled).toBe(true);
});

it.each([
    ['whose document cannot be read', { view: undefined }],
    ['that is no longer pending', { Status__c: 'active' }],
    ['the viewer may only answer', { may: 'answer' }]
])('does not decide a request %s', async (_, over) => {
    const { inbox } = await opened([seat(1, over)]);
    expect(all(inbox, 'select')[0].disabled).toBe(true);
    expect(find(inbox, 'not-decidable')).toBeDefined();
});

it('says why it cannot be read', async () => {
    const { inbox } = await opened();
    graphql.emitErrors([{ message: 'Handoff_Seat__c is not accessible' }]);
    await settled();
    expect(textOf(inbox)).toContain('Handoff_Seat__c is not accessible');
    expect(find(inbox, 'loading')).toBeUndefined();
});

it('goes through pages', async () => {
    const { inbox } = await opened([seat(1)], { hasNextPage: true, endCursor: 'eyJ9' });
    await press(inbox, 'next');
    expect(graphql.getLastConfig().variables.after).toBe('eyJ9');
    await press(inbox, 'first');
    expect(graphql.getLastConfig().variables.after).toBeNull();
});

describe('what waits beside requests', () => {
    const glass = { reason: 'The board meets.', dueAt: '2026-11-24T12:00:00Z', outcome: 'owed' };

    it.each([
        [
            'an extension',
            { matter: 'extension', extensions: [extensionDocument()] },
            'Extension until Jan 12, 2027, 10:59 PM',
            '“The rollout slips by three weeks.” Undecided, the exception ends Dec 23, 2026, 10:59 PM.'
        ],
        [
            'a review that is owed',
            { matter: 'break_glass', breakGlass: glass },
            'Break-glass: a review is owed',
            'Unless it is confirmed by Nov 24, 2026, 12:00 PM, its changes are taken back.'
        ]
    ])('%s says what it is and is decided here', async (_, over, badge, words) => {
        const view = requestDocument({ status: 'active', ...over });
        const { inbox } = await opened([seat(1, { view, Status__c: 'active' })]);
        const matter = find(inbox, 'matter');
        expect(matter.querySelector('lightning-badge').label).toBe(badge);
        expect(matter.textContent).toBe(words);
        await select(inbox, 0);
        await press(inbox, 'approve');
        expect(createRecord.mock.calls[0][0].fields.Decision__c).toBe('approve');
    });

    it('an objection is named, and decided where its words stand', async () => {
        const view = requestDocument({ status: 'active', disputes: disputesDocument([{}]) });
        const { inbox } = await opened([seat(1, { view, Status__c: 'active', may: 'uphold;dismiss' })]);
        expect(find(inbox, 'matter').querySelector('lightning-badge').label).toBe('An objection');
        expect(textOf(inbox)).toContain('The reason given is not true. “The customer never asked for anybody.”');
        expect(find(inbox, 'not-decidable')).toBeUndefined();
        expect(all(inbox, 'select')[0].disabled).toBe(true);
        const ruling = find(inbox, 'ruling');
        await fill(ruling, 'comment', 'The mail is there.');
        await press(ruling, 'dismiss');
        expect(createRecord.mock.calls[0][0].fields).toMatchObject({
            Handoff_Exception__c: 'a0H000000000001AAA',
            Decision__c: 'dismiss',
            Comment__c: 'The mail is there.',
            Version__c: 2
        });
        expect(find(inbox, 'announcement').textContent).toBe('1 sent, 0 not sent.');
        expect(find(inbox, 'ruling').may).toEqual([]);
    });
});

describe('about one request alone', () => {
    const MAY_ALL = 'approve;reject;ask;hand_over';

    it('a question is asked, and the others stay as they are', async () => {
        const { inbox } = await opened([seat(1, { may: MAY_ALL }), seat(2, { may: MAY_ALL })]);
        await select(inbox, 0, 1);
        const panel = all(inbox, 'said-alone')[1];
        await press(panel, 'ask');
        expect(createRecord).not.toHaveBeenCalled();
        await fill(panel, 'comment', 'Since when?');
        await press(panel, 'ask');
        expect(createRecord.mock.calls.map(([{ fields }]) => [fields.Handoff_Exception__c, fields.Decision__c])).toEqual([
            ['a0H000000000002AAA', 'ask']
        ]);
        expect(all(inbox, 'select').map((box) => box.checked)).toEqual([true, false]);
    });

    it('a seat is handed over', async () => {
        const { inbox } = await opened([seat(1, { may: MAY_ALL })]);
        const form = find(inbox, 'hand-over');
        await press(form, 'open');
        find(inbox, 'hand-over-to').dispatchEvent(
            new CustomEvent('change', { detail: { recordId: '005000000000007AAA' } })
        );
        await fill(form, 'text', 'I am away.');
        await press(form, 'send');
        expect(createRecord.mock.calls[0][0].fields).toMatchObject({
            Decision__c: 'hand_over',
            Handed_To__c: '005000000000007AAA',
            Comment__c: 'I am away.'
        });
    });

    it('what the org refuses stands beside it, and what was typed stays', async () => {
        createRecord.mockRejectedValueOnce({ body: { message: 'The row is locked.' } });
        const { inbox } = await opened([seat(1, { may: 'answer' })]);
        const panel = find(inbox, 'said-alone');
        await fill(panel, 'comment', 'Since June.');
        await press(panel, 'answer');
        expect(textOf(inbox)).toContain('The row is locked.');
        expect(find(panel, 'comment').value).toBe('Since June.');
        expect(find(inbox, 'announcement').textContent).toBe('0 sent, 1 not sent.');
    });

    it('nothing is offered where the viewer may only decide, or the document cannot be read', async () => {
        const { inbox } = await opened([seat(1, { may: 'approve;reject' }), seat(2, { may: MAY_ALL, view: undefined })]);
        expect(find(inbox, 'alone')).toBeUndefined();
    });
});

it('moves the focus to what became of it', async () => {
    const { inbox } = await opened([seat(1)]);
    await select(inbox, 0);
    await press(inbox, 'approve');
    await settled();
    expect(inbox.shadowRoot.activeElement.dataset.testid).toBe('announcement');
});

describe('what was said before', () => {
    const NO_MORE = { hasNextPage: false };
    const heard = (...decisions) => opened([seat(1), seat(2)], NO_MORE, jest.fn().mockResolvedValue(), decisions);

    it('and has not been read takes no second word', async () => {
        const { inbox } = await heard(said(1));
        expect(all(inbox, 'select').map((box) => box.disabled)).toEqual([true, false]);
        expect(all(inbox, 'result').map((one) => one.textContent)).toEqual(['Sent. Handrail has not read it yet.', '']);
        expect(all(inbox, 'alone')).toHaveLength(1);
    });

    it('and was refused is told with why, and can be said anew', async () => {
        const problem = { code: 'changed_meanwhile', detail: 'Somebody was faster. Look again, then decide.' };
        const { inbox } = await heard(said(2, { outcome: 'refused', problem }), said(2));
        expect(all(inbox, 'result')[1].textContent).toBe('Your "Approve" was not accepted');
        expect(textOf(inbox)).toContain('Somebody was faster. Look again, then decide.');
        expect(all(inbox, 'select')[1].disabled).toBe(false);
    });

    it('and was accepted shows in the request alone', async () => {
        const { inbox } = await heard(said(1, { outcome: 'accepted' }));
        expect(all(inbox, 'result')[0].textContent).toBe('');
        expect(all(inbox, 'select')[0].disabled).toBe(false);
    });

    it('is looked for again while it is not read, a minute at most', async () => {
        jest.useFakeTimers();
        const { inbox, refresh } = await opened([seat(1)]);
        refresh.mockImplementation(async () => graphql.emit(rowsOf([seat(1)], NO_MORE, [said(1)]), undefined, refresh));
        await select(inbox, 0);
        await press(inbox, 'approve');
        expect(refresh).toHaveBeenCalledTimes(1);
        for (let look = 0; look < 30; look += 1) {
            jest.advanceTimersByTime(5000);
            await settled();
        }
        expect(refresh).toHaveBeenCalledTimes(13);
        jest.useRealTimers();
    });

    it('by a question leaves the request to be decided once it was read', async () => {
        const { inbox, refresh } = await opened([seat(1)]);
        await fill(find(inbox, 'said-alone'), 'comment', 'Since when?');
        await press(find(inbox, 'said-alone'), 'ask');
        expect(all(inbox, 'select')[0].disabled).toBe(true);
        graphql.emit(rowsOf([seat(1)], NO_MORE, [said(1, { kind: 'ask', outcome: 'accepted' })]), undefined, refresh);
        await settled();
        expect(all(inbox, 'select')[0].disabled).toBe(false);
        expect(all(inbox, 'result')[0].textContent).toBe('');
    });
});
