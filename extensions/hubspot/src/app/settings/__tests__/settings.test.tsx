import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { Alert, Button, EmptyState, Text } from '@hubspot/ui-extensions';
import { describe, expect, it } from '@jest/globals';
import { manager, NOW, rep } from 'handrail-hubspot-cards/__tests__/card-fixtures.ts';
import { freezeClock, pass } from 'handrail-hubspot-cards/__tests__/render-card.tsx';
import { stubServer } from 'handrail-hubspot-cards/__tests__/stub-server.ts';
import { renderSettings } from './render-settings.tsx';
import { coverageItem, coveragePage, SUMMARY, settingsView, task } from './settings-fixtures.ts';

const READ = `GET ${CARD_ROUTES.settings}`;
const START = `POST ${CARD_ROUTES.settingsTasks}`;
const COVERAGE = `POST ${CARD_ROUTES.settingsCoverage}`;
const AGAIN_MS = 3_000;

const KEY = /^[a-z2-7]{32}$/;

freezeClock();
const server = stubServer();

async function openSettings(reply: unknown = settingsView()) {
  server.answer(READ, reply);
  return renderSettings();
}

describe('the settings page', () => {
  it('says that the profile has no origin, and asks nothing', async () => {
    const page = await renderSettings({});
    expect(page.findByTestId(Text, 'problem-detail').text).toContain('no API_ORIGIN');
    expect(server.calls).toEqual([]);
  });

  it('tells a person who does not administer who does', async () => {
    const problem = { code: 'not_administrator', title: 'For administrators only', detail: 'Ask RevOps.' };
    const page = await openSettings({ ok: false, problem });
    expect(page.findByTestId(Text, 'problem-detail').text).toBe('Ask RevOps.');
    expect(page.maybeFindByTestId(Button, 'check-health-start')).toBeNull();
  });

  it('offers to read again when the server does not answer', async () => {
    const page = await openSettings(new Error('offline'));
    server.answer(READ, settingsView());
    await page.press('problem-retry');
    expect(page.text()).toContain('good for 20 more minutes');
  });

  it('tells the connection and what was not granted', async () => {
    const page = await openSettings();
    expect(page.text()).toContain(manager.name);
    expect(page.findByTestId(Text, 'scopes').text).toBe('1 of 2 scopes are granted.');
    expect(page.findByTestId(Text, 'scope-automation').text).toContain('Not granted (optional): automation');
    expect(page.findByTestId(Text, 'token').text).toContain('good for 20 more minutes');
  });

  it('shows the policy in force, with hash and types', async () => {
    const page = await openSettings();
    await page.show('policy');
    expect(page.text()).toContain('Policy version 3 is in force');
    expect(page.text()).toContain('A second approver for AMER');
    expect(page.findByTestId(Text, 'policy-hash').text).toContain('abab');
    expect(page.text()).toContain('Strategic Logo: A named account.');
  });

  describe('health', () => {
    const health = {
      checkedAt: NOW,
      checkedBy: manager.name,
      healthy: false,
      findings: [
        { code: 'connection', status: 'ok', what: 'HubSpot answers.', docs: 'docs/health.md#connection' },
        {
          code: 'properties',
          status: 'failed',
          what: '1 property is missing.',
          next: 'Run "handrail repair".',
          docs: 'docs/health.md#properties',
        },
      ],
      properties: [
        {
          objectType: 'deal',
          there: 13,
          total: 14,
          amiss: [{ name: 'handoff_reason', state: 'conflict', words: 'Rename it.' }],
        },
        { objectType: 'contact', there: 14, total: 14, amiss: [] },
      ],
    } as const;

    it('is checked by a press, and read again until it is over', async () => {
      const page = await openSettings();
      expect(page.maybeFindByTestId(EmptyState, 'no-health')).not.toBeNull();
      server.answer(START, settingsView({ tasks: [task({ kind: 'check_health' })] }));
      await page.press('check-health-start');
      expect(server.bodies(START)).toEqual([
        { pressKey: expect.stringMatching(KEY), ...{ kind: 'check_health' } },
      ]);
      expect(page.findByTestId(Button, 'check-health-start').props.disabled).toBe(true);
      server.answer(
        READ,
        settingsView({
          health: { ...health, findings: [...health.findings], properties: [] },
          tasks: [task({ kind: 'check_health', state: 'done' })],
        }),
      );
      await pass(AGAIN_MS);
      expect(page.findByTestId(Button, 'check-health-start').props.disabled).toBe(false);
      expect(page.text()).toContain('The account is not well.');
      expect(page.text()).toContain('Next: Run "handrail repair".');
      // Nothing runs any more, so nothing is asked.
      await pass(10 * AGAIN_MS);
    });

    it('names properties that are amiss, and where a code is explained', async () => {
      const page = await openSettings({ ...settingsView(), health });
      expect(page.text()).toContain('13 of 14');
      expect(page.text()).toContain('handoff_reason: Rename it.');
      expect(page.text()).toContain('docs/health.md#properties');
    });

    it('says that HubSpot could not be asked', async () => {
      const page = await openSettings({ ...settingsView(), health: { ...health, properties: null } });
      expect(page.findByTestId(Text, 'properties-unread').text).toContain('could not be asked');
    });
  });

  describe('coverage', () => {
    const checked = settingsView({ coverage: SUMMARY });

    it('is checked by a press and tells how far it has come', async () => {
      const page = await openSettings();
      await page.show('coverage');
      expect(page.maybeFindByTestId(EmptyState, 'no-coverage')).not.toBeNull();
      server.answer(START, settingsView({ tasks: [task({ done: 100, total: 250 })] }));
      await page.press('check-coverage-start');
      expect(page.findByTestId(Text, 'check-coverage-running').text).toBe('Reading workflows: 100 of 250');
      server.answer(READ, { ...checked, tasks: [task({ state: 'done' })] });
      server.answer(COVERAGE, coveragePage([coverageItem()]));
      await pass(AGAIN_MS);
      expect(page.findByTestId(Alert, 'coverage-summary').props.title).toBe('1 workflow to be mended');
      expect(page.text()).toContain('It sets the owner of every deal that enters.');
    });

    it('says why a check failed, beside what the last good one found', async () => {
      const problem = {
        code: 'crm_unavailable',
        title: 'CRM not reachable',
        detail: 'HubSpot says 403.',
      } as const;
      const page = await openSettings({ ...checked, tasks: [task({ state: 'failed', problem })] });
      server.answer(COVERAGE, coveragePage([coverageItem()]));
      await page.show('coverage');
      expect(page.findByTestId(Text, 'check-coverage-problem-detail').text).toBe('HubSpot says 403.');
      expect(page.text()).toContain('Route renewals');
    });

    it('is listed by verdict and page', async () => {
      const page = await openSettings(checked);
      server.answer(COVERAGE, coveragePage([coverageItem()], 60));
      await page.show('coverage');
      server.answer(COVERAGE, coveragePage([coverageItem()], 60));
      await page.press('coverage-next');
      server.answer(COVERAGE, coveragePage([]));
      await page.choose('verdict', 'partly');
      expect(page.maybeFindByTestId(EmptyState, 'none-match')).not.toBeNull();
      expect(server.bodies(COVERAGE)).toEqual([
        { offset: 0, limit: 25 },
        { offset: 25, limit: 25 },
        { offset: 0, limit: 25, verdict: 'partly' },
      ]);
    });

    it('opens a workflow with the way to what it writes', async () => {
      const page = await openSettings(checked);
      server.answer(COVERAGE, coveragePage([coverageItem()]));
      await page.show('coverage');
      server.answer(`GET ${CARD_ROUTES.settingsWorkflow('101')}`, new Error('offline'));
      expect(await page.open('101')).toEqual(['workflow-panel']);
      expect(page.findByTestId(Text, 'workflow-problem-detail').text).toContain('did not answer');
      expect(page.findByTestId(Text, 'panel-evidence').text).toContain('every deal');
      expect(page.text()).toContain('The way to what it writes');
    });

    it('offers to read the list again', async () => {
      const page = await openSettings(checked);
      server.answer(COVERAGE, new Error('offline'));
      await page.show('coverage');
      server.answer(COVERAGE, coveragePage([coverageItem()]));
      await page.press('problem-retry');
      expect(page.text()).toContain('Route renewals');
    });
  });

  describe('notices', () => {
    it('tells each way, its last failure, and sends a test', async () => {
      const page = await openSettings();
      await page.show('notices');
      expect(page.findByTestId(Text, 'failure-email').text).toContain(
        'no answer. It is tried again by itself.',
      );
      expect(page.maybeFindByTestId(Button, 'test-slack-start')).toBeNull();
      expect(page.maybeFindByTestId(Button, 'test-crm_task-start')).toBeNull();
      const sent = task({ kind: 'send_test_notice', subject: 'email', state: 'done' });
      server.answer(START, settingsView({ tasks: [sent] }));
      await page.press('test-email-start');
      expect(server.bodies(START)).toEqual([
        { pressKey: expect.stringMatching(KEY), ...{ kind: 'send_test_notice', channel: 'email' } },
      ]);
      expect(page.findByTestId(Text, 'tested-email').text).toContain(`sent to ${manager.name}`);
    });

    it('shows a refusal of the press', async () => {
      const page = await openSettings();
      await page.show('notices');
      const problem = { code: 'too_many_requests', title: 'Too many requests', detail: 'Wait a minute.' };
      server.answer(START, { ok: false, problem });
      await page.press('test-email-start');
      expect(page.findByTestId(Text, 'refusal-detail').text).toBe('Wait a minute.');
    });
  });

  describe('absences', () => {
    it('can be ended by an administrator, after it was confirmed', async () => {
      const page = await openSettings();
      await page.show('absences');
      expect(page.text()).toContain(`${rep.name} decides for ${manager.name}`);
      await page.press('end-d-1');
      expect(page.text()).toContain(`leaves the requests that wait for ${manager.name}`);
      server.answer(`POST ${CARD_ROUTES.settingsEndDelegation('d-1')}`, settingsView({ delegations: [] }));
      await page.press('end-d-1-confirm');
      expect(page.maybeFindByTestId(EmptyState, 'no-delegations')).not.toBeNull();
    });
  });
});
