import { graphql } from 'lightning/graphql';
import { createRecord } from 'lightning/uiRecordApi';
import { openCard as open, opened, shown } from '../../../../../../test-support/card';
import {
    cardData,
    DECISION,
    EXCEPTION,
    exceptionNode,
    policyNode,
    RECORD,
    requestDocument
} from '../../../../../../test-support/fixtures';
import { all, fill, find, press, pressTwice, settled, textOf } from '../../../../../../test-support/page';

jest.mock('@salesforce/user/Id', () => ({ default: '005000000000001AAA' }), { virtual: true });

beforeEach(() => jest.useFakeTimers());

afterEach(() => {
    while (document.body.firstChild) document.body.firstChild.remove();
    jest.clearAllMocks();
    createRecord.mockResolvedValue({});
    jest.useRealTimers();
});

describe('before there is a request', () => {
    it('says that it is loading', async () => {
        const card = open();
        await settled();
        expect(find(card, 'loading').alternativeText).toBe('Loading');
        expect(find(card, 'standard-path')).toBeUndefined();
    });

    it('asks only for the rows of its record and its object', async () => {
        open('Lead');
        await settled();
        expect(graphql.getLastConfig().variables).toEqual({
            recordId: RECORD,
            policies: 'Lead:%',
            viewer: '005000000000001AAA'
        });
    });

    it('shows what standard routing does, and the way to ask for something else', async () => {
        const { card } = await opened(cardData());
        expect(textOf(card)).toContain('Standard path: AE handoff');
        expect(textOf(card)).toContain('Goes to the owner of the region within four business hours.');
        expect(find(card, 'request-exception').label).toBe('Request an exception');
    });

    it('says so when the policy offers no type', async () => {
        const { card } = await opened(cardData({ policies: [] }));
        expect(find(card, 'request-exception')).toBeUndefined();
        expect(textOf(find(card, 'no-types').getRootNode().host)).toContain('the policy offers no type');
    });

    it('says so when the policy cannot be read', async () => {
        const { card } = await opened(cardData({ policies: [policyNode('{"id": 7'), policyNode({ id: 'x' })] }));
        expect(find(card, 'no-types').textContent).toContain('could not be read by this card');
    });

    it('is idle on an object that is not governed', async () => {
        const card = open('Contact');
        await settled();
        expect(graphql.getLastConfig()?.variables).toBeUndefined();
        expect(find(card, 'problem-code').textContent).toBe('record_not_supported');
    });
});

describe('an error', () => {
    it('is said in the words of the platform, with a way to try again', async () => {
        const card = open();
        const refresh = jest.fn().mockResolvedValue();
        graphql.emitErrors([{ message: 'Insufficient access on Handoff_Exception__c' }], undefined, refresh);
        await settled();
        expect(textOf(card)).toContain('Insufficient access on Handoff_Exception__c');
        // Nothing was to be saved, so nothing is said of saving.
        expect(textOf(card)).toContain('This cannot be read');
        await press(card, 'retry-load');
        expect(refresh).toHaveBeenCalledTimes(1);
    });

    it('does not take away what was shown', async () => {
        const { card } = await shown({ status: 'active' });
        graphql.emitErrors([{ message: 'Failed to fetch' }]);
        await settled();
        expect(textOf(card)).toContain('No connection');
        expect(find(card, 'active')).toBeDefined();
    });

    it('is a document this card does not understand', async () => {
        const { card } = await opened(cardData({ exceptions: [exceptionNode({ view: { typeLabel: 'X' } })] }));
        expect(find(card, 'problem-code').textContent).toBe('rows_not_understood');
        expect(find(card, 'request-exception')).toBeUndefined();
    });

    it('is a status this card does not know', async () => {
        const { card } = await shown({ status: 'teleported' });
        expect(find(card, 'problem-code').textContent).toBe('rows_not_understood');
    });
});

