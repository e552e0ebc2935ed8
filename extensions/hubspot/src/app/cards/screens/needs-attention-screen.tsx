import { Alert, Button, Text } from '@hubspot/ui-extensions';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { Changes, RequestFacts } from '../parts/request-facts.tsx';
import { RequestFrame, type RequestScreenProps } from '../parts/request-frame.tsx';
import { ReviewPanel } from '../parts/review-panel.tsx';
import { Section } from '../parts/section.tsx';
import { Steps } from '../parts/steps.tsx';
import { useAction } from '../use-action.ts';
import { ErrorPanel } from './error-panel.tsx';

/** A step failed for good: which one, what to do, and the way to try it again. */
export function NeedsAttentionScreen({ card, request, env }: RequestScreenProps) {
  const action = useAction(env.perform);
  return (
    <RequestFrame card={card} request={request} env={env}>
      <Alert variant="danger" title="The decision could not be carried out in full" testId="failure">
        {request.failure ?? request.next}
      </Alert>
      <Section title="What was done and what was not">
        <Steps steps={request.steps} alreadySaid={request.failure} />
      </Section>
      {request.can.retry ? (
        <Button
          variant="primary"
          onClick={() => void action.run(() => env.api.retry(request.requestId))}
          disabled={action.busy}
          testId="retry"
        >
          Try the failed step again
        </Button>
      ) : (
        <Text>Ask an approver or RevOps to try the failed step again.</Text>
      )}
      {request.can.review && <ReviewPanel request={request} env={env} />}
      {request.can.end && (
        <ConfirmButton
          testId="end-now"
          busy={action.busy}
          consequence={
            request.breakGlass?.outcome === 'owed'
              ? 'Nobody has approved it, so what was already written is put back, except what somebody changed since.'
              : 'The hold is released and standard routing takes the record over. What was already written stays.'
          }
          onConfirm={() => void action.run(() => env.api.end(request.requestId))}
        >
          End now
        </ConfirmButton>
      )}
      {action.problem && <ErrorPanel problem={action.problem} onReload={env.reload} />}
      <Section title="What was decided">
        <Changes changes={request.changes} />
      </Section>
      <Section title="The request">
        <RequestFacts request={request} timeZone={env.timeZone} />
      </Section>
    </RequestFrame>
  );
}
