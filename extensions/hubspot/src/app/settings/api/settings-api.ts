import { CARD_ROUTES } from '@handrail/contracts/card-routes';
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

export type SettingsResult = SettingsView | Failed;
export type CoveragePage = Extract<CoverageReply, { ok: true }>;

/** Calls of the settings page. None of them throws, and each can be repeated without harm. */
export interface SettingsApi {
  read(): Promise<SettingsResult>;
  /** Starts what takes longer than a call may; `read` tells how far it has come. */
  start(task: StartTaskInput): Promise<SettingsResult>;
  coverage(query: CoverageQuery): Promise<CoveragePage | Failed>;
  endDelegation(delegationId: string): Promise<SettingsResult>;
}

/** @param origin the server's public origin, from the project profile's `API_ORIGIN` */
export function createSettingsApi(origin: string): SettingsApi {
  const { ask, command } = createServerCalls(origin);
  return {
    read: () => ask(settingsReplySchema, CARD_ROUTES.settings),
    start: (task) => command(settingsReplySchema, CARD_ROUTES.settingsTasks, task),
    coverage: (query) => ask(coverageReplySchema, CARD_ROUTES.settingsCoverage, { ...query }),
    endDelegation: (delegationId) =>
      command(settingsReplySchema, CARD_ROUTES.settingsEndDelegation(delegationId), {}),
  };
}
