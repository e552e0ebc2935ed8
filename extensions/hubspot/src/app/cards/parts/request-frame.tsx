import type { CardView, RequestView } from '@handrail/contracts/card-view';
import { Alert, Button, Flex } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import type { CardEnv } from '../card-env.ts';
import { BreakGlass } from './break-glass.tsx';
import { Covers } from './covers.tsx';
import { DisputeDecision } from './dispute-decision.tsx';
import { OpenDispute, SettledDisputes } from './disputes.tsx';
import { Group } from './group.tsx';
import { ObjectPanel } from './object-panel.tsx';
import { RequestProgress, RequestStatus } from './request-status.tsx';
import { Trail } from './trail.tsx';
import { Untold } from './untold.tsx';

/** What a screen about one request is given. */
export interface RequestScreenProps {
  readonly card: CardView;
  readonly request: RequestView;
  readonly env: CardEnv;
}

/**
 * What all screens about a request share: status, what covers the record and an open objection on top; the buying
 * group, settled objections, the trail and a refresh at the bottom.
 */
export function RequestFrame({
  card,
  request,
  env,
  children,
}: RequestScreenProps & { readonly children: ReactNode }) {
  return (
    <Flex direction="column" gap="medium">
      <RequestStatus request={request} />
      <BreakGlass request={request} timeZone={env.timeZone} />
      <RequestProgress status={request.status} narrow={env.narrow} />
      <Notice notice={card.notice} />
      <Covers card={card} env={env} />
      <OpenDispute request={request} timeZone={env.timeZone} />
      {request.disputes?.canDecide && <DisputeDecision request={request} env={env} />}
      <Untold notices={request.notices} />
      {children}
      <Group card={card} env={env} />
      <SettledDisputes request={request} timeZone={env.timeZone} />
      {request.disputes?.canObject && <ObjectPanel request={request} disputes={request.disputes} env={env} />}
      <Trail requestId={request.requestId} version={request.version} env={env} />
      <Button variant="transparent" size="small" onClick={env.reload} testId="refresh">
        Refresh
      </Button>
    </Flex>
  );
}

/** Says what to know before anything else: that something could not be read, or that two CRMs disagree. */
export function Notice({ notice }: { readonly notice: string | undefined }) {
  return notice ? (
    <Alert variant="warning" title="Please note" testId="notice">
      {notice}
    </Alert>
  ) : null;
}