describe('a request that was sent', () => {
    it('is saved, and says that Handrail has not read it', async () => {
        const { card } = await opened(cardData({ exceptions: [exceptionNode({ Status__c: 'submitted' })] }));
        expect(textOf(card)).toContain('Your request is saved');
        expect(textOf(card)).toContain('nothing is lost');
        expect(find(card, 'request-exception')).toBeUndefined();
    });

    it('is looked for again, a minute at most', async () => {
        const { refresh } = await opened(cardData({ exceptions: [exceptionNode({ Status__c: 'submitted' })] }));
        for (let look = 0; look < 30; look += 1) {
            jest.advanceTimersByTime(5000);
            await settled();
        }
        expect(refresh).toHaveBeenCalledTimes(12);
    });

    it('is not looked for after the card is gone', async () => {
        const { card, refresh } = await opened(cardData({ exceptions: [exceptionNode({ Status__c: 'submitted' })] }));
        card.remove();
        jest.advanceTimersByTime(60000);
        await settled();
        expect(refresh).not.toHaveBeenCalled();
    });

    it('was refused: says why, and offers to ask again', async () => {
        const refused = exceptionNode({
            Status__c: 'refused',
            Problem_Code__c: 'criteria_not_met',
            Problem_Detail__c: 'The account is not on the list of strategic accounts. Choose another type.'
        });
        const { card } = await opened(cardData({ exceptions: [refused] }));
        expect(textOf(card)).toContain('The last request was not accepted');
        expect(textOf(card)).toContain('The account is not on the list of strategic accounts.');
        expect(find(card, 'problem-code').textContent).toBe('criteria_not_met');
        expect(find(card, 'request-exception').label).toBe('Request another');
    });

    it('that was refused because of a live one does not hide it', async () => {
        const refused = { ...exceptionNode({ Status__c: 'refused' }), Id: 'a0H000000000002AAA' };
        const live = exceptionNode({ view: requestDocument({ status: 'active' }), Status__c: 'active' });
        const { card } = await opened(cardData({ exceptions: [refused, live] }));
        expect(find(card, 'active')).toBeDefined();
    });
});

describe('a request that waits', () => {
    it('says who decides, why, and what happens if nobody does', async () => {
        const { card } = await shown({ status: 'pending' });
        const text = textOf(card);
        expect(text).toContain('Waiting for Elena Fischer.');
        expect(text).toContain('CRO: Elena Fischer');
        expect(text).toContain('The amount is over 250,000.');
        expect(text).toContain('An amount of 250,000 or less.');
        expect(text).toContain('Owner: Maya Chen → Tom Becker');
        expect(text).toContain('Elena Fischer is reminded.');
        expect(text).toContain('Only the people named above can decide.');
        expect(find(card, 'approve')).toBeUndefined();
    });

    it('says which facts are missing', async () => {
        const { card } = await shown({ status: 'pending', decision: { ...DECISION, unknownFacts: ['Amount'] } });
        expect(find(card, 'unknown-facts').textContent).toContain('Amount');
    });

    it.each([
        ['approve', 'The customer is on the list.'],
        ['reject', ''],
        ['ask', 'Since when is it on the list?']
    ])('is decided by whom it waits for: %s', async (kind, comment) => {
        const { card, refresh } = await shown(
            { status: 'pending' },
            { seat: { may: 'approve;reject;ask', why: 'You are the CRO.' } }
        );
        expect(textOf(card)).toContain('Why you: You are the CRO.');
        await fill(card, 'comment', comment);
        await press(card, kind);
        expect(createRecord).toHaveBeenCalledWith({
            apiName: 'Handoff_Decision__c',
            fields: {
                Handoff_Exception__c: EXCEPTION,
                Decision__c: kind,
                Comment__c: comment,
                Version__c: 2,
                Client_Id__c: expect.stringMatching(/^[0-9a-f]{32}$/)
            }
        });
        expect(refresh).toHaveBeenCalled();
    });

    it('takes no empty question', async () => {
        const { card } = await shown({ status: 'pending' }, { seat: { may: 'approve;ask' } });
        await press(card, 'ask');
        expect(createRecord).not.toHaveBeenCalled();
    });

    it('shows that a decision was sent, and takes no second one', async () => {
        const { card } = await shown(
            { status: 'pending' },
            { seat: { may: 'approve;reject' }, decisions: [{ kind: 'approve' }] }
        );
        expect(find(card, 'decision-sent').textContent).toContain('Your "Approve" was saved.');
        expect(find(card, 'approve')).toBeUndefined();
    });

    it('shows to their author that a decision was refused, and why', async () => {
        const problem = { code: 'not_an_approver', detail: 'Only the CRO decides this. Ask Elena Fischer.' };
        const { card } = await shown({ status: 'pending' }, { decisions: [{ outcome: 'refused', problem }] });
        expect(textOf(card)).toContain('Your "Approve" was not accepted');
        expect(textOf(card)).toContain('Only the CRO decides this. Ask Elena Fischer.');
    });

    it('refused because somebody was faster is made anew, on the version that is shown now', async () => {
        const problem = { code: 'changed_meanwhile', detail: 'Somebody was faster. Look again, then decide.' };
        const { card } = await shown(
            { status: 'pending', version: 3 },
            { seat: { may: 'approve' }, Version__c: 3, decisions: [{ outcome: 'refused', problem }] }
        );
        expect(textOf(card)).toContain('Somebody was faster. Look again, then decide.');
        await press(card, 'approve');
        expect(createRecord.mock.calls[0][0].fields.Version__c).toBe(3);
    });

    it('shows to nobody else that a decision was refused', async () => {
        const problem = { code: 'not_an_approver', detail: 'Only the CRO decides this.' };
        const { card } = await shown(
            { status: 'pending' },
            { decisions: [{ outcome: 'refused', problem, by: '005000000000009AAA' }] }
        );
        expect(textOf(card)).not.toContain('Only the CRO decides this.');
    });

    it('is withdrawn after a second press', async () => {
        const { card } = await shown({ status: 'pending' }, { seat: { may: 'withdraw', open: false } });
        await pressTwice(card, 'withdraw');
        expect(createRecord.mock.calls[0][0].fields.Decision__c).toBe('withdraw');
    });

    it('is answered by its requester', async () => {
        const conversation = [
            { kind: 'question', by: { name: 'Elena Fischer' }, text: 'Since when?', at: '2026-11-23T10:00:00Z' }
        ];
        const { card } = await shown({ status: 'info_requested', conversation }, { seat: { may: 'answer;withdraw' } });
        expect(textOf(card)).toContain('Elena Fischer asked on Nov 23, 2026');
        expect(textOf(find(card, 'conversation').getRootNode().host)).toContain('Since when?');
        await fill(card, 'comment', 'Since June.');
        await press(card, 'answer');
        expect(createRecord.mock.calls[0][0].fields).toMatchObject({ Decision__c: 'answer', Comment__c: 'Since June.' });
    });
});

