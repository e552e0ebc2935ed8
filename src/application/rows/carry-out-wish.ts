import type { RequestRows, RowWish } from '../../ports/request-rows.ts';
import type { StoredRequest } from '../../ports/unit-of-work.ts';
import { askExtension, withdrawExtension } from '../ask-extension.ts';
import { answerQuestions, askForInformation } from '../ask-for-information.ts';
import { endException, retryPlaybook, reviewException, withdrawException } from '../change-request.ts';
import type { AppContext, Caller } from '../context.ts';
import { decideOnDispute, objectToException } from '../dispute-exception.ts';
import { handOver } from '../hand-over.ts';
import { Refusal } from '../refusal.ts';

/**
 * Carries out what a row wants of a request, by the use case that the card calls. A row may have waited, so everything
 * but a withdrawal is refused on a version newer than its author saw: whoever takes their own request back means it
 * whatever was said meanwhile.
 *
 * @throws Refusal
 */
export async function carryOutWish(
  context: AppContext,
  rows: Pick<RequestRows, 'findAuthors'>,
  caller: Caller,
  requestId: string,
  wish: RowWish,
): Promise<StoredRequest> {
  const { version } = wish;
  switch (wish.type) {
    case 'review': {
      const { outcome, comment } = wish;
      return reviewException(context, caller, { requestId, outcome, comment, version });
    }
    case 'ask':
      return askForInformation(context, caller, requestId, wish.text, version);
    case 'answer':
      return answerQuestions(context, caller, requestId, wish.text, version);
    case 'hand_over': {
      const to = await addressOf(rows, wish.toUserId);
      return handOver(context, caller, { requestId, to, reason: wish.reason, version });
    }
    case 'withdraw':
      return withdrawException(context, caller, requestId);
    case 'end':
      return endException(context, caller, requestId, version);
    case 'ask_extension': {
      const { until, reason } = wish;
      return askExtension(context, caller, { requestId, until, reason, version });
    }
    case 'withdraw_extension':
      return withdrawExtension(context, caller, requestId, version);
    case 'object': {
      const { ground, reason } = wish;
      return objectToException(context, caller, { requestId, ground, reason, version });
    }
    case 'decide_dispute': {
      const { outcome, comment } = wish;
      return decideOnDispute(context, caller, { requestId, outcome, comment, version });
    }
    case 'retry_steps':
      return retryPlaybook(context, caller, requestId, version);
  }
}

async function addressOf(rows: Pick<RequestRows, 'findAuthors'>, userId: string): Promise<string> {
  const email = (await rows.findAuthors([userId])).get(userId)?.email;
  if (email) return email;
  throw new Refusal({
    code: 'person_unknown',
    message: 'The person it is handed to has no e-mail address in the CRM. Choose somebody else.',
  });
}
