import type { EndReason } from '@handrail/contracts/vocabulary';
import { isReviewOwed } from '../exception-request/break-glass.ts';
import { expiryOf } from '../exception-request/extension.ts';
import type { FiledState } from '../exception-request/state.ts';
import { listInWords } from '../policy/words.ts';
import type { Placeholders } from './fill-template.ts';
import { proposedChanges } from './proposed-changes.ts';

/** Why an exception ended, as the end of a sentence. */
export const END_REASON_IN_WORDS: Readonly<Record<EndReason, string>> = {
  expired: 'it expired',
  closed: 'the requester closed it',
  revoked: 'an approver revoked it',
  superseded: 'another exception took its place',
  disputed: 'an objection to it was upheld',
};

/** The values a playbook text can name, for one request in its present state. */
export function placeholdersOf(state: FiledState): Placeholders {
  const { request, reviews } = state;
  const approvers = reviews
    .filter(({ outcome }) => outcome === 'approve')
    .map(({ reviewer, inPlaceOf = [] }) =>
      inPlaceOf.length === 0
        ? reviewer.name
        : `${reviewer.name} (for ${listInWords(inPlaceOf.map(({ name }) => name))})`,
    );
  const changes = proposedChanges(request).map(({ label, from, to }) => `${label}: ${from} → ${to}`);
  return {
    type: request.exceptionType.label,
    reason: `${request.reasonCode.label}: ${request.reason}`,
    requester: request.requester.name,
    approvers: isReviewOwed(state) ? 'nobody yet (it took effect at once)' : listInWords(approvers),
    changes: changes.length === 0 ? 'Owner and stage stay as they are' : changes.join('; '),
    expires: expiryOf(state).slice(0, 10),
    nextSteps: request.exceptionType.nextSteps,
    standardPath: request.standardPath.words,
    endReason: state.status === 'ending' ? endInWords(state) : '',
    afterwards:
      request.playbook.whenOver === 'resubmit'
        ? 'The record goes back through standard routing.'
        : 'The record stays as it is; standard routing sees it again from its next trigger on.',
  };
}

/** Why it ended, and that a longer time was asked for and not given. */
function endInWords({ endReason, extensions }: Extract<FiledState, { status: 'ending' }>): string {
  const why = END_REASON_IN_WORDS[endReason];
  switch (extensions.at(-1)?.outcome) {
    case 'rejected':
      return `${why}, and an extension was rejected`;
    case 'lapsed':
      return `${why}, and nobody had decided on an extension`;
    default:
      return why;
  }
}
