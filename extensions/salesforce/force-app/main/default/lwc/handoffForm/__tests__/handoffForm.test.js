import { createElement } from 'lwc';
import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { createRecord, getRecord } from 'lightning/uiRecordApi';
import HandoffForm from 'c/handoffForm';
import { RECORD, TYPE } from '../../../../../../test-support/fixtures';
import { all, fill, find, press, settled, textOf } from '../../../../../../test-support/page';

jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'America/New_York' }), { virtual: true });

const OTHER = { ...TYPE, id: 'data-fix', label: 'Data Fix', owner: 'none', stage: 'none', reasonMinLength: 0 };
const REASON = 'The customer asked for Tom, who sold them the first contract.';

async function open({ types = [TYPE, OTHER], objectApiName = 'Opportunity', amount = 400000 } = {}) {
    const form = createElement('c-handoff-form', { is: HandoffForm });
    Object.assign(form, { recordId: RECORD, objectApiName, types });
    document.body.appendChild(form);
    getRecord.emit({ fields: { Amount: { value: amount } }, recordTypeInfo: { recordTypeId: '012000000000001AAA' } });
    await settled();
    return form;
}

async function filled(over = {}) {
    const form = await open(over);
    await fill(form, 'type', 'strategic-logo');
    await fill(form, 'reason-code', 'board');
    await fill(form, 'reason', REASON);
    await fill(form, 'owner', '005000000000007AAA');
    return form;
}

beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-11-23T12:00:00Z') }));

afterEach(() => {
    while (document.body.firstChild) document.body.firstChild.remove();
    jest.clearAllMocks();
    createRecord.mockResolvedValue({});
    jest.useRealTimers();
});

it('offers the types of the policy, and nothing else before one is chosen', async () => {
    const form = await open();
    expect(find(form, 'type').options).toEqual([
        { label: 'Strategic Logo', value: 'strategic-logo' },
        { label: 'Data Fix', value: 'data-fix' }
    ]);
    expect(find(form, 'reason')).toBeUndefined();
});

it('has the only type chosen already', async () => {
    const form = await open({ types: [OTHER] });
    expect(find(form, 'type').value).toBe('data-fix');
});

it('says what counts, gives an example, and what does not count', async () => {
    const form = await open();
    await fill(form, 'type', 'strategic-logo');
    expect(find(form, 'criteria').textContent).toBe('The account is on the list of strategic accounts.');
    expect(find(form, 'example').textContent).toContain('The customer asked');
    expect(textOf(form)).toContain('A big deal alone is not strategic.');
    expect(textOf(form)).toContain('The mail of the customer');
});

describe('says who will be asked', () => {
    it.each([
        [400000, ['is asked', 'is asked']],
        [250000, ['is asked']],
        [null, ['is asked', 'may be asked']]
    ])('for an amount of %s', async (amount, expected) => {
        const form = await open({ amount });
        await fill(form, 'type', 'strategic-logo');
        const bands = all(form, 'band').map((band) => band.querySelector('lightning-badge').label);
        expect(bands).toEqual(expected);
    });

    it('and reads only the fields the bands look at', async () => {
        await open();
        expect(getRecord.getLastConfig()).toEqual({
            recordId: RECORD,
            optionalFields: ['Opportunity.Amount', 'Opportunity.Id']
        });
    });
});

it('offers the stages of the record type of the record', async () => {
    const form = await open();
    await fill(form, 'type', 'strategic-logo');
    getPicklistValues.emit({ values: [{ label: 'Negotiation', value: 'Negotiation/Review' }] });
    await settled();
    expect(getPicklistValues.getLastConfig()).toEqual({
        recordTypeId: '012000000000001AAA',
        fieldApiName: 'Opportunity.StageName'
    });
    expect(find(form, 'stage').options).toEqual([{ label: 'Negotiation', value: 'Negotiation/Review' }]);
});

it.each([
    ['an account has no stage', { objectApiName: 'Account' }, 'strategic-logo', 'stage'],
    ['the type proposes no stage', {}, 'data-fix', 'stage'],
    ['the type proposes no owner', {}, 'data-fix', 'owner']
])('leaves out a field where %s', async (_, over, type, field) => {
    const form = await open(over);
    await fill(form, 'type', type);
    expect(find(form, field)).toBeUndefined();
});

it('files what was typed, until the end of the day where the person is', async () => {
    const form = await filled();
    const filed = jest.fn();
    form.addEventListener('filed', filed);
    await fill(form, 'until', '2026-12-24');
    await press(form, 'submit');
    expect(createRecord).toHaveBeenCalledWith({
        apiName: 'Handoff_Exception__c',
        fields: {
            Opportunity__c: RECORD,
            Record_Id__c: RECORD,
            Exception_Type__c: 'strategic-logo',
            Reason_Code__c: 'board',
            Reason__c: REASON,
            Expires_At__c: '2026-12-25T04:59:59.000Z',
            Proposed_Owner__c: '005000000000007AAA',
            Client_Id__c: expect.stringMatching(/^[0-9a-f]{32}$/)
        }
    });
    expect(filed).toHaveBeenCalledTimes(1);
});

it('names the record type of the package where the person has it', async () => {
    const form = await filled();
    getObjectInfo.emit({
        defaultRecordTypeId: '012000000000009AAA',
        recordTypeInfos: {
            '012000000000002AAA': { name: 'Opportunity', available: true, recordTypeId: '012000000000002AAA' }
        }
    });
    await settled();
    await press(form, 'submit');
    expect(createRecord.mock.calls[0][0].fields.RecordTypeId).toBe('012000000000002AAA');
});

