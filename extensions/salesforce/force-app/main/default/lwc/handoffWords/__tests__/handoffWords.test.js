import { DECISION_KINDS, MATTER_KINDS, REQUEST_STATUSES } from 'c/handoffContract';
import { filled, inWords, kindInWords, matterInWords, statusInWords } from 'c/handoffWords';
import { extensionDocument, requestDocument } from '../../../../../../test-support/fixtures';

jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Berlin' }), { virtual: true });

describe('a label', () => {
    it.each([
        ['{0} and {1}', ['a', 'b'], 'a and b'],
        ['{1}, {0}, {1}', ['a', 'b'], 'b, a, b'],
        ['{0}', ["$& $' {1} {0}"], "$& $' {1} {0}"],
        ['{0} of {1}', [0], '0 of {1}'],
        ['no blank', ['a'], 'no blank']
    ])('%s with %j', (label, values, expected) => {
        expect(filled(label, ...values)).toBe(expected);
    });
});

it.each([
    ['2026-11-23T23:30:00Z', 'Nov 24, 2026, 12:30 AM'],
    ['2026-07-01T10:00:00.000Z', 'Jul 1, 2026, 12:00 PM'],
    ['some day', 'some day'],
    [undefined, '']
])('the instant %s is %s where the person is', (instant, words) => {
    expect(inWords(instant)).toBe(words);
});

it('every kind of decision and every status has a name', () => {
    for (const kind of DECISION_KINDS) expect(kindInWords(kind)).not.toBe(kind);
    for (const status of REQUEST_STATUSES) expect(statusInWords(status, {})).not.toBe(status);
    expect(kindInWords('teleport')).toBe('teleport');
    expect(statusInWords('teleported', undefined)).toBe('teleported');
});

describe('approving and rejecting', () => {
    const view = (matter) =>
        requestDocument({ matter, extensions: matter === 'extension' ? [extensionDocument()] : [] });

    it('are called by what waits', () => {
        const labels = MATTER_KINDS.map((matter) => matterInWords(view(matter)));
        expect(new Set(labels.map(({ heading }) => heading)).size).toBe(MATTER_KINDS.length);
        expect(new Set(labels.map(({ approve, reject }) => `${approve} ${reject}`)).size).toBe(MATTER_KINDS.length);
        expect(labels.every(({ consequence }) => consequence.length > 20)).toBe(true);
    });

    it('are about the request where the document does not say', () => {
        expect(matterInWords(undefined).approve).toBe('Approve');
    });

    it('are about an extension also where the document lost which one', () => {
        expect(matterInWords(requestDocument({ matter: 'extension', extensions: [] }))).toMatchObject({
            approve: 'Approve the extension',
            consequence: 'If rejected, the exception ends as it was granted.'
        });
    });
});
