import type { RequestView } from '@handrail/contracts/card-view';
import { MAX_TEXT } from '@handrail/contracts/field-formats';
import type { MatterKind, ReviewOutcome } from '@handrail/contracts/vocabulary';
import { Button, Flex, Heading, Text, TextArea, Tile } from '@hubspot/ui-extensions';
import { useRef } from 'react';
import type { CardEnv } from '../card-env.ts';
import { ErrorPanel } from '../screens/error-panel.tsx';
import { useAction } from '../use-action.ts';

export interface ReviewPanelProps {
  readonly request: RequestView;
  readonly env: CardEnv;
}

/**
 * The decision, for somebody who may make it. It is sent with the version that was on the screen, so nobody approves
 * what they have not seen.
 */
export function ReviewPanel({ request, env }: ReviewPanelProps) {
  // The field keeps its own text; a ref is up to date even when typing and pressing come in one moment.
  const comment = useRef('');
  const action = useAction(env.perform, () => env.announce('Your decision is recorded.'));

  const take = (text: string) => {
    comment.current = text;
  };
  const decide = (outcome: ReviewOutcome) =>
    void action.run(() =>
      env.api.review(request.requestId, {
        outcome,
        comment: comment.current.trim(),
        version: request.version,
      }),
    );
  return (
    <Tile compact testId="review-panel">
      <Flex direction="column" gap="small">
        <Heading>{HEADING[request.matter ?? 'request']}</Heading>
        <Text>{consequence(request)}</Text>
        <TextArea
          name="comment"
          label="Comment"
          description={`${request.requester.name} reads this, and it stays with the request.`}
          rows={2}
          maxLength={MAX_TEXT}
          onInput={take}
          onChange={take}
          testId="comment"
        />
        <Flex direction="row" gap="small">
          <Button variant="primary" onClick={() => decide('approve')} disabled={action.busy} testId="approve">
            {BUTTONS[request.matter ?? 'request'].approve}
          </Button>
          <Button onClick={() => decide('reject')} disabled={action.busy} testId="reject">
            {BUTTONS[request.matter ?? 'request'].reject}
          </Button>
        </Flex>
        {action.problem && (
          <ErrorPanel problem={action.problem} onReload={env.reload} testId="review-problem" />
        )}
      </Flex>
    </Tile>
  );
}

const HEADING: Readonly<Record<MatterKind, string>> = {
  request: 'Your decision',
  break_glass: 'Your review of what took effect',
  extension: 'Your decision on the extension',
};

/** What the two buttons say about each matter. */
export const BUTTONS: Readonly<Record<MatterKind, Readonly<Record<ReviewOutcome, string>>>> = {
  request: { approve: 'Approve', reject: 'Reject' },
  break_glass: { approve: 'Confirm', reject: 'Refuse' },
  extension: { approve: 'Approve the extension', reject: 'Reject the extension' },
};

function consequence(request: RequestView): string {
  const { changes, matter } = request;
  if (matter === 'break_glass') {
    return 'If confirmed, the exception goes on until its end. If refused, owner, stage and fields are put back as they were, except what somebody changed since.';
  }
  if (matter === 'extension') return 'If rejected, the exception ends when it would have ended.';
  const made = changes.map((change) => `${change.label} becomes ${change.to || 'empty'}`).join(', ');
  return made
    ? `If approved: ${made}, and standard routing leaves the record alone until the exception ends.`
    : 'If approved: standard routing leaves the record alone until the exception ends.';
}