describe('is not sent', () => {
    it.each([
        ['no reason is chosen', 'reason-code', ''],
        ['the reason is too short', 'reason', 'Because.'],
        ['the owner is missing', 'owner', ''],
        ['it would end in the past', 'until', '2026-11-22'],
        ['it would last too long', 'until', '2027-03-01'],
        ['there is no day', 'until', '']
    ])('while %s', async (_, field, value) => {
        const form = await filled();
        await fill(form, field, value);
        await press(form, 'submit');
        expect(createRecord).not.toHaveBeenCalled();
    });

    it('before a type is chosen', async () => {
        const form = await open();
        await press(form, 'submit');
        expect(createRecord).not.toHaveBeenCalled();
    });
});

it('marks what lacks, and what was mended no longer', async () => {
    const form = await open();
    await fill(form, 'type', 'strategic-logo');
    const reason = find(form, 'reason');
    reason.setCustomValidity = jest.fn();
    await press(form, 'submit');
    expect(reason.setCustomValidity).toHaveBeenLastCalledWith('Write 20 more characters.');
    await fill(form, 'reason', REASON);
    expect(reason.setCustomValidity).toHaveBeenLastCalledWith('');
});

it('counts the characters that are missing', async () => {
    const form = await filled();
    await fill(form, 'reason', 'Because.');
    expect(find(form, 'missing').textContent).toBe('Write 12 more characters.');
});

it('keeps the reason when another type is chosen, and starts the rest anew', async () => {
    const form = await filled();
    await fill(form, 'type', 'data-fix');
    expect(find(form, 'reason').value).toBe(REASON);
    expect(find(form, 'reason-code').value).toBe('');
});

describe('when the platform refuses', () => {
    const refusal = {
        body: {
            message: 'An error occurred.',
            output: { errors: [], fieldErrors: { Reason__c: [{ message: 'Reason: data value too large' }] } }
        }
    };

    it('says what it said, keeps the form, and sends the same id again', async () => {
        createRecord.mockRejectedValueOnce(refusal);
        const form = await filled();
        await press(form, 'submit');
        expect(textOf(form)).toContain('Reason: data value too large');
        expect(find(form, 'submit').disabled).toBe(false);
        jest.advanceTimersByTime(60000);
        await press(form, 'submit');
        const ids = createRecord.mock.calls.map(([{ fields }]) => fields.Client_Id__c);
        expect(ids[1]).toBe(ids[0]);
    });

    it('and the form was changed, it is another request', async () => {
        createRecord.mockRejectedValueOnce(refusal);
        const form = await filled();
        await press(form, 'submit');
        await fill(form, 'reason', `${REASON} And soon.`);
        await press(form, 'submit');
        const ids = createRecord.mock.calls.map(([{ fields }]) => fields.Client_Id__c);
        expect(ids[1]).not.toBe(ids[0]);
    });
});

describe('taking effect at once', () => {
    const breakGlass = {
        reviewHours: 4,
        prompt: 'Why can it not wait for the CRO?',
        minLength: 10,
        allowed: 'CRO (Elena Fischer)',
        people: ['elena.fischer@northwind.example'],
        depends: false
    };
    const types = (over = {}) => [{ ...TYPE, breakGlass: { ...breakGlass, ...over } }];
    const isUser = (config) => config.optionalFields?.includes('User.Email');

    async function offered(email, over = {}) {
        const form = await filled({ types: types(over) });
        getRecord.emit({ fields: { Email: { value: email } } }, isUser);
        await settled();
        return form;
    }

    it.each([
        ['Elena.Fischer@northwind.example', {}, true],
        ['maya.chen@northwind.example', {}, false],
        ['maya.chen@northwind.example', { depends: true }, true]
    ])('is offered to %s where the policy says %j: %s', async (email, over, expected) => {
        const form = await offered(email, over);
        expect(find(form, 'at-once') !== undefined).toBe(expected);
    });

    it('is offered with the words of who may, where the address of the viewer cannot be read', async () => {
        const form = await filled({ types: types() });
        expect(find(form, 'at-once-allowed').textContent).toBe(
            'For CRO (Elena Fischer). An attempt by anybody else is refused and recorded.'
        );
    });

    it('is not offered where the type does not allow it, or says it in a way this form does not know', async () => {
        expect(find(await filled(), 'at-once')).toBeUndefined();
        document.body.firstChild.remove();
        expect(find(await filled({ types: types({ people: undefined }) }), 'at-once')).toBeUndefined();
    });

    it('warns, wants a reason of its own, and is sent with it', async () => {
        const form = await offered('elena.fischer@northwind.example');
        expect(find(form, 'at-once-warning')).toBeUndefined();
        await fill(form, 'at-once', true);
        expect(textOf(form)).toContain('They owe a review within 4 business hours');
        expect(find(form, 'at-once-allowed').textContent).toBe('');
        await fill(form, 'at-once-reason', 'Now.');
        expect(find(form, 'at-once-missing').textContent).toBe('Write 6 more characters.');
        await press(form, 'submit');
        expect(createRecord).not.toHaveBeenCalled();
        await fill(form, 'at-once-reason', 'The board meets in an hour.');
        await press(form, 'submit');
        expect(createRecord.mock.calls[0][0].fields).toMatchObject({
            Break_Glass__c: true,
            Break_Glass_Reason__c: 'The board meets in an hour.'
        });
    });

    it('is not sent where nobody chose it', async () => {
        const form = await offered('elena.fischer@northwind.example');
        await press(form, 'submit');
        const { fields } = createRecord.mock.calls[0][0];
        expect(Object.keys(fields)).not.toContain('Break_Glass__c');
    });

    it('is forgotten when another type is chosen', async () => {
        const form = await offered('elena.fischer@northwind.example');
        await fill(form, 'at-once', true);
        await fill(form, 'type', 'strategic-logo');
        expect(find(form, 'at-once').checked).toBe(false);
    });
});
