import { graphql } from 'lightning/graphql';
import { createRecord, getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { opened, shown } from '../../../../../../test-support/card';
import { cardData, exceptionNode, RECORD, requestDocument } from '../../../../../../test-support/fixtures';
import { find, press, settled, textOf } from '../../../../../../test-support/page';

jest.mock('@salesforce/user/Id', () => ({ default: '005000000000001AAA' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'UTC' }), { virtual: true });

/** The element with the focus, through all shadows. */
function focused() {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.dataset.testid;
}

afterEach(() => {
    while (document.body.firstChild) document.body.firstChild.remove();
    jest.clearAllMocks();
    createRecord.mockReset().mockResolvedValue({});
});

describe('the focus', () => {
    it('goes to what became of a decision', async () => {
        const row = (decisions) =>
            cardData({
                exceptions: [exceptionNode({ view: requestDocument(), seat: { may: 'approve' }, decisions })]
            });
        const refresh = jest.fn(async () => graphql.emit(row([{ kind: 'approve' }])));
        const { card } = await opened(row([]), refresh);
        await press(card, 'approve');
        await settled();
        expect(focused()).toBe('decision-sent');
    });

    it('goes to the top of the request where the rows do not show the decision yet', async () => {
        const { card } = await shown({ status: 'pending' }, { seat: { may: 'approve' } });
        await press(card, 'approve');
        await settled();
        expect(focused()).toBe('headline');
    });

    it('goes to what a button will do', async () => {
        const { card } = await shown({ status: 'pending' }, { seat: { may: 'withdraw' } });
        const withdraw = find(card, 'withdraw');
        await press(withdraw, 'ask');
        expect(focused()).toBe('consequence');
    });

    it('goes to the problem where the platform refuses', async () => {
        createRecord.mockRejectedValueOnce({ body: { message: 'The row is locked.' } });
        const { card } = await shown({ status: 'pending' }, { seat: { may: 'approve' } });
        await press(card, 'approve');
        await settled();
        expect(focused()).toBe('problem');
        expect(find(card, 'announcement').textContent).toBe('');
    });
});

describe('what comes on by itself', () => {
    const status = (name, next) =>
        cardData({ exceptions: [exceptionNode({ view: requestDocument({ status: name, next }), Status__c: name })] });

    it('is said aloud, and other components read the record again', async () => {
        const { card } = await opened(status('pending', 'Waiting for Elena Fischer.'));
        expect(find(card, 'announcement').textContent).toBe('');
        graphql.emit(status('active', 'Standard routing leaves this record alone.'));
        await settled();
        expect(find(card, 'announcement').textContent).toBe('The request came on. Exception active.');
        expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: RECORD }]);
    });

    it('is not said where nothing came on', async () => {
        const { card } = await opened(status('pending', 'Waiting for Elena Fischer.'));
        graphql.emit(status('pending', 'Waiting for Elena Fischer.'));
        await settled();
        expect(find(card, 'announcement').textContent).toBe('');
        expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
    });
});

describe('a record that is held without a request of its own', () => {
    const hold = (over = {}) => ({
        fields: {
            Handoff_Routing_Hold__c: { value: true },
            Handoff_Exception_Type__c: { value: 'strategic-logo' },
            Handoff_Exception_Expires_At__c: { value: '2026-12-23T12:00:00.000Z' },
            ...over
        }
    });
    const held = async (data, record = hold()) => {
        const { card } = await opened(data);
        getRecord.emit(record, (config) => config.optionalFields?.includes('Opportunity.Handoff_Routing_Hold__c'));
        await settled();
        return card;
    };

    it('is not said to follow the standard path', async () => {
        const card = await held(cardData());
        expect(textOf(find(card, 'held').getRootNode().host)).toContain(
            'Exception type: Strategic Logo Until Dec 23, 2026, 12:00 PM'
        );
        expect(find(card, 'standard-path')).toBeUndefined();
        expect(find(card, 'request-exception')).toBeDefined();
    });

    it('nor is it after a request of its own that is over', async () => {
        const view = requestDocument({ status: 'ended' });
        const card = await held(cardData({ exceptions: [exceptionNode({ view, Status__c: 'ended' })] }));
        expect(find(card, 'held')).toBeDefined();
        expect(find(card, 'headline').textContent).toBe('The last request: Strategic Logo');
    });

    it('is the request itself while that is live', async () => {
        const view = requestDocument({ status: 'active' });
        const card = await held(cardData({ exceptions: [exceptionNode({ view, Status__c: 'active' })] }));
        expect(find(card, 'held')).toBeUndefined();
    });

    it('is not taken for held where the hold is off or cannot be read', async () => {
        for (const value of [false, null, undefined]) {
            const card = await held(cardData(), hold({ Handoff_Routing_Hold__c: { value } }));
            expect(find(card, 'held')).toBeUndefined();
            expect(find(card, 'standard-path')).toBeDefined();
            card.remove();
        }
    });
});

it('what people wrote stands as it is, whatever characters it holds', async () => {
    const changes = [{ label: 'Owner', from: "Cash $& $' {1}", to: 'Tom $1' }];
    const { card } = await shown({ status: 'pending', changes });
    expect(textOf(card)).toContain("Owner: Cash $& $' {1} → Tom $1");
});
