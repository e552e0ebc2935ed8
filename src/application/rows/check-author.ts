import type { RowAuthor } from '../../ports/request-rows.ts';
import type { Caller } from '../context.ts';
import { Refusal } from '../refusal.ts';

/**
 * The author of a row as a caller, as the CRM vouches for them.
 *
 * @param author undefined for a user whom the CRM does not show
 * @throws Refusal `author_not_accepted`
 */
export function callerOf(tenantId: string, author: RowAuthor | undefined): Caller {
  if (!author) {
    throw notAccepted(
      'The CRM does not show Handrail the user who wrote this. An administrator must let the integration user see all users; then write it again.',
    );
  }
  const { userId, email, active, kind } = author;
  if (kind === 'integration') {
    throw notAccepted(
      'Handrail’s own user wrote this. What that user writes is nobody’s request or decision: log in as yourself and write it again.',
    );
  }
  if (kind === 'other') {
    throw notAccepted(
      'Only people with a full licence can ask for an exception or decide on one. Ask a colleague who has one.',
    );
  }
  if (!active) {
    throw notAccepted('The user who wrote this is deactivated by now, so it does not count.');
  }
  if (email === null) {
    throw notAccepted(
      'The user who wrote this has no e-mail address, by which Handrail knows people. Once there is one, write it again.',
    );
  }
  return { tenantId, userId, email };
}

function notAccepted(message: string): Refusal {
  return new Refusal({ code: 'author_not_accepted', message });
}
