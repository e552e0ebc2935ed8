import type { WorkflowView } from '@handrail/contracts/mending';
import type { AdminTaskView } from '@handrail/contracts/settings';
import type { AdminTaskKind } from '@handrail/contracts/vocabulary';
import type { Failure } from 'handrail-hubspot-cards/api/failure.ts';
import { useCall } from 'handrail-hubspot-cards/use-call.ts';
import { useReading } from 'handrail-hubspot-cards/use-reading.ts';
import { useCallback, useEffect, useRef } from 'react';
import type { SettingsApi, WorkflowResult } from '../api/settings-api.ts';
import { AGAIN_MS, isRunning } from '../use-settings.ts';

/** One workflow as it stands, and what can be pressed. */
export interface WorkflowSession {
  readonly view: WorkflowView | undefined;
  readonly problem: Failure | undefined;
  /** Why the last press reached no answer, or was refused. */
  readonly refusal: Failure | undefined;
  /** Whether a press is being sent, or its task runs. */
  readonly busy: boolean;
  reload(): void;
  send(call: () => Promise<WorkflowResult>): void;
  taskOf(kind: AdminTaskKind): AdminTaskView | undefined;
}

/**
 * Reads what is known of one workflow, and again while a task about it runs.
 *
 * @param onChanged called when applying, undoing or marking is over, however it went
 */
export function useWorkflow(api: SettingsApi, automationId: string, onChanged: () => void): WorkflowSession {
  const read = useCallback(() => api.workflow(automationId), [api, automationId]);
  const { reply, problem, reload, show } = useReading(read, ({ tasks }) => tasks.some(isRunning), AGAIN_MS);
  const press = useCall<WorkflowView>(show);
  const changing = reply?.tasks.some((task) => task.kind !== 'propose_mend' && isRunning(task)) ?? false;
  // A task may be over before its press is answered, so what counts is whether it has finished since it was seen.
  const finished = reply?.tasks
    .filter(({ kind, finishedAt }) => kind !== 'propose_mend' && finishedAt !== undefined)
    .map(({ kind, finishedAt }) => `${kind} ${finishedAt}`)
    .join();
  const seen = useRef(finished);
  const told = useRef(onChanged);
  told.current = onChanged;
  useEffect(() => {
    if (finished === undefined || changing) return;
    if (seen.current !== undefined && seen.current !== finished) told.current();
    seen.current = finished;
  }, [finished, changing]);
  return {
    view: reply,
    problem,
    refusal: press.problem,
    busy: press.busy || (reply?.tasks.some(isRunning) ?? false),
    reload,
    send: (call) => void press.run(call),
    taskOf: (kind) => reply?.tasks.find((task) => task.kind === kind),
  };
}
