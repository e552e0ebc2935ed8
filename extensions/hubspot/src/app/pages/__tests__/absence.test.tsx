import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { DelegationsReply, DelegationView } from '@handrail/contracts/delegations';
import { Button, DateInput, Input, Text } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { manager, NOW, rep } from 'handrail-hubspot-cards/__tests__/card-fixtures.ts';
import { freezeClock, settle } from 'handrail-hubspot-cards/__tests__/render-card.tsx';
import { deferred, stubServer } from 'handrail-hubspot-cards/__tests__/stub-server.ts';
import { inboxPage } from './inbox-fixtures.ts';
import { renderInbox } from './render-inbox.tsx';

const LIST = `POST ${CARD_ROUTES.inbox}`;
const READ = `GET ${CARD_ROUTES.delegations}`;
const SET = `POST ${CARD_ROUTES.delegations}`;
const END = `POST ${CARD_ROUTES.endDelegation('d-1')}`;

freezeClock();
const server = stubServer();

const away: DelegationView = {
  delegationId: 'd-1',
  delegator: manager,
  delegate: rep,
  from: '2026-11-20T23:00:00.000Z',
  until: '2026-11-30T22:59:59.000Z',
  reason: 'Parental leave',
  setBy: manager.name,
  hasBegun: true,
};

function absences(changes: Partial<Extract<DelegationsReply, { ok: true }>> = {}): DelegationsReply {
  return { ok: true, viewer: manager, now: NOW, away: [], standingIn: [], ...changes };
}

/** Opens the panel of somebody whose absences the server answers with. */
async function openPanel(reply: unknown) {
  server.answer(LIST, inboxPage([]));
  const inbox = await renderInbox();
  server.answer(READ, reply);
  const opened: string[] = [];
  const { onClick } = inbox.findByTestId(Button, 'absence-open').props;
  (onClick as (event: unknown, given: unknown) => void)({}, { openPanel: (id: string) => opened.push(id) });
  await settle();
  return { ...inbox, opened };
}

describe('the panel "I am away"', () => {
  it('shows who stands in, until when and why, and for whom the person stands in', async () => {
    const panel = await openPanel(
      absences({
        away: [
          { ...away, uncovered: { from: '2026-11-25T23:00:00.000Z', until: '2026-11-27T23:00:00.000Z' } },
        ],
        standingIn: [
          {
            ...away,
            delegationId: 'd-2',
            delegator: rep,
            delegate: manager,
            hasBegun: false,
            reason: 'Fair',
          },
        ],
      }),
    );
    expect(panel.opened).toEqual(['absence-panel']);
    expect(panel.text()).toContain(`${rep.name} decides for ${manager.name}`);
    expect(panel.text()).toContain('Until Nov 30, 2026, 11:59');
    expect(panel.text()).toContain(`Parental leave (set by ${manager.name})`);
    expect(panel.findByTestId(Text, 'uncovered-d-1').text).toContain('nobody stands in then');
    expect(panel.text()).toContain(`${manager.name} decides for ${rep.name}`);
    // Only one's own can be ended here.
    expect(panel.maybeFindByTestId(Button, 'end-d-2')).toBeNull();
  });

  it('sets an absence in the portal’s days', async () => {
    const panel = await openPanel(absences());
    panel.findByTestId(Input, 'absence-delegate').trigger('onInput', ` ${rep.email.toUpperCase()} ` as never);
    panel.findByTestId(DateInput, 'absence-from').trigger('onChange', day(27) as never);
    panel.findByTestId(DateInput, 'absence-until').trigger('onChange', day(30) as never);
    await panel.comment('absence-reason', 'Parental leave');
    server.answer(SET, absences({ away: [away] }));
    await panel.press('absence-set');
    expect(server.bodies(SET)).toEqual([
      {
        delegate: rep.email,
        from: '2026-11-26T23:00:00.000Z',
        until: '2026-11-30T22:59:59.000Z',
        reason: 'Parental leave',
      },
    ]);
    expect(panel.actions.addAlert.calls).toEqual([[{ type: 'success', message: 'Your absence is set.' }]]);
    expect(panel.text()).toContain(`${rep.name} decides for ${manager.name}`);
  });

  it('says what is missing, all at once, and asks nothing of the server', async () => {
    const panel = await openPanel(absences());
    await panel.press('absence-set');
    expect(panel.findByTestId(Text, 'absence-missing').text).toBe(
      'Still missing: the e-mail address of a colleague, your last day away, a reason.',
    );
    expect(server.bodies(SET)).toEqual([]);
  });

  it('shows a refusal in the server’s words and keeps what was typed', async () => {
    const panel = await openPanel(absences());
    panel.findByTestId(Input, 'absence-delegate').trigger('onInput', 'nobody@example.test' as never);
    panel.findByTestId(DateInput, 'absence-until').trigger('onChange', day(30) as never);
    await panel.comment('absence-reason', 'Leave');
    const problem = {
      code: 'unknown_person',
      title: 'Unknown person',
      detail: 'The CRM knows no such user.',
    };
    server.answer(SET, { ok: false, problem });
    await panel.press('absence-set');
    expect(panel.findByTestId(Text, 'absence-problem-detail').text).toBe('The CRM knows no such user.');
    server.answer(SET, absences());
    await panel.press('absence-set');
    expect(server.bodies(SET)).toHaveLength(2);
  });

  it('ends an absence after it was confirmed, once however often it is pressed', async () => {
    const panel = await openPanel(absences({ away: [away] }));
    await panel.press('end-d-1');
    expect(panel.text()).toContain('leaves the requests that wait for you');
    const reply = deferred<unknown>();
    server.answer(END, reply.promise);
    await panel.press('end-d-1-confirm');
    expect(panel.findByTestId(Button, 'end-d-1-confirm').props.disabled).toBe(true);
    reply.resolve(absences());
    await settle();
    expect(server.bodies(END)).toEqual([{}]);
    expect(panel.text()).not.toContain('Parental leave');
  });

  it('offers to read again when the server does not answer', async () => {
    const panel = await openPanel(new Error('offline'));
    expect(panel.maybeFindByTestId(Input, 'absence-delegate')).toBeNull();
    server.answer(READ, absences());
    await panel.press('absence-problem-retry');
    expect(panel.maybeFindByTestId(Input, 'absence-delegate')).not.toBeNull();
  });
});

function day(date: number) {
  return { year: 2026, month: 10, date };
}
