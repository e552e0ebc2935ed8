import type { RequestView } from '@handrail/contracts/card-view';
import { DescriptionList, DescriptionListItem, Text } from '@hubspot/ui-extensions';
import { inWords, sinceInWords } from '../words/portal-time.ts';

export interface RequestFactsProps {
  readonly request: Omit<RequestView, 'steps' | 'notices' | 'can'>;
  readonly timeZone: string;
}

/** What was asked for, why, by whom, who said what, and until when. */
export function RequestFacts({ request, timeZone }: RequestFactsProps) {
  const now = Date.now();
  return (
    <DescriptionList direction="column" testId="facts">
      <DescriptionListItem label="Exception">{request.typeLabel}</DescriptionListItem>
      <DescriptionListItem label="Reason">
        <Text format={{ fontWeight: 'demibold' }}>{request.reasonLabel}</Text>
        <Text testId="reason-text">{request.reason}</Text>
      </DescriptionListItem>
      <DescriptionListItem label="Requested by">
        {request.requester.name}, {sinceInWords(request.submittedAt, timeZone, now)}
      </DescriptionListItem>
      {request.filedByWorkflow !== undefined && (
        <DescriptionListItem label="Filed by">
          <Text testId="filed-by">
            Workflow {request.filedByWorkflow}, in the name of {request.requester.name}
          </Text>
        </DescriptionListItem>
      )}
      {request.bulkId !== undefined && (
        <DescriptionListItem label="Bulk request">
          <Text testId="bulk-request">Decided together with other records: {request.bulkId}</Text>
        </DescriptionListItem>
      )}
      {request.reviews.length > 0 && (
        <DescriptionListItem label="Decision">
          {request.reviews.map((review) => (
            <Text key={`${review.reviewer.email} ${review.at}`} testId={`review-${review.reviewer.email}`}>
              {review.reviewer.name}
              {review.inPlaceOf && ` for ${review.inPlaceOf.join(' and ')}`}{' '}
              {review.outcome === 'approve' ? 'approved' : 'rejected'}{' '}
              {sinceInWords(review.at, timeZone, now)}
              {review.comment && `: “${review.comment}”`}
            </Text>
          ))}
        </DescriptionListItem>
      )}
      {awaitsItsTime(request) && (
        <DescriptionListItem label="Until">{inWords(request.expiresAt, timeZone)}</DescriptionListItem>
      )}
    </DescriptionList>
  );
}

/** Whether the end that was asked for is news: an active exception tells its end on top, a finished one has none. */
function awaitsItsTime({ status, endedAt }: Pick<RequestView, 'status' | 'endedAt'>): boolean {
  return status !== 'active' && endedAt === undefined;
}

/** The changes a request asks for or has made, one a line. */
export function Changes({ changes }: { readonly changes: RequestView['changes'] }) {
  if (changes.length === 0)
    return <Text testId="changes">No field is changed; standard routing is held.</Text>;
  return (
    <DescriptionList direction="column" testId="changes">
      {changes.map((change) => (
        <DescriptionListItem key={change.label} label={change.label}>
          {change.from || 'empty'} → {change.to || 'empty'}
        </DescriptionListItem>
      ))}
    </DescriptionList>
  );
}
