import type { Person } from '../domain/policy/facts.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { EvaluatedRequest, PolicyEvaluation } from '../ports/evaluation-store.ts';
import { ConcurrencyConflict, type UnitOfWork } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';
import { endEvaluation } from './end-evaluation.ts';
import { isRunning } from './evaluate-alongside.ts';
import { findPolicyInForce, hashOfPolicy } from './published-policy.ts';

type Evaluating = Pick<AppContext, 'unitOfWork' | 'clock' | 'sha256'>;

const PAGE = 1_000;

/** Why an evaluation cannot be started or stopped. Only the command line does either, so no wire carries these. */
export type EvaluationRefusalCode =
  | 'evaluation_running'
  | 'no_evaluation'
  | 'end_in_past'
  | 'already_in_force';

/** Thrown when an evaluation cannot be started or stopped: nothing has changed. */
export class EvaluationRefusal extends Error {
  override readonly name = 'EvaluationRefusal';
  readonly code: EvaluationRefusalCode;

  constructor(code: EvaluationRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A person's wish to see what a draft would do. */
export interface EvaluationRequest {
  readonly policy: Policy;
  /** As the CRM knows them; the trail names their user id. */
  readonly by: Person;
  readonly reason: string;
  /** When it ends by itself; null when somebody must stop it. */
  readonly until: Date | null;
}

/**
 * Puts a draft beside the policy in force: from now on every submit is evaluated under both, and only the policy in
 * force binds. Audited.
 *
 * @throws EvaluationRefusal `evaluation_running`, `end_in_past`, `already_in_force`
 */
export async function startEvaluation(
  context: Evaluating,
  tenantId: string,
  { policy, by, reason, until }: EvaluationRequest,
): Promise<PolicyEvaluation> {
  const { unitOfWork, clock, sha256 } = context;
  const hash = hashOfPolicy(context, policy);
  await endOverdueEvaluation(context, tenantId);
  try {
    return await unitOfWork.transact(tenantId, async (tx) => {
      const now = clock.now();
      if (until && until <= now) {
        throw new EvaluationRefusal('end_in_past', 'The end lies in the past. Choose a later one.');
      }
      const running = await tx.findEvaluation();
      if (running) throw alreadyRunning(running);
      const inForce = await findPolicyInForce(tx, tenantId);
      if (inForce.hash === hash) {
        throw new EvaluationRefusal(
          'already_in_force',
          `The draft is version ${inForce.version}, which is in force already: there is nothing to compare.`,
        );
      }
      const started = await tx.startEvaluation({
        hash,
        policy,
        startedBy: by.email,
        reason,
        startedAt: now.toISOString(),
        until: until?.toISOString() ?? null,
      });
      await tx.appendAudit([
        {
          at: started.startedAt,
          type: 'policy_evaluation_started',
          actor: { kind: 'user', userId: by.userId ?? 'unknown' },
          data: {
            evaluation: started.number,
            hash,
            against: inForce.version,
            reasonSha256: sha256(reason),
            ...(started.until !== null && { until: started.until }),
          },
        },
      ]);
      return started;
    });
  } catch (error) {
    if (error instanceof ConcurrencyConflict) throw alreadyRunning();
    throw error;
  }
}

/**
 * Ends the running evaluation; its results stay. Audited.
 *
 * @throws EvaluationRefusal `no_evaluation`
 */
export async function stopEvaluation(
  context: Evaluating,
  tenantId: string,
  by: Person,
): Promise<PolicyEvaluation> {
  await endOverdueEvaluation(context, tenantId);
  return context.unitOfWork.transact(tenantId, async (tx) => {
    const running = await tx.findEvaluation();
    const actor = { kind: 'user', userId: by.userId ?? 'unknown' } as const;
    const ended = running && (await endEvaluation(context, tx, running, 'stopped', actor));
    if (ended) return ended;
    throw new EvaluationRefusal(
      'no_evaluation',
      'No draft is being evaluated. "handrail policy evaluate start" begins with one.',
    );
  });
}

/** Ends an evaluation whose time is over; true when there was one. Safe to repeat and to run on several instances. */
export async function endOverdueEvaluation(context: Evaluating, tenantId: string): Promise<boolean> {
  const { unitOfWork, clock } = context;
  return unitOfWork.transact(tenantId, async (tx) => {
    const found = await tx.findEvaluation();
    if (!found || isRunning(found, clock.now())) return false;
    return (await endEvaluation(context, tx, found, 'expired', { kind: 'system' })) !== null;
  });
}

/** Every result of an evaluation in pages; each page is read in a transaction of its own. */
export async function* evaluatedRequests(
  unitOfWork: UnitOfWork,
  tenantId: string,
  number: number,
): AsyncGenerator<readonly EvaluatedRequest[]> {
  let after: string | undefined;
  for (;;) {
    const page = await unitOfWork.transact(tenantId, (tx) =>
      tx.listEvaluatedRequests(number, { limit: PAGE, ...(after !== undefined && { after }) }),
    );
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.requestId;
  }
}

function alreadyRunning(running?: PolicyEvaluation): EvaluationRefusal {
  const which = running
    ? ` It was started by ${running.startedBy} on ${running.startedAt.slice(0, 10)}.`
    : '';
  return new EvaluationRefusal(
    'evaluation_running',
    `Another draft is being evaluated.${which} Stop it first: "handrail policy evaluate stop".`,
  );
}
