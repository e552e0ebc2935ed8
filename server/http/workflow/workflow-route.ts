import type { ProblemCode } from '@handrail/contracts/vocabulary';
import type { WorkflowCall } from '@handrail/contracts/workflow-actions';
import type { z } from 'zod';
import type { AppContext } from '../../../src/application/context.ts';
import type { RecordRef } from '../../../src/domain/policy/facts.ts';
import type { AutomationCall } from '../../../src/ports/automation-store.ts';

/** One signed call of a workflow. */
export interface WorkflowQuestion {
  readonly context: AppContext;
  readonly tenantId: string;
  readonly record: RecordRef;
  readonly call: WorkflowCall;
  /** Null where something else than a workflow runs the action. */
  readonly calledBy: AutomationCall | null;
  /** True when it is time to note the workflow again. */
  readonly noteNow: boolean;
}

/** One custom workflow action, with all that the app and the API description need to know of it. */
export interface WorkflowRoute {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly asks: AutomationCall['asks'];
  readonly reply: z.ZodType;
  /** Refusals that stand in the outputs. */
  readonly refusals: readonly ProblemCode[];
  readonly answer: (question: WorkflowQuestion) => Promise<unknown>;
}
