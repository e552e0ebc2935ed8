import { bandApplies, cardOf, documentOf, exceptionOf, isRepeated, platformProblem } from 'c/handoffRows';
import { EXCEPTION_ROW_STATUSES } from 'c/handoffContract';
import { cardData, exceptionNode, requestDocument, VIEWER } from '../../../../../../test-support/fixtures';

describe('a band', () => {
    const over = { when: { field: 'Amount', above: 250000 }, depends: false };
    const between = { when: { field: 'Amount', above: 100, atMost: 200 }, depends: false };

    it.each([
        ['always', { depends: false }, {}, 'true'],
        ['always, if other facts allow', { depends: true }, {}, 'unknown'],
        ['above its border', over, { Amount: 250001 }, 'true'],
        ['at its border', over, { Amount: 250000 }, 'false'],
        ['with no number', over, { Amount: null }, 'unknown'],
        ['with a field that cannot be read', over, {}, 'unknown'],
        ['up to its upper border', between, { Amount: 200 }, 'true'],
        ['over its upper border', between, { Amount: 201 }, 'false'],
        ['where zero is a number', { when: { field: 'Amount', atMost: 0 }, depends: false }, { Amount: 0 }, 'true'],
        ['that depends and is out of reach', { ...over, depends: true }, { Amount: 1 }, 'false']
    ])('%s', (_, band, facts, expected) => {
        expect(bandApplies(band, facts)).toBe(expected);
    });
});

describe('a row', () => {
    it.each(EXCEPTION_ROW_STATUSES.map((status) => [status]))('of status %s has a screen', (status) => {
        const view = requestDocument({ status });
        expect(exceptionOf(exceptionNode({ view, Status__c: status }), VIEWER).screen).not.toBe('unknown');
    });

    it.each([
        ['no document', null],
        ['text', 'hello'],
        ['half a document', '{"typeLabel":"X"'],
        ['a list', '[1]'],
        ['a document without rows', JSON.stringify({ ...requestDocument(), decision: { asked: [] } })]
    ])('that should have a document and has %s is not guessed at', (_, text) => {
        const node = { ...exceptionNode({ Status__c: 'active' }), View__c: { value: text } };
        expect(exceptionOf(node, VIEWER).screen).toBe('unknown');
    });
});

it('reads nothing from nothing', () => {
    expect(cardOf(undefined, VIEWER)).toEqual({ shown: undefined, types: [], unreadable: 0, path: undefined });
    expect(documentOf('')).toBeUndefined();
});

it('shows the newest when none is live', () => {
    const ended = (id) => ({
        ...exceptionNode({ view: requestDocument({ status: 'ended' }), Status__c: 'ended' }),
        Id: id
    });
    expect(cardOf(cardData({ exceptions: [ended('new'), ended('old')] }), VIEWER).shown.id).toBe('new');
});

describe('what the platform throws', () => {
    it.each([
        ['a wire error', [{ message: 'No access' }], ['No access']],
        ['a write error', { body: { message: 'Nope' } }, ['Nope']],
        [
            'field errors',
            { body: { message: 'x', output: { errors: [{ message: 'A' }], fieldErrors: { F: [{ message: 'B' }] } } } },
            ['A', 'B']
        ],
        ['the same thing twice', [{ message: 'A' }, { message: 'A' }], ['A']],
        ['nothing', undefined, []]
    ])('%s', (_, thrown, more) => {
        expect(platformProblem(thrown)).toEqual({ code: 'platform_refused', more });
    });

    it('a lost connection', () => {
        expect(platformProblem(new Error('Failed to fetch')).code).toBe('no_connection');
    });

    it.each([
        [{ body: { output: { errors: [{ errorCode: 'DUPLICATE_VALUE' }] } } }, true],
        [{ body: { errorCode: 'DUPLICATE_VALUE' } }, true],
        [{ body: { output: { errors: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] } } }, false],
        [new Error('x'), false]
    ])('a repeated write', (thrown, expected) => {
        expect(isRepeated(thrown)).toBe(expected);
    });
});

describe('a document that holds something else where one of these stands is never guessed at:', () => {
    const extension = {
        number: 1,
        outcome: 'open',
        by: { name: 'Maya Chen' },
        from: '2026-12-23T22:59:59Z',
        until: '2027-01-12T22:59:59Z'
    };
    const disputes = { rule: 'x', grounds: [], items: [{ objector: { name: 'Tom' }, deciders: [] }] };
    const screenOf = (over) =>
        exceptionOf(exceptionNode({ view: requestDocument({ status: 'active', ...over }), Status__c: 'active' }), VIEWER)
            .screen;

    it.each([
        ['extensions', { extensions: 'none' }],
        ['an extension', { extensions: [{ ...extension, until: 'soon' }] }],
        ['who asked for it', { extensions: [{ ...extension, by: null }] }],
        ['objections', { disputes: { ...disputes, items: {} } }],
        ['who objects', { disputes: { ...disputes, items: [{ deciders: [] }] } }],
        ['grounds', { disputes: { ...disputes, grounds: [null] } }],
        ['break-glass', { breakGlass: { reason: 'x' } }]
    ])('%s', (_, over) => {
        expect(screenOf(over)).toBe('unknown');
    });

    it('and each of them is understood as it should be', () => {
        const breakGlass = { reason: 'x', dueAt: '2026-11-24T12:00:00Z', outcome: 'owed' };
        expect(screenOf({ extensions: [extension], disputes, breakGlass })).toBe('active');
    });
});
