import { Alert, Divider, Heading, Text } from '@hubspot/ui-extensions';
import { Asked } from '../parts/asked.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { Changes, RequestFacts } from '../parts/request-facts.tsx';
import { RequestFrame, type RequestScreenProps } from '../parts/request-frame.tsx';
import { ReviewPanel } from '../parts/review-panel.tsx';
import { StandardPath } from '../parts/standard-path.tsx';
import { useAction } from '../use-action.ts';
import { fromNow } from '../words/portal-time.ts';
import { ErrorPanel } from './error-panel.tsx';

/** A request that waits: who decides, since when, what next; the decision itself for an approver. */
export function PendingScreen({ card, request, env }: RequestScreenProps) {
  const withdraw = useAction(env.perform, () => env.announce('Request withdrawn.'));
  const waitingFor = request.waitingFor.map((person) => person.name).join(', ');
  return (
    <RequestFrame card={card} request={request} env={env}>
      <Alert
        variant="info"
        title={waitingFor ? `Waiting for ${waitingFor}` : 'Waiting for a decision'}
        testId="waiting-for"
      >
        Asked {fromNow(request.submittedAt, Date.now())}. {request.next}
      </Alert>
      {request.additions.length > 0 && (
        <Alert variant="warning" title="Further people are asked" testId="additions">
          {request.additions.map(({ words }) => words).join(' ')}
        </Alert>
      )}
      {request.can.review && <ReviewPanel request={request} env={env} />}
      <Heading>The request</Heading>
      <RequestFacts request={request} timeZone={env.timeZone} />
      <Heading>What would change</Heading>
      <Changes changes={request.changes} />
      <StandardPath path={request.standardPath} />
      <Heading>Who decides and why</Heading>
      <Asked decision={request.decision} />
      {request.can.withdraw && (
        <>
          <Divider size="extra-small" />
          <ConfirmButton
            testId="withdraw"
            busy={withdraw.busy}
            consequence="The request is closed and the record goes back to the standard path."
            onConfirm={() => void withdraw.run(() => env.api.withdraw(request.requestId))}
          >
            Withdraw the request
          </ConfirmButton>
        </>
      )}
      {!request.can.review && !request.can.withdraw && (
        <Text variant="microcopy">Only the people named above can decide.</Text>
      )}
      {withdraw.problem && <ErrorPanel problem={withdraw.problem} onReload={env.reload} />}
    </RequestFrame>
  );
}
