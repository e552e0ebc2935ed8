import type { BulkView } from '@handrail/contracts/bulk';
import { MAX_TEXT } from '@handrail/contracts/field-formats';
import type { ReviewOutcome } from '@handrail/contracts/vocabulary';
import { Button, Flex, TextArea } from '@hubspot/ui-extensions';
import { useRef } from 'react';
import { records } from './bulk-words.ts';

export interface BulkDecideFormProps {
  readonly bulk: BulkView;
  readonly busy: boolean;
  readonly onDecide: (outcome: ReviewOutcome, comment: string) => void;
}

/** One comment and one decision for all records. */
export function BulkDecideForm({ bulk, busy, onDecide }: BulkDecideFormProps) {
  // The field keeps its own text; a ref is up to date even when typing and pressing come in one moment.
  const comment = useRef('');
  const take = (text: string) => {
    comment.current = text;
  };
  const decide = (outcome: ReviewOutcome) => onDecide(outcome, comment.current.trim());
  return (
    <Flex direction="column" gap="small" testId="bulk-decide">
      <TextArea
        name="bulk-comment"
        label="Comment"
        description={`${bulk.requester.name} reads this, and it stays with each record's request.`}
        rows={2}
        maxLength={MAX_TEXT}
        onInput={take}
        onChange={take}
        testId="bulk-comment"
      />
      <Flex direction="row" gap="small">
        <Button variant="primary" onClick={() => decide('approve')} disabled={busy} testId="bulk-approve">
          {`Approve for ${records(bulk.counts.prepared)}`}
        </Button>
        <Button onClick={() => decide('reject')} disabled={busy} testId="bulk-reject">
          Reject
        </Button>
      </Flex>
    </Flex>
  );
}
