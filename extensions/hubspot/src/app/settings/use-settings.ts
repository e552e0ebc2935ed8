import type { AdminTaskView, SettingsView, StartTaskInput } from '@handrail/contracts/settings';
import type { AdminTaskKind } from '@handrail/contracts/vocabulary';
import type { Failure } from 'handrail-hubspot-cards/api/failure.ts';
import { useCall } from 'handrail-hubspot-cards/use-call.ts';
import { useReading } from 'handrail-hubspot-cards/use-reading.ts';
import type { SettingsApi, SettingsResult, Wish } from './api/settings-api.ts';

/** How long until the server is asked again while a task runs, in milliseconds. */
export const AGAIN_MS = 1_500;

/** The settings as they stand, and what can be done with them. */
export interface SettingsSession {
  readonly view: SettingsView | undefined;
  /** Why the last reading did not work. */
  readonly problem: Failure | undefined;
  /** Whether a press is being sent. */
  readonly busy: boolean;
  /** Why the last press reached no answer, or was refused. */
  readonly refusal: Failure | undefined;
  reload(): void;
  start(task: Wish<StartTaskInput>): void;
  /** Sends a press whose answer is the settings. */
  send(call: () => Promise<SettingsResult>): void;
  taskOf(kind: AdminTaskKind, subject?: string): AdminTaskView | undefined;
}

/** Reads the settings, and again while a task runs. */
export function useSettings(api: SettingsApi): SettingsSession {
  const { reply, problem, reload, show } = useReading(
    api.read,
    ({ tasks }) => tasks.some(isRunning),
    AGAIN_MS,
  );
  const press = useCall<SettingsView>(show);
  const send = (call: () => Promise<SettingsResult>) => void press.run(call);
  return {
    view: reply,
    problem,
    busy: press.busy,
    refusal: press.problem,
    reload,
    send,
    start: (task) => send(() => api.start(task)),
    taskOf: (kind, subject = '') =>
      reply?.tasks.find((task) => task.kind === kind && task.subject === subject),
  };
}

export function isRunning(task: AdminTaskView | undefined): boolean {
  return task?.state === 'running';
}
