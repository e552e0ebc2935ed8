import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { type MarkReviewedInput, type WorkflowView, workflowReplySchema } from '@handrail/contracts/mending';
import {
  type CoverageQuery,
  type CoverageReply,
  coverageReplySchema,
  type SettingsView,
  type StartTaskInput,
  settingsReplySchema,
} from '@handrail/contracts/settings';
import type { Failed } from 'handrail-hubspot-cards/api/failure.ts';
import { createServerCalls } from 'handrail-hubspot-cards/api/server-calls.ts';
import { newIdempotencyKey } from 'handrail-hubspot-cards/form/idempotency-key.ts';

export type SettingsResult = SettingsView | Failed;
export type WorkflowResult = WorkflowView | Failed;
export type CoveragePage = Extract<CoverageReply, { ok: true }>;

/** What a person wants; the key that names their press is made here. */
export type Wish<Input> = Input extends unknown ? Omit<Input, 'pressKey'> : never;

/** Calls of the settings page. None of them throws, and each can be repeated without harm. */
export interface SettingsApi {
  read(): Promise<SettingsResult>;
  /** Starts what takes longer than a call may; `read` tells how far it has come. */
  start(task: Wish<StartTaskInput>): Promise<SettingsResult>;
  coverage(query: CoverageQuery): Promise<CoveragePage | Failed>;
  endDelegation(delegationId: string): Promise<SettingsResult>;
  /** One workflow, with what was proposed and done about it. */
  workflow(automationId: string): Promise<WorkflowResult>;
  /** Starts working the change out; nothing is written to HubSpot. */
  propose(automationId: string): Promise<WorkflowResult>;
  /** Starts making the change that was proposed for this revision. */
  apply(automationId: string, revision: string): Promise<WorkflowResult>;
  undo(automationId: string): Promise<WorkflowResult>;
  markReviewed(automationId: string, mark: Wish<MarkReviewedInput>): Promise<WorkflowResult>;
}

/** @param origin the server's public origin, from the project profile's `API_ORIGIN` */
export function createSettingsApi(origin: string): SettingsApi {
  const { ask, command } = createServerCalls(origin);
  return {
    read: () => ask(settingsReplySchema, CARD_ROUTES.settings),
    start: (task) => command(settingsReplySchema, CARD_ROUTES.settingsTasks, pressed(task)),
    coverage: (query) => ask(coverageReplySchema, CARD_ROUTES.settingsCoverage, { ...query }),
    endDelegation: (delegationId) =>
      command(settingsReplySchema, CARD_ROUTES.settingsEndDelegation(delegationId), {}),
    workflow: (id) => ask(workflowReplySchema, CARD_ROUTES.settingsWorkflow(id)),
    propose: (id) => command(workflowReplySchema, CARD_ROUTES.proposeMend(id), pressed({})),
    apply: (id, revision) => command(workflowReplySchema, CARD_ROUTES.applyMend(id), pressed({ revision })),
    undo: (id) => command(workflowReplySchema, CARD_ROUTES.undoMend(id), pressed({})),
    markReviewed: (id, mark) => command(workflowReplySchema, CARD_ROUTES.markReviewed(id), pressed(mark)),
  };
}

/** HubSpot repeats a call whose reply was lost, and then sends the same key. */
function pressed(wish: object): Record<string, unknown> {
  return { ...wish, pressKey: newIdempotencyKey() };
}
