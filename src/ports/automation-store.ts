import type { ProblemCode } from '@handrail/contracts/vocabulary';
import type { Holders } from '../domain/guard/hold-answer.ts';
import type { RecordRef } from '../domain/policy/facts.ts';

/** An automation of the CRM that calls Handrail, and by which of Handrail's actions. */
export interface AutomationCall {
  /** The automation's id, as coverage names it. */
  readonly automationId: string;
  /** The CRM's number of the action, the same in every automation of the account. */
  readonly actionId: string;
  readonly asks: 'check' | 'request';
}

/** A call with when it came last. */
export interface SeenCall extends AutomationCall {
  /** ISO 8601 instant; exact to the quarter of an hour or so, since not every call is written down. */
  readonly lastSeenAt: string;
}

/** What an automation was told that requested an exception. */
export type AutomationAnswer =
  | { readonly outcome: 'filed'; readonly requestId: string }
  | { readonly outcome: 'refused'; readonly code: ProblemCode; readonly message: string };

/** What concerns the CRM's own automation, within one transaction of one tenant. */
export interface AutomationStore {
  /** Whoever holds a record or is about to, in one read by index. */
  findHolders(record: RecordRef): Promise<Holders>;

  /** Notes that a call came; a later call of the same automation and action takes its place. Never goes back in time. */
  noteCall(call: AutomationCall, at: Date): Promise<void>;
  /** Every automation that ever called, by its id and the action's, at most 10,000. */
  listCalls(): Promise<readonly SeenCall[]>;

  /** What a call was told before; null when it was not. */
  findAnswer(callKey: string): Promise<AutomationAnswer | null>;
  /**
   * Keeps an answer for the repetitions of its call, and forgets those that are older than a week.
   *
   * @returns the answer that stands: an earlier one when the call was answered meanwhile
   */
  saveAnswer(callKey: string, answer: AutomationAnswer, at: Date): Promise<AutomationAnswer>;
}
