import type { RequestView } from '@handrail/contracts/card-view';
import { MAX_TEXT } from '@handrail/contracts/field-formats';
import type { DisputeOutcome } from '@handrail/contracts/vocabulary';
import { Button, Flex, Heading, Text, TextArea, Tile } from '@hubspot/ui-extensions';
import { useRef } from 'react';
import type { CardEnv } from '../card-env.ts';
import { ErrorPanel } from '../screens/error-panel.tsx';
import { useAction } from '../use-action.ts';

export interface DisputeDecisionProps {
  readonly request: RequestView;
  readonly env: CardEnv;
}

/** The decision on an objection, for somebody who may make it, sent with the version that was on the screen. */
export function DisputeDecision({ request, env }: DisputeDecisionProps) {
  const comment = useRef('');
  const action = useAction(env.perform, () => env.announce('Your decision is recorded.'));
  const take = (text: string) => {
    comment.current = text;
  };
  const decide = (outcome: DisputeOutcome) =>
    void action.run(() =>
      env.api.decideDispute(request.requestId, {
        outcome,
        comment: comment.current.trim(),
        version: request.version,
      }),
    );
  return (
    <Tile compact testId="dispute-decision">
      <Flex direction="column" gap="small">
        <Heading>Decide on the objection</Heading>
        <Text>
          If you uphold it, the exception ends now and the hold is released. If you dismiss it, the exception
          goes on as it was approved.
        </Text>
        <TextArea
          name="ruling"
          label="Comment"
          description="The objector and the requester read this, and it stays with the request."
          rows={2}
          maxLength={MAX_TEXT}
          onInput={take}
          onChange={take}
          testId="ruling"
        />
        <Flex direction="row" gap="small">
          <Button
            variant="primary"
            onClick={() => decide('dismissed')}
            disabled={action.busy}
            testId="dismiss"
          >
            Dismiss the objection
          </Button>
          <Button
            variant="destructive"
            onClick={() => decide('upheld')}
            disabled={action.busy}
            testId="uphold"
          >
            Uphold: end the exception
          </Button>
        </Flex>
        {action.problem && (
          <ErrorPanel problem={action.problem} onReload={env.reload} testId="ruling-problem" />
        )}
      </Flex>
    </Tile>
  );
}
