import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  applyMendInputSchema,
  markReviewedInputSchema,
  type WorkflowReply,
  workflowReplySchema,
} from '@handrail/contracts/mending';
import { type Press, pressSchema } from '@handrail/contracts/settings';
import type { AdminTaskKind } from '@handrail/contracts/vocabulary';
import { z } from 'zod';
import { COVERAGE_CHECK, callerAsRead } from '../../../src/application/admin/load-settings.ts';
import { startTask } from '../../../src/application/admin/start-task.ts';
import { Refusal } from '../../../src/application/refusal.ts';
import { type CardCall, cardRoute } from '../card-route.ts';
import { presentWorkflow } from '../presenters/present-workflow.ts';

const ONE = `${CARD_ROUTES.settings}/workflows/:automationId`;
const REFUSALS = ['not_administrator', 'automation_not_found'] as const;
const LATER = 'Runs as a task: `readWorkflow` tells how far it has come. Safe to repeat';

const readWorkflow = cardRoute({
  method: 'get',
  path: ONE,
  operationId: 'readWorkflow',
  summary: 'One workflow as last judged, with what was proposed and done about it; HubSpot is not asked',
  permission: 'administrator',
  input: z.object({}),
  reply: workflowReplySchema,
  refusals: REFUSALS,
  answer: replyWithWorkflow,
});

/** What a press about one workflow starts. */
function workflowTask<Input extends Press>(
  verb: string,
  kind: AdminTaskKind,
  operationId: string,
  summary: string,
  input: z.ZodType<Input>,
) {
  return cardRoute({
    method: 'post',
    path: `${ONE}/${verb}`,
    operationId,
    summary: `${summary}. ${LATER}`,
    permission: 'administrator',
    input,
    reply: workflowReplySchema,
    refusals: REFUSALS,
    answer: async (call, { pressKey, ...input }) => {
      const { context, caller } = call;
      const by = await callerAsRead(context, caller);
      await startTask(
        context,
        caller.tenantId,
        by,
        { kind, subject: automationIn(call) },
        { pressKey, input },
      );
      return replyWithWorkflow(call);
    },
  });
}

/** What the panel of one workflow calls. */
export const WORKFLOW_ROUTES = [
  readWorkflow,
  workflowTask(
    'propose',
    'propose_mend',
    'proposeMend',
    'Works out what would make the workflow respect the hold; writes nothing to HubSpot',
    pressSchema,
  ),
  workflowTask(
    'apply',
    'apply_mend',
    'applyMend',
    'Makes the change that was proposed for this revision, and reads it back',
    applyMendInputSchema,
  ),
  workflowTask(
    'undo',
    'undo_mend',
    'undoMend',
    'Puts the former definition back, if nobody has edited the workflow since',
    pressSchema,
  ),
  workflowTask(
    'review',
    'mark_reviewed',
    'markReviewed',
    'Marks a workflow that nobody can judge from outside as reviewed, with the reason; the verdict stays',
    markReviewedInputSchema,
  ),
];

async function replyWithWorkflow(call: CardCall): Promise<WorkflowReply> {
  const { context, caller } = call;
  const automationId = automationIn(call);
  const known = await context.unitOfWork.transact(caller.tenantId, async (tx) => {
    const resultOf = (kind: AdminTaskKind) => tx.adminTasks.findResult({ kind, subject: automationId });
    return {
      tasks: (await tx.adminTasks.list()).filter(({ subject }) => subject === automationId),
      coverage: await tx.adminTasks.findResult(COVERAGE_CHECK),
      proposal: await resultOf('propose_mend'),
      applied: await resultOf('apply_mend'),
      undone: await resultOf('undo_mend'),
      mends: await tx.guard.listMends({ automationId }),
      marks: await tx.guard.listReviewMarks(automationId),
    };
  });
  return presentWorkflow({ now: context.clock.now(), automationId, ...known });
}

/** A number of HubSpot, or a name of Salesforce's, such as `Route_Leads` or `Lead.Standard (assignment rule)`. */
const AUTOMATION_ID =
  /^(?:[A-Za-z0-9_-]{1,128}|[^\p{Cc}]{1,255} \((?:[a-z]+ (?:rule|process)|Apex trigger)\))$/u;

/** @throws Refusal `automation_not_found` for what cannot be the id of a workflow */
function automationIn({ params }: CardCall): string {
  const { automationId } = params;
  if (typeof automationId === 'string' && AUTOMATION_ID.test(automationId)) return automationId;
  throw new Refusal({
    code: 'automation_not_found',
    message: 'There is no such workflow. Look at the coverage for those there are.',
  });
}
