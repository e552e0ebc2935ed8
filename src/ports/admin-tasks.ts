import type { AdminTaskKind, AdminTaskState, ProblemCode } from '@handrail/contracts/vocabulary';
import type { Person } from '../domain/policy/facts.ts';

/** Names a task: there is one of a kind for each thing it can be about. */
export interface AdminTaskName {
  readonly kind: AdminTaskKind;
  /** What it is about, such as a channel; empty for the whole account. At most 200 characters. */
  readonly subject: string;
}

/** How far a task has come. */
export interface TaskProgress {
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
}

/** What an administrator asked for, as its newest run stands. Instants are ISO 8601. */
export interface AdminTask extends AdminTaskName {
  /** Tells runs apart: a job of another run changes nothing. */
  readonly runId: string;
  /** Tells presses apart: the same press again starts nothing, also when the run is over. */
  readonly pressKey: string;
  readonly state: AdminTaskState;
  readonly startedBy: Person;
  readonly startedAt: string;
  /** When it was last heard of. */
  readonly updatedAt: string;
  readonly progress: TaskProgress;
  /** Null while it runs. */
  readonly finishedAt: string | null;
  /** Why it failed; null otherwise. */
  readonly problem: { readonly code: ProblemCode; readonly message: string } | null;
  /** What the run needs to know beside its name. Plain JSON. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a task found. */
export interface TaskResult {
  /** ISO 8601 instant. */
  readonly at: string;
  /** Name of who asked. */
  readonly by: string;
  /** Plain JSON, as the kind of task makes it. */
  readonly value: unknown;
}

/** What administrators have done, within one transaction of one tenant. */
export interface AdminTaskStore {
  /** The newest run; null when there was none. */
  find(name: AdminTaskName): Promise<AdminTask | null>;
  /** The same for changing it: nobody else can until the transaction ends. */
  lock(name: AdminTaskName): Promise<AdminTask | null>;
  /** Inserts or replaces; what an earlier run found stays. */
  save(task: AdminTask): Promise<void>;
  /** Every task as its newest run stands, without what it found; the newest first. */
  list(): Promise<readonly AdminTask[]>;
  /** What the last run that went well found; null before there was one. */
  findResult(name: AdminTaskName): Promise<TaskResult | null>;
  /** Replaces what was found before; the task must have been saved. */
  saveResult(name: AdminTaskName, result: TaskResult): Promise<void>;
}
