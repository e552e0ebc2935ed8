import type { RequestView } from '@handrail/contracts/card-view';
import { Alert } from '@hubspot/ui-extensions';
import { Changes, RequestFacts } from '../parts/request-facts.tsx';
import { RequestFrame, type RequestScreenProps } from '../parts/request-frame.tsx';
import { ReviewPanel } from '../parts/review-panel.tsx';
import { Section } from '../parts/section.tsx';
import { Steps } from '../parts/steps.tsx';

/** Approved or ending: what is being written to the record right now. */
export function InProgressScreen({ card, request, env }: RequestScreenProps) {
  return (
    <RequestFrame card={card} request={request} env={env}>
      <Alert variant="info" title={titleOf(request)} testId="in-progress">
        {request.next}
      </Alert>
      {request.can.review && <ReviewPanel request={request} env={env} />}
      <Steps steps={request.steps} />
      <Section title="What changes">
        <Changes changes={request.changes} />
      </Section>
      <Section title="The request">
        <RequestFacts request={request} timeZone={env.timeZone} />
      </Section>
    </RequestFrame>
  );
}

function titleOf({ status, breakGlass }: RequestView): string {
  if (status === 'ending') return 'Going back to standard routing';
  if (status === 'reverting') return 'Taking the exception back';
  return breakGlass ? 'Taking effect at once' : 'Carrying out the decision';
}
