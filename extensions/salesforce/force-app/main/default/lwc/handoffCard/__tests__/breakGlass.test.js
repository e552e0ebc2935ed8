import { createRecord } from 'lightning/uiRecordApi';
import { shown } from '../../../../../../test-support/card';
import { find, press, pressTwice, textOf } from '../../../../../../test-support/page';

jest.mock('@salesforce/user/Id', () => ({ default: '005000000000001AAA' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'UTC' }), { virtual: true });

afterEach(() => {
    while (document.body.firstChild) document.body.firstChild.remove();
    jest.clearAllMocks();
    createRecord.mockReset().mockResolvedValue({});
});

const written = () => createRecord.mock.calls.map(([{ fields }]) => fields);

const glass = (over = {}) => ({
    reason: 'The board meets in an hour.',
    dueAt: '2026-11-24T12:00:00Z',
    outcome: 'owed',
    ...over
});

it('wears its badge and is called what it is while nobody has approved it', async () => {
    const { card } = await shown({ status: 'active', breakGlass: glass() });
    const text = textOf(card);
    expect(text).toContain('Break-glass: a review is owed');
    expect(text).toContain('Maya Chen had it take effect at once: “The board meets in an hour.”');
    expect(text).toContain('Unless it is confirmed by Nov 24, 2026, 12:00 PM, its changes are taken back.');
    expect(find(card, 'headline').textContent).toBe('Strategic Logo is in force, not approved yet');
    expect(find(card, 'status').label).toBe('Active, review owed');
});

it('is not called approved while it takes effect', async () => {
    const { card } = await shown({ status: 'approved', breakGlass: glass() });
    expect(find(card, 'status').label).toBe('Taking effect, not approved');
});

it.each([
    ['approve', 'Confirm'],
    ['reject', 'Refuse']
])('is reviewed by who owes it: %s', async (kind, label) => {
    const { card } = await shown(
        { status: 'active', matter: 'break_glass', breakGlass: glass() },
        { seat: { may: 'approve;reject' } }
    );
    expect(textOf(card)).toContain('Your review of what took effect');
    expect(find(card, 'would-change').textContent).toContain('are put back as they were');
    expect(find(card, kind).label).toBe(label);
    await press(card, kind);
    expect(written()[0].Decision__c).toBe(kind);
});

it('is not ended without saying that everything is put back', async () => {
    const { card } = await shown({ status: 'active', breakGlass: glass() }, { seat: { may: 'end' } });
    const confirm = find(card, 'end');
    await press(confirm, 'ask');
    expect(find(confirm, 'consequence').textContent).toContain('everything it changed is put back');
    await press(confirm, 'cancel');
    await pressTwice(card, 'end');
    expect(written()).toHaveLength(1);
});

it.each([
    [{ outcome: 'confirmed', decidedAt: '2026-11-24T10:00:00Z' }, 'Confirmed on Nov 24, 2026, 10:00 AM.'],
    [{ outcome: 'reverted' }, 'Taken back because nobody reviewed it in time.']
])('keeps its badge once it was reviewed: %j', async (over, words) => {
    const reverted = { because: 'Taken back because nobody reviewed it in time.', left: ['Stage'] };
    const { card } = await shown({
        status: over.outcome === 'reverted' ? 'reverted' : 'active',
        breakGlass: glass(over),
        ...(over.outcome === 'reverted' && { reverted })
    });
    expect(find(card, 'break-glass-outcome').textContent).toBe(words);
    expect(find(card, 'break-glass-left')?.textContent).toBe(
        over.outcome === 'reverted' ? 'Left as it is, because somebody changed it since: Stage.' : undefined
    );
});

it('has no badge where it was approved first', async () => {
    const { card } = await shown({ status: 'active' });
    expect(find(card, 'break-glass')).toBeUndefined();
});
