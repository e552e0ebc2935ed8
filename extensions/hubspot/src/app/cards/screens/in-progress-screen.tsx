import { Alert, Heading } from '@hubspot/ui-extensions';
import { Changes, RequestFacts } from '../parts/request-facts.tsx';
import { RequestFrame, type RequestScreenProps } from '../parts/request-frame.tsx';
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
      <Heading>What changes</Heading>
      <Changes changes={request.changes} />
      <Heading>The request</Heading>
      <RequestFacts request={request} timeZone={env.timeZone} />
    </RequestFrame>
  );
}
