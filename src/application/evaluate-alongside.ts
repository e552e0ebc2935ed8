import type { Directory } from '../domain/policy/directory.ts';
import type { FactMap } from '../domain/policy/facts.ts';
import { factsNeeded } from '../domain/policy/facts-needed.ts';
import type { PolicyVersion } from '../domain/policy/policy.ts';
import { compareCase } from '../domain/simulation/compare-case.ts';
import type { EvaluationResult, PolicyEvaluation } from '../ports/evaluation-store.ts';

/** A submit as both policies see it. */
export interface SubmitUnderBoth {
  readonly requestId: string;
  readonly exceptionTypeId: string;
  /** Lower case. */
  readonly requesterEmail: string;
  /** All facts either policy asks for, as far as they were read. */
  readonly facts: FactMap;
  readonly directory: Directory;
}

/** True while submits are evaluated under the draft. */
export function isRunning({ until, ended }: PolicyEvaluation, now: Date): boolean {
  return ended === null && (until === null || now.getTime() < Date.parse(until));
}

/** The facts a draft asks for. None for a draft that cannot be read: what it makes of a submit will say so. */
export function factsOfEvaluation(evaluation: PolicyEvaluation | null): readonly string[] {
  if (!evaluation) return [];
  try {
    return factsNeeded(evaluation.policy);
  } catch {
    return [];
  }
}

/**
 * Evaluates a submit under the policy in force and under the draft, with the same pure function. Never throws: a draft
 * that cannot be evaluated gives `failed` with the kind of error.
 */
export function evaluateAlongside(
  { hash, policy }: PolicyEvaluation,
  inForce: PolicyVersion,
  { requestId, exceptionTypeId, requesterEmail, facts, directory }: SubmitUnderBoth,
): EvaluationResult {
  try {
    const draft: PolicyVersion = { version: inForce.version + 1, hash, policy };
    return compareCase(inForce, draft, { id: requestId, exceptionTypeId, requesterEmail, facts }, directory);
  } catch (error) {
    // Its message may quote a fact.
    return { failed: error instanceof Error ? error.name : 'unknown' };
  }
}
