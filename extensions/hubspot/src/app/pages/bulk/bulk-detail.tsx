import type { BulkView } from '@handrail/contracts/bulk';
import {
  Button,
  DescriptionList,
  DescriptionListItem,
  Flex,
  Heading,
  LoadingSpinner,
  ProgressBar,
  StatusTag,
  Text,
} from '@hubspot/ui-extensions';
import { Clock } from 'handrail-hubspot-cards/parts/clock.tsx';
import { ConfirmButton } from 'handrail-hubspot-cards/parts/confirm-button.tsx';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { type Call, useCall } from 'handrail-hubspot-cards/use-call.ts';
import { useReading } from 'handrail-hubspot-cards/use-reading.ts';
import { inWords } from 'handrail-hubspot-cards/words/portal-time.ts';
import { useCallback } from 'react';
import type { BulkApi, BulkResult } from '../api/bulk-api.ts';
import type { InboxEnv } from '../inbox-env.ts';
import { BulkAsked } from './bulk-asked.tsx';
import { BulkDecideForm } from './bulk-decide-form.tsx';
import { BulkItems } from './bulk-items.tsx';
import { BULK_STATUS_WORDS, isMoving, records } from './bulk-words.ts';

export interface BulkDetailProps {
  readonly api: BulkApi;
  readonly env: InboxEnv;
  readonly bulkId: string;
  readonly onClose: () => void;
}

type Answered = Extract<BulkResult, { ok: true }>;

/** One bulk request: how far it is, who is asked and why, what one may do, and what became of each record. */
export function BulkDetail({ api, env, bulkId, onClose }: BulkDetailProps) {
  const read = useCallback(() => api.read(bulkId), [api, bulkId]);
  const { reply, problem, reload, show } = useReading(read, ({ bulk }) => isMoving(bulk));
  const call = useCall<Answered>(show);
  const bulk = reply?.bulk;
  return (
    <Flex direction="column" gap="medium" testId="bulk-detail">
      <Flex direction="row" gap="small">
        <Button variant="transparent" onClick={onClose} testId="bulk-back">
          All bulk requests
        </Button>
        <Button variant="transparent" onClick={reload} testId="refresh-bulk">
          Refresh
        </Button>
      </Flex>
      {problem && <ErrorPanel problem={problem} onRetry={reload} />}
      {!bulk && !problem && <LoadingSpinner label="Reading the bulk request" showLabel layout="centered" />}
      {bulk && (
        <>
          <Head bulk={bulk} />
          <Actions api={api} bulk={bulk} call={call} onReload={reload} />
          <Facts bulk={bulk} env={env} />
          <BulkAsked bulk={bulk} />
          <BulkItems api={api} bulk={bulk} env={env} />
        </>
      )}
    </Flex>
  );
}

function Head({ bulk }: { readonly bulk: BulkView }) {
  const { label, variant } = BULK_STATUS_WORDS[bulk.status];
  const { total, waiting, done, failed, left_out } = bulk.counts;
  const preparing = bulk.status === 'preparing';
  const settled = preparing ? total - waiting : done;
  const of = preparing ? total : total - left_out;
  return (
    <Flex direction="column" gap="small">
      <Heading>
        {bulk.typeLabel} for {records(total)}
      </Heading>
      <StatusTag variant={variant} testId="bulk-status">
        {label}
      </StatusTag>
      <Text testId="bulk-next">{bulk.next}</Text>
      {of > 0 && (isMoving(bulk) || done + failed > 0) && (
        <ProgressBar
          title={preparing ? 'Looked at' : 'Carried out'}
          value={settled}
          maxValue={of}
          valueDescription={`${settled} of ${of}`}
          variant={failed > 0 ? 'warning' : 'success'}
          testId="bulk-progress"
        />
      )}
    </Flex>
  );
}

interface ActionsProps {
  readonly api: BulkApi;
  readonly bulk: BulkView;
  readonly call: Call<Answered>;
  readonly onReload: () => void;
}

function Actions({ api, bulk, call, onReload }: ActionsProps) {
  const { bulkId, version, can, counts } = bulk;
  const change = (what: 'ask' | 'withdraw' | 'retry') => void call.run(() => api.change(bulkId, what));
  return (
    <Flex direction="column" gap="small">
      {can.review && (
        <BulkDecideForm
          bulk={bulk}
          busy={call.busy}
          onDecide={(outcome, comment) =>
            void call.run(() => api.review(bulkId, { outcome, comment, version }))
          }
        />
      )}
      {(can.ask || can.withdraw || can.retry) && (
        <Flex direction="row" gap="small">
          {can.ask && (
            <Button variant="primary" onClick={() => change('ask')} disabled={call.busy} testId="bulk-ask">
              Ask the approvers
            </Button>
          )}
          {can.retry && (
            <Button
              variant="primary"
              onClick={() => change('retry')}
              disabled={call.busy}
              testId="bulk-retry"
            >
              {`Try ${records(counts.failed)} again`}
            </Button>
          )}
          {can.withdraw && (
            <ConfirmButton
              consequence="Nobody will be asked any more, and no record is changed. It cannot be undone."
              busy={call.busy}
              onConfirm={() => change('withdraw')}
              testId="bulk-withdraw"
            >
              Withdraw
            </ConfirmButton>
          )}
        </Flex>
      )}
      {call.problem && <ErrorPanel problem={call.problem} onReload={onReload} testId="bulk-problem" />}
    </Flex>
  );
}

function Facts({ bulk, env }: { readonly bulk: BulkView; readonly env: InboxEnv }) {
  return (
    <>
      <DescriptionList direction="column">
        <DescriptionListItem label="Records">
          {records(bulk.counts.total)} from {bulk.source}
        </DescriptionListItem>
        <DescriptionListItem label="What would change on each">
          {bulk.changes.join('; ') || 'Hold routing, change no field'}
        </DescriptionListItem>
        <DescriptionListItem label="Why">
          {bulk.reasonLabel}: {bulk.reason}
        </DescriptionListItem>
        <DescriptionListItem label="Requested by">
          {bulk.requester.name}, {inWords(bulk.submittedAt, env.timeZone)}
        </DescriptionListItem>
        <DescriptionListItem label="Until">{inWords(bulk.expiresAt, env.timeZone)}</DescriptionListItem>
      </DescriptionList>
      {bulk.reviews.length > 0 && (
        <Section title="Decisions">
          {bulk.reviews.map(({ reviewer, outcome, comment, at }) => (
            <Text key={reviewer.email}>
              {reviewer.name} {outcome === 'approve' ? 'approved' : 'rejected'}, {inWords(at, env.timeZone)}
              {comment && `: ${comment}`}
            </Text>
          ))}
        </Section>
      )}
      {bulk.status === 'pending' && bulk.clock.length > 0 && (
        <Section title="If nobody decides">
          <Clock clock={bulk.clock} timeZone={env.timeZone} />
        </Section>
      )}
    </>
  );
}