describe('a decision the platform', () => {
    const refusal = {
        body: {
            message: 'An error occurred while trying to update the record.',
            output: {
                errors: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'A decision is not changed.' }],
                fieldErrors: {}
            }
        }
    };

    it('refuses is not lost: its words are shown, and pressing again repeats the same id', async () => {
        createRecord.mockRejectedValueOnce(refusal);
        const { card } = await shown({ status: 'pending' }, { seat: { may: 'approve' } });
        await press(card, 'approve');
        expect(textOf(card)).toContain('A decision is not changed.');
        await press(card, 'approve');
        const [first, second] = createRecord.mock.calls.map(([{ fields }]) => fields.Client_Id__c);
        expect(second).toBe(first);
    });

    it('has already counts as sent', async () => {
        createRecord.mockRejectedValueOnce({
            body: { message: 'duplicate', output: { errors: [{ errorCode: 'DUPLICATE_VALUE', message: 'duplicate' }] } }
        });
        const { card } = await shown({ status: 'pending' }, { seat: { may: 'approve' } });
        await press(card, 'approve');
        expect(find(card, 'problem')).toBeUndefined();
    });
});

describe('after the decision', () => {
    const steps = [
        { words: 'Hold routing', status: 'done' },
        { words: 'Set the owner to Tom Becker', status: 'failed', note: 'The record is locked.' },
        { words: 'Add a note', status: 'waiting' }
    ];

    it('shows what is being carried out', async () => {
        const { card } = await shown({ status: 'approved', steps });
        expect(find(card, 'in_progress')).toBeDefined();
        expect(all(card, 'steps')[0].textContent).toContain('Set the owner to Tom Becker');
    });

    it('shows an exception in force: what changed, who approved it, what comes next, when it ends', async () => {
        const reviews = [
            {
                reviewer: { name: 'Elena Fischer', email: 'e@northwind.example' },
                outcome: 'approve',
                comment: 'Fine.',
                at: '2026-11-23T11:00:00Z'
            }
        ];
        const { card } = await shown({ status: 'active', reviews }, { seat: { may: 'end' } });
        const text = textOf(card);
        expect(text).toContain('Strategic Logo is in force');
        expect(text).toContain('Elena Fischer approved');
        expect(text).toContain('Introduce Tom to the customer this week.');
        expect(find(card, 'ends').value).toBe('2026-12-23T22:59:59Z');
        await pressTwice(card, 'end');
        expect(createRecord.mock.calls[0][0].fields.Decision__c).toBe('end');
    });

    it('says which step failed, and takes the order to try it again', async () => {
        const { card } = await shown(
            { status: 'needs_attention', steps, failure: 'The owner could not be set: the record is locked.' },
            { seat: { may: 'retry' } }
        );
        expect(find(card, 'next').textContent).toBe('The owner could not be set: the record is locked.');
        expect(textOf(card)).toContain('The record is locked.');
        await press(card, 'retry');
        expect(createRecord.mock.calls[0][0].fields.Decision__c).toBe('retry');
    });

    it.each(['ended', 'reverted', 'rejected', 'withdrawn', 'lapsed'])(
        'shows the standard path again, and how it ended: %s',
        async (status) => {
            const { card } = await shown({ status, rejectedBecause: 'Not strategic.' });
            expect(find(card, 'finished')).toBeDefined();
            expect(find(card, 'standard-path')).toBeDefined();
            expect(find(card, 'request-exception').label).toBe('Request another');
            // What was never in force has changed nothing.
            expect(textOf(card).includes('What changed')).toBe(status === 'ended');
        }
    );
});
