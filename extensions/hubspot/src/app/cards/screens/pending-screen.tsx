import { Alert, Divider, Text } from '@hubspot/ui-extensions';
import { AnswerPanel } from '../parts/answer-panel.tsx';
import { Asked } from '../parts/asked.tsx';
import { Clock } from '../parts/clock.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { Conversation } from '../parts/conversation.tsx';
import { OtherWays } from '../parts/other-ways.tsx';
import { Changes, RequestFacts } from '../parts/request-facts.tsx';
import { RequestFrame, type RequestScreenProps } from '../parts/request-frame.tsx';
import { ReviewPanel } from '../parts/review-panel.tsx';
import { Section } from '../parts/section.tsx';
import { StandIns } from '../parts/stand-ins.tsx';
import { StandardPath } from '../parts/standard-path.tsx';
import { useAction } from '../use-action.ts';
import { fromNow } from '../words/portal-time.ts';
import { ErrorPanel } from './error-panel.tsx';

/**
 * A request that waits: who decides, since when, what next; the decision itself for an approver, and what they can do
 * instead; the answer for the requester while a question is open.
 */
export function PendingScreen({ card, request, env }: RequestScreenProps) {
  const withdraw = useAction(env.perform, () => env.announce('Request withdrawn.'));
  const asked = `Asked ${fromNow(request.submittedAt, Date.now())}.`;
  return (
    <RequestFrame card={card} request={request} env={env}>
      {request.can.review ? (
        <Alert variant="info" title={`${request.requester.name} asks you to decide`} testId="waiting-for">
          {asked} {request.next}
        </Alert>
      ) : (
        <Alert variant="info" title={request.next} testId="waiting-for">
          {asked}
        </Alert>
      )}
      {request.additions.length > 0 && (
        <Alert variant="warning" title="Further people are asked" testId="additions">
          {request.additions.map(({ words }) => words).join(' ')}
        </Alert>
      )}
      <StandIns standIns={request.standIns} timeZone={env.timeZone} />
      {request.can.answer && !request.can.review && <AnswerPanel request={request} env={env} />}
      <Section title="The request">
        <RequestFacts request={request} timeZone={env.timeZone} />
      </Section>
      <Conversation request={request} timeZone={env.timeZone} />
      <Section title="What would change">
        <Changes changes={request.changes} />
      </Section>
      {request.can.review && (
        <>
          <ReviewPanel request={request} env={env} />
          <OtherWays request={request} can={request.can} env={env} />
        </>
      )}
      <StandardPath path={request.standardPath} averted />
      <Section title="Who decides and why">
        <Asked decision={request.decision} />
      </Section>
      {request.clock.length > 0 && (
        <Section title="If nobody decides">
          <Clock clock={request.clock} timeZone={env.timeZone} />
        </Section>
      )}
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
      {!request.can.review && !request.can.withdraw && !request.can.answer && (
        <Text variant="microcopy">Only the people named above can decide.</Text>
      )}
      {withdraw.problem && <ErrorPanel problem={withdraw.problem} onReload={env.reload} />}
    </RequestFrame>
  );
}
