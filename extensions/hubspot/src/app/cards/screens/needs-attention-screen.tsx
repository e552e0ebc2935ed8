import { Alert, Button, Heading, Text } from '@hubspot/ui-extensions';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { Changes, RequestFacts } from '../parts/request-facts.tsx';
import { RequestFrame, type RequestScreenProps } from '../parts/request-frame.tsx';
import { Steps } from '../parts/steps.tsx';
import { useAction } from '../use-action.ts';
import { ErrorPanel } from './error-panel.tsx';

/** A step failed for good: which one, what to do, and the way to try it again. */
export function NeedsAttentionScreen({ card, request, env }: RequestScreenProps) {
  const action = useAction(env.perform);
  return (
    <RequestFrame card={card} request={request} env={env}>
      <Alert variant="danger" title="The decision could not be carried out in full" testId="failure">
        {request.failure ?? 'A step failed.'} {request.next}
      </Alert>
      <Heading>What was done and what was not</Heading>
      <Steps steps={request.steps} />
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
      {request.can.end && (
        <ConfirmButton
          testId="end-now"
          busy={action.busy}
          consequence="The hold is released and standard routing takes the record over. What was already written stays."
          onConfirm={() => void action.run(() => env.api.end(request.requestId))}
        >
          End now
        </ConfirmButton>
      )}
      {action.problem && <ErrorPanel problem={action.problem} onReload={env.reload} />}
      <Heading>What was decided</Heading>
      <Changes changes={request.changes} />
      <Heading>The request</Heading>
      <RequestFacts request={request} timeZone={env.timeZone} />
    </RequestFrame>
  );
}
