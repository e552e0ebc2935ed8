import { Alert } from '@hubspot/ui-extensions';
import { Changes, RequestFacts } from '../parts/request-facts.tsx';
import { RequestFrame, type RequestScreenProps } from '../parts/request-frame.tsx';
import { Section } from '../parts/section.tsx';
import { Steps } from '../parts/steps.tsx';

/** Approved or ending: what is being written to the record right now. */
export function InProgressScreen({ card, request, env }: RequestScreenProps) {
  return (
    <RequestFrame card={card} request={request} env={env}>
      <Alert
        variant="info"
        title={request.status === 'ending' ? 'Going back to standard routing' : 'Carrying out the decision'}
        testId="in-progress"
      >
        {request.next}
      </Alert>
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
