import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  coverageQuerySchema,
  coverageReplySchema,
  type SettingsReply,
  settingsReplySchema,
  startTaskInputSchema,
} from '@handrail/contracts/settings';
import { COVERAGE_VERDICTS } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import { COVERAGE_CHECK, callerAsRead, loadSettings } from '../../../src/application/admin/load-settings.ts';
import { startTask } from '../../../src/application/admin/start-task.ts';
import { applyDueDelegations } from '../../../src/application/apply-delegations.ts';
import { endDelegation } from '../../../src/application/set-delegations.ts';
import { coverageResultSchema } from '../../admin/task-results.ts';
import { portalOfTenant } from '../../tenant-names.ts';
import { type CardCall, cardRoute } from '../card-route.ts';
import { presentCoverageSummary, presentSettings } from '../presenters/present-settings.ts';
import { presentCoverageItem } from '../presenters/present-workflow.ts';
import { WORKFLOW_ROUTES } from './settings-workflows.ts';

const readSettings = cardRoute({
  method: 'get',
  path: CARD_ROUTES.settings,
  operationId: 'readSettings',
  summary: 'How the account is connected and set up, and what its last checks found; HubSpot is not asked',
  permission: 'administrator',
  input: z.object({}),
  reply: settingsReplySchema,
  refusals: ['not_administrator'],
  answer: replyWithSettings,
});

const startSettingsTask = cardRoute({
  method: 'post',
  path: CARD_ROUTES.settingsTasks,
  operationId: 'startSettingsTask',
  summary:
    'Starts a check or a test notice as a job; `readSettings` tells how far it has come. Safe to repeat: what runs already goes on',
  permission: 'administrator',
  input: startTaskInputSchema,
  reply: settingsReplySchema,
  refusals: ['not_administrator'],
  answer: async (call, wish) => {
    const { context, caller } = call;
    const subject = wish.kind === 'send_test_notice' ? wish.channel : '';
    const by = await callerAsRead(context, caller);
    await startTask(context, caller.tenantId, by, { kind: wish.kind, subject }, { pressKey: wish.pressKey });
    return replyWithSettings(call);
  },
});

const readCoverage = cardRoute({
  method: 'post',
  path: CARD_ROUTES.settingsCoverage,
  operationId: 'readCoverage',
  summary: 'Workflows as the last coverage check found them, worst first, a page at a time; changes nothing',
  permission: 'administrator',
  input: coverageQuerySchema,
  reply: coverageReplySchema,
  refusals: ['not_administrator'],
  answer: async ({ context, caller }, { verdict, offset, limit }) => {
    const { result, marks } = await context.unitOfWork.transact(caller.tenantId, async (tx) => ({
      result: await tx.adminTasks.findResult(COVERAGE_CHECK),
      marks: await tx.guard.listReviewMarks(),
    }));
    if (!result) return { ok: true as const, summary: null, matching: 0, offset: 0, items: [] };
    const { items } = coverageResultSchema.parse(result.value);
    const matching = items
      .filter((item) => verdict === undefined || item.verdict === verdict)
      .toSorted((a, b) => COVERAGE_VERDICTS.indexOf(a.verdict) - COVERAGE_VERDICTS.indexOf(b.verdict));
    return {
      ok: true as const,
      summary: presentCoverageSummary(result),
      matching: matching.length,
      offset,
      items: matching.slice(offset, offset + limit).map((item) => presentCoverageItem(item, marks)),
    };
  },
});

const endAnyDelegation = cardRoute({
  method: 'post',
  path: `${CARD_ROUTES.settings}/delegations/:delegationId/end`,
  operationId: 'endAnyDelegation',
  summary: "Ends anybody's absence before its time; open requests follow",
  permission: 'administrator',
  input: z.object({}),
  reply: settingsReplySchema,
  refusals: ['not_administrator', 'delegation_not_found'],
  answer: async (call) => {
    const { context, caller, params } = call;
    const by = await callerAsRead(context, caller);
    await endDelegation(context, caller.tenantId, by, { delegationId: String(params.delegationId) });
    await applyDueDelegations(context, caller.tenantId);
    return replyWithSettings(call);
  },
});

/** What the settings page calls. Work with HubSpot is never done while it waits. */
export const SETTINGS_ROUTES = [
  readSettings,
  startSettingsTask,
  readCoverage,
  endAnyDelegation,
  ...WORKFLOW_ROUTES,
];

async function replyWithSettings({ context, caller, desk }: CardCall): Promise<SettingsReply> {
  const { tenantId } = caller;
  return presentSettings(await loadSettings(context, caller), {
    portalId: portalOfTenant(tenantId),
    access: await desk.accessOf(tenantId),
    channels: context.notifications.channels,
  });
}
