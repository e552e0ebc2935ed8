import type { Policy } from '../domain/policy/policy.ts';
import type { CaseComparison } from '../domain/simulation/compare-case.ts';

/** Why an evaluation ended. */
export type EvaluationEnd = 'stopped' | 'expired' | 'published';

/** A draft that reports beside the policy in force and binds nobody. */
export interface PolicyEvaluation {
  /** Counts from 1 for each tenant. */
  readonly number: number;
  readonly hash: string;
  readonly policy: Policy;
  /** E-mail address, lower case. */
  readonly startedBy: string;
  readonly reason: string;
  /** ISO 8601 instant. */
  readonly startedAt: string;
  /** ISO 8601 instant at which it ends by itself; null when somebody must stop it. */
  readonly until: string | null;
  readonly ended: { readonly at: string; readonly why: EvaluationEnd } | null;
}

/** What the draft made of one submit; `failed` names the kind of error when it could not be evaluated. */
export type EvaluationResult = CaseComparison | { readonly failed: string };

/** A submit that was evaluated under both policies. */
export interface EvaluatedRequest {
  readonly requestId: string;
  /** ISO 8601 instant. */
  readonly at: string;
  /** The version in force at that moment. */
  readonly against: number;
  readonly result: EvaluationResult;
}

/** The part of a transaction that keeps evaluations. */
export interface EvaluationStore {
  /** The evaluation that was not ended yet, also when its time is over; null when there is none. */
  findEvaluation(): Promise<PolicyEvaluation | null>;
  /** The newest evaluation, ended or not. */
  findLatestEvaluation(): Promise<PolicyEvaluation | null>;
  /**
   * Stores a new evaluation under the next number.
   *
   * @throws ConcurrencyConflict when another one was not ended
   */
  startEvaluation(evaluation: Omit<PolicyEvaluation, 'number' | 'ended'>): Promise<PolicyEvaluation>;
  /** False when it had ended before. */
  endEvaluation(number: number, ended: { readonly at: Date; readonly why: EvaluationEnd }): Promise<boolean>;
  /**
   * Keeps a result beside its request. A result that cannot be kept is dropped and the transaction goes on: an
   * evaluation must never cost a submit.
   *
   * @returns whether it was kept
   */
  saveEvaluatedRequest(number: number, evaluated: EvaluatedRequest): Promise<boolean>;
  /** Results in the order of their requests' ids, from the one after `after`, at most `limit`. */
  listEvaluatedRequests(
    number: number,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<readonly EvaluatedRequest[]>;
}
