import type { RequestView } from '@handrail/contracts/card-view';
import type { EndReason } from '@handrail/contracts/vocabulary';
import { Alert } from '@hubspot/ui-extensions';
import { holderOf } from '../parts/covers.tsx';
import { outcomeInWords } from '../parts/extension-section.tsx';
import { Changes, RequestFacts } from '../parts/request-facts.tsx';
import { RequestFrame, type RequestScreenProps } from '../parts/request-frame.tsx';
import { Section } from '../parts/section.tsx';
import { StandardPath } from '../parts/standard-path.tsx';
import { sinceInWords } from '../words/portal-time.ts';
import { RequestButton } from './standard-path-screen.tsx';

const ENDED_BECAUSE: Readonly<Record<EndReason, string>> = {
  expired: 'The exception ran out',
  closed: 'The requester ended the exception',
  revoked: 'An approver ended the exception',
  superseded: 'Another exception took its place',
  disputed: 'The exception ended on an objection',
};

/** The record is back on the standard path: how its last request ended, and the way to ask again. */
export function FinishedScreen({
  card,
  request,
  onRequest,
  env,
}: RequestScreenProps & { readonly onRequest: () => void }) {
  const holder = holderOf(card);
  return (
    <RequestFrame card={card} request={request} env={env}>
      <Alert
        variant={request.status === 'rejected' ? 'warning' : 'info'}
        title={holder ? `This record is held through ${holder}` : 'This record follows the standard path'}
        testId="finished"
      >
        {outcomeOf(request, env.timeZone)}
      </Alert>
      <StandardPath path={card.standardPath} averted={holder !== undefined} />
      <RequestButton card={card} label="Request another" onRequest={onRequest} />
      <Section title="The last request">
        <RequestFacts request={request} timeZone={env.timeZone} />
      </Section>
      <Section title="What it asked for">
        <Changes changes={request.changes} />
      </Section>
    </RequestFrame>
  );
}

function outcomeOf(request: RequestView, timeZone: string): string {
  const when = request.endedAt ? ` ${sinceInWords(request.endedAt, timeZone, Date.now())}` : '';
  if (request.status === 'rejected') {
    const why = request.rejectedBecause ? ` ${request.rejectedBecause}` : '';
    return `The last request was rejected${when}.${why}`;
  }
  if (request.status === 'withdrawn') return `The last request was withdrawn${when}.`;
  if (request.status === 'reverted') return `The last exception was taken back${when}: see above.`;
  if (request.status === 'lapsed') return `The last request lapsed${when}: nobody decided in time.`;
  const why = request.endReason ? ENDED_BECAUSE[request.endReason] : 'The last exception ended';
  const last = request.extensions.at(-1);
  const asked =
    last && (last.outcome === 'rejected' || last.outcome === 'lapsed')
      ? ` ${outcomeInWords(last, timeZone)}`
      : '';
  return `${why}${when}.${asked}`;
}
