import type { RequestView } from '@handrail/contracts/card-view';
import type { DisputeView } from '@handrail/contracts/dispute';
import { Alert, DescriptionList, DescriptionListItem, Flex, Text } from '@hubspot/ui-extensions';
import { inWords } from '../words/portal-time.ts';
import { Section } from './section.tsx';

/** An objection that waits, for everybody who looks at the request. */
export function OpenDispute({
  request,
  timeZone,
}: {
  readonly request: Pick<RequestView, 'disputes'>;
  readonly timeZone: string;
}) {
  const open = request.disputes?.items.find(({ status }) => status === 'open');
  if (!open) return null;
  const deciders = open.deciders.map(({ name }) => name).join(' or ');
  return (
    <Alert variant="warning" title={`${open.objector.name} objects to this exception`} testId="dispute">
      {open.ground} “{open.reason}” {deciders} ({open.decidedByRole}) decides by{' '}
      {inWords(open.dueAt, timeZone)}. Until then the exception goes on.
    </Alert>
  );
}

/** Objections that are settled, with who settled them and how. */
export function SettledDisputes({
  request,
  timeZone,
}: {
  readonly request: Pick<RequestView, 'disputes'>;
  readonly timeZone: string;
}) {
  const settled = request.disputes?.items.filter(({ status }) => status !== 'open') ?? [];
  if (settled.length === 0) return null;
  return (
    <Section title={settled.length === 1 ? 'An objection' : 'Objections'}>
      {settled.map((dispute) => (
        <Settled key={dispute.number} dispute={dispute} timeZone={timeZone} />
      ))}
    </Section>
  );
}

function Settled({ dispute, timeZone }: { readonly dispute: DisputeView; readonly timeZone: string }) {
  const { number, words, objector, standing, ground, reason, comment, closedAt } = dispute;
  return (
    <Flex direction="column" gap="extra-small">
      <Text testId={`dispute-${number}`} format={{ fontWeight: 'demibold' }}>
        {words}
      </Text>
      <DescriptionList direction="column">
        <DescriptionListItem label="Objected by">{`${objector.name}, ${standing}`}</DescriptionListItem>
        <DescriptionListItem label="Ground">{`${ground} “${reason}”`}</DescriptionListItem>
        {comment && <DescriptionListItem label="Comment">{comment}</DescriptionListItem>}
        {closedAt && <DescriptionListItem label="Settled">{inWords(closedAt, timeZone)}</DescriptionListItem>}
      </DescriptionList>
    </Flex>
  );
}
