import type { StoredRequest } from '../ports/unit-of-work.ts';
import { changeRequest } from './change-request.ts';
import type { AppContext, Caller } from './context.ts';

/**
 * An approver asks for information: the requester is told, and the clock goes on. The same question repeated is asked
 * once.
 *
 * @throws Refusal `own_request`, `not_an_approver`, `already_reviewed`, `wrong_status`, `changed_meanwhile`
 */
export function askForInformation(
  context: AppContext,
  caller: Caller,
  requestId: string,
  text: string,
  version?: number,
): Promise<StoredRequest> {
  return changeRequest(context, caller, requestId, (by) => ({ type: 'ask', by, text }), version);
}

/**
 * Somebody who is party answers all questions that are open: those who asked are told.
 *
 * @throws Refusal `not_permitted`, `no_open_question`, `wrong_status`, `changed_meanwhile`
 */
export function answerQuestions(
  context: AppContext,
  caller: Caller,
  requestId: string,
  text: string,
  version?: number,
): Promise<StoredRequest> {
  return changeRequest(context, caller, requestId, (by) => ({ type: 'answer', by, text }), version);
}
