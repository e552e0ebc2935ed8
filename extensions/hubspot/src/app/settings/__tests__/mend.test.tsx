import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import type { MendProposalView, WorkflowView } from '@handrail/contracts/mending';
import { Alert, Button, StatusTag, Text, TextArea } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { manager, NOW } from 'handrail-hubspot-cards/__tests__/card-fixtures.ts';
import { freezeClock, pass, settle } from 'handrail-hubspot-cards/__tests__/render-card.tsx';
import { stubServer } from 'handrail-hubspot-cards/__tests__/stub-server.ts';
import { renderSettings } from './render-settings.tsx';
import { coverageItem, coveragePage, SUMMARY, settingsView, task } from './settings-fixtures.ts';

const READ = `GET ${CARD_ROUTES.settings}`;
const COVERAGE = `POST ${CARD_ROUTES.settingsCoverage}`;
const WORKFLOW = `GET ${CARD_ROUTES.settingsWorkflow('101')}`;
const PROPOSE = `POST ${CARD_ROUTES.proposeMend('101')}`;
const APPLY = `POST ${CARD_ROUTES.applyMend('101')}`;
const UNDO = `POST ${CARD_ROUTES.undoMend('101')}`;
const REVIEW = `POST ${CARD_ROUTES.markReviewed('101')}`;
const AGAIN_MS = 1_500;
const CHECKED = settingsView({ coverage: SUMMARY });

const KEY = /^[a-z2-7]{32}$/;

freezeClock();
const server = stubServer();

function workflow(changes: Partial<WorkflowView> = {}): WorkflowView {
  return {
    ok: true,
    now: NOW,
    item: coverageItem(),
    tasks: [],
    proposal: null,
    outcome: null,
    mend: null,
    ...changes,
  };
}

const OFFERED: MendProposalView = {
  at: NOW,
  revision: '7',
  outcome: {
    kind: 'offered',
    way: 'exclusion_filter',
    lines: [
      {
        kind: 'added',
        path: 'suppressionFilterBranch',
        sentence: 'Records with a routing hold are kept out.',
        after: '{\n  "property": "handoff_routing_hold"\n}',
      },
    ],
    evidence: 'Held records are kept out by a suppression filter.',
  },
};

const APPLIED = workflow({
  item: coverageItem({ verdict: 'respects', mechanism: 'exclusion_filter' }),
  tasks: [task({ kind: 'apply_mend', subject: '101', state: 'done', finishedAt: NOW })],
  outcome: {
    at: NOW,
    by: manager.name,
    kind: 'applied',
    words: 'It was written and read back.',
    differences: [],
  },
  mend: {
    mendId: 'm-1',
    way: 'exclusion_filter',
    status: 'applied',
    by: manager.name,
    startedAt: NOW,
    appliedAt: NOW,
  },
});

/** Opens the panel of workflow 101 on the coverage tab. */
async function openPanel(first: WorkflowView, item = first.item ?? coverageItem()) {
  server.answer(READ, CHECKED);
  const page = await renderSettings();
  server.answer(COVERAGE, coveragePage([item]));
  await page.show('coverage');
  server.answer(WORKFLOW, first);
  await page.open('101');
  await settle();
  return page;
}

/** The list and its figures are read again once something was done. */
function expectFreshList(): void {
  server.answer(READ, CHECKED);
  server.answer(COVERAGE, coveragePage([coverageItem({ verdict: 'respects' })]));
}

