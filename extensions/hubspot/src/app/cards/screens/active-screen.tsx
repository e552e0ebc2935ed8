import { Accordion, Alert, Text } from '@hubspot/ui-extensions';
import { Asked } from '../parts/asked.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { ExtensionSection } from '../parts/extension-section.tsx';
import { Changes, RequestFacts } from '../parts/request-facts.tsx';
import { RequestFrame, type RequestScreenProps } from '../parts/request-frame.tsx';
import { ReviewPanel } from '../parts/review-panel.tsx';
import { Section } from '../parts/section.tsx';
import { StandardPath } from '../parts/standard-path.tsx';
import { Steps } from '../parts/steps.tsx';
import { useAction } from '../use-action.ts';
import { fromNow, inWords } from '../words/portal-time.ts';
import { ErrorPanel } from './error-panel.tsx';

/** An exception in force: what changed, why, who approved it, what comes next, when it ends. */
export function ActiveScreen({ card, request, env }: RequestScreenProps) {
  const end = useAction(env.perform, () => env.announce('The exception ends now.'));
  const owed = request.breakGlass?.outcome === 'owed';
  return (
    <RequestFrame card={card} request={request} env={env}>
      <Alert
        variant={owed ? 'warning' : 'success'}
        title={`${request.typeLabel} is in force${owed ? ', not approved yet' : ''}`}
        testId="active"
      >
        Ends {fromNow(request.expiresAt, Date.now())} ({inWords(request.expiresAt, env.timeZone)}).{' '}
        {request.next}
      </Alert>
      {request.can.review && owed && <ReviewPanel request={request} env={env} />}
      <ExtensionSection request={request} env={env} />
      <Section title="What changed">
        <Changes changes={request.changes} />
      </Section>
      <Section title="The request">
        <RequestFacts request={request} timeZone={env.timeZone} />
      </Section>
      <Section title="Next steps">
        <Text testId="next-steps">{request.nextSteps}</Text>
      </Section>
      <StandardPath path={request.standardPath} averted />
      <Section title="Who was asked and why">
        <Asked decision={request.decision} />
      </Section>
      <Accordion title="What was done in HubSpot" testId="steps">
        <Steps steps={request.steps} />
      </Accordion>
      {request.can.end && (
        <ConfirmButton
          testId="end-now"
          busy={end.busy}
          consequence={
            owed
              ? 'Nobody has approved it, so everything it changed is put back, except what somebody changed since.'
              : 'The hold is released and standard routing takes the record over.'
          }
          onConfirm={() => void end.run(() => env.api.end(request.requestId))}
        >
          End now
        </ConfirmButton>
      )}
      {end.problem && <ErrorPanel problem={end.problem} onReload={env.reload} />}
    </RequestFrame>
  );
}
