import { MAX_TEXT } from '@handrail/contracts/field-formats';
import type { InboxItem } from '@handrail/contracts/inbox';
import type { ReviewOutcome } from '@handrail/contracts/vocabulary';
import { Button, Flex, Text, TextArea } from '@hubspot/ui-extensions';
import { BUTTONS } from 'handrail-hubspot-cards/parts/review-panel.tsx';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { useRef } from 'react';
import type { Decision } from '../use-decision.ts';

export interface DecideFormProps {
  readonly items: readonly InboxItem[];
  readonly decision: Decision;
  readonly onReload: () => void;
  /** Keeps the test ids of the two forms of the page apart. */
  readonly testId: string;
}

/** One comment and one decision for everything given. */
export function DecideForm({ items, decision, onReload, testId }: DecideFormProps) {
  // The field keeps its own text; a ref is up to date even when typing and pressing come in one moment.
  const comment = useRef('');
  const take = (text: string) => {
    comment.current = text;
  };
  const decide = (outcome: ReviewOutcome) => void decision.send(items, outcome, comment.current);
  const many = items.length > 1;
  const words = BUTTONS[items[0]?.matter ?? 'request'];
  const inEffect = items.filter(({ matter }) => matter === 'break_glass').length;
  return (
    <Flex direction="column" gap="small" testId={testId}>
      <TextArea
        name={`${testId}-comment`}
        label="Comment"
        description={
          many
            ? 'Everybody who filed one of these reads it, and it stays with each request.'
            : `${items[0]?.requester.name} reads this, and it stays with the request.`
        }
        rows={2}
        maxLength={MAX_TEXT}
        onInput={take}
        onChange={take}
        testId={`${testId}-comment`}
      />
      {many && inEffect > 0 && (
        <Text variant="microcopy" testId={`${testId}-in-effect`}>
          {inEffect} of these took effect before anybody approved: to approve confirms them, to reject takes
          them back.
        </Text>
      )}
      <Flex direction="row" gap="small">
        <Button
          variant="primary"
          onClick={() => decide('approve')}
          disabled={decision.busy}
          testId={`${testId}-approve`}
        >
          {many ? `Approve ${items.length}` : words.approve}
        </Button>
        <Button onClick={() => decide('reject')} disabled={decision.busy} testId={`${testId}-reject`}>
          {many ? `Reject ${items.length}` : words.reject}
        </Button>
      </Flex>
      {decision.problem && (
        <ErrorPanel problem={decision.problem} onReload={onReload} testId={`${testId}-problem`} />
      )}
    </Flex>
  );
}