describe('mending from the settings page', () => {
  it('shows the change in words and in JSON before anything is done', async () => {
    const page = await openPanel(workflow());
    server.answer(PROPOSE, workflow({ tasks: [task({ kind: 'propose_mend', subject: '101' })] }));
    await page.press('propose-start');
    expect(page.findByTestId(Button, 'propose-start').props.disabled).toBe(true);
    server.answer(WORKFLOW, workflow({ proposal: OFFERED }));
    await pass(AGAIN_MS);
    expect(page.text()).toContain('Records with a routing hold are kept out.');
    expect(page.text().replaceAll('\u00a0', ' ')).toContain('"property": "handoff_routing_hold"');
    expect(page.findByTestId(Text, 'after').text).toContain('Held records are kept out');
    expect(server.bodies(APPLY)).toEqual([]);
  });

  it('makes the change of the revision that was shown after it was confirmed, and can undo it', async () => {
    const page = await openPanel(workflow({ proposal: OFFERED }));
    await page.press('apply');
    expect(page.text()).toContain('The former definition is kept');
    expectFreshList();
    server.answer(APPLY, APPLIED);
    await page.press('apply-confirm');
    expect(server.bodies(APPLY)).toEqual([{ pressKey: expect.stringMatching(KEY), ...{ revision: '7' } }]);
    expect(page.findByTestId(Alert, 'mend-outcome').props).toMatchObject({
      title: 'Mended',
      variant: 'success',
    });
    expect(page.findByTestId(StatusTag, 'panel-verdict').text).toContain('Respects');

    await page.press('undo');
    expectFreshList();
    server.answer(
      UNDO,
      workflow({
        tasks: [
          ...APPLIED.tasks,
          task({ kind: 'undo_mend', subject: '101', state: 'done', finishedAt: '2026-11-23T12:00:00.000Z' }),
        ],
        outcome: { at: NOW, by: manager.name, kind: 'undone', words: 'It was put back.', differences: [] },
      }),
    );
    await page.press('undo-confirm');
    expect(page.findByTestId(Alert, 'mend-outcome').props.title).toBe('Undone');
    expect(page.findByTestId(StatusTag, 'panel-verdict').text).toContain('Ignores');
  });

  it('says that somebody edited the workflow meanwhile', async () => {
    const page = await openPanel(workflow({ proposal: OFFERED }));
    await page.press('apply');
    const problem = {
      code: 'automation_changed',
      title: 'Workflow was edited',
      detail: 'Look again.',
    } as const;
    expectFreshList();
    server.answer(
      APPLY,
      workflow({
        proposal: OFFERED,
        tasks: [task({ kind: 'apply_mend', subject: '101', state: 'failed', finishedAt: NOW, problem })],
      }),
    );
    await page.press('apply-confirm');
    expect(page.findByTestId(Text, 'apply_mend-problem-detail').text).toBe('Look again.');
  });

  it('shows where HubSpot kept something else, and that an undo was refused', async () => {
    const differences = [
      {
        kind: 'changed',
        path: 'isEnabled',
        sentence: 'It was switched off.',
        before: 'true',
        after: 'false',
      },
    ] as const;
    const page = await openPanel(
      workflow({
        ...APPLIED,
        outcome: {
          at: NOW,
          by: manager.name,
          kind: 'refused',
          words: 'It was edited since.',
          differences: [...differences],
        },
      }),
    );
    expect(page.findByTestId(Alert, 'mend-outcome').props.title).toBe('Not undone: nothing was changed');
    expect(page.text()).toContain('It was switched off.');
    expect(page.maybeFindByTestId(Button, 'undo')).not.toBeNull();
  });

  it('explains what to do by hand where it cannot mend', async () => {
    const proposal: MendProposalView = {
      at: NOW,
      revision: '7',
      outcome: {
        kind: 'explained',
        code: 'not_respected_after',
        why: 'It would pass them on.',
        advice: ['Add the check action.', 'Branch on it.'],
      },
    };
    const page = await openPanel(workflow({ proposal }));
    expect(page.text()).toContain('It cannot be mended from here. It would pass them on.');
    expect(page.text()).toContain('Branch on it.');
    expect(page.maybeFindByTestId(Button, 'apply')).toBeNull();
  });

  it('offers nothing for a workflow that respects the hold', async () => {
    const page = await openPanel(workflow({ item: coverageItem({ verdict: 'respects' }) }));
    expect(page.maybeFindByTestId(Button, 'propose-start')).toBeNull();
    expect(page.maybeFindByTestId(Button, 'mark-reviewed')).toBeNull();
  });

  it('shows a press that was not answered, and reads again', async () => {
    const page = await openPanel(workflow());
    server.answer(PROPOSE, new Error('offline'));
    await page.press('propose-start');
    expect(page.findByTestId(Text, 'workflow-refusal-detail').text).toContain('did not answer');
  });
});

describe('marking as reviewed', () => {
  const item = coverageItem({ verdict: 'needs_review', evidence: 'A webhook may write anything.' });

  it('wants a reason, and shows who looked', async () => {
    const page = await openPanel(workflow({ item }));
    await page.press('mark-reviewed');
    expect(page.findByTestId(TextArea, 'review-reason').props.error).toBe(true);
    expect(server.bodies(REVIEW)).toEqual([]);
    page.findByTestId(TextArea, 'review-reason').trigger('onInput', ' The router obeys. ' as never);
    await settle();
    expectFreshList();
    const review = { state: 'in_force', by: manager.name, reason: 'The router obeys.', at: NOW } as const;
    server.answer(
      REVIEW,
      workflow({
        item: { ...item, review },
        tasks: [task({ kind: 'mark_reviewed', subject: '101', state: 'done', finishedAt: NOW })],
      }),
    );
    await page.press('mark-reviewed');
    expect(server.bodies(REVIEW)).toEqual([
      { pressKey: expect.stringMatching(KEY), ...{ reason: 'The router obeys.' } },
    ]);
    expect(page.findByTestId(Text, 'review').text).toBe(`Reviewed by ${manager.name}: The router obeys.`);
    expect(page.findByTestId(StatusTag, 'panel-verdict').text).toContain('Needs review');
  });

  it('says that an edit voided the mark', async () => {
    const review = { state: 'void', by: manager.name, reason: 'The router obeys.', at: NOW } as const;
    const page = await openPanel(workflow({ item: { ...item, review } }));
    expect(page.findByTestId(Text, 'review').text).toContain('must be looked at again');
  });
});
