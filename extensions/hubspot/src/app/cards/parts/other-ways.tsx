import type { RequestView } from '@handrail/contracts/card-view';
import { Button, Flex, Tile } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { useAction } from '../use-action.ts';
import { AnswerPanel } from './answer-panel.tsx';
import type { ConversationEnv } from './conversation-env.ts';
import { HandOverForm } from './hand-over-form.tsx';
import { TextForm } from './text-form.tsx';

export interface OtherWaysProps {
  readonly request: Pick<RequestView, 'requestId' | 'requester' | 'conversation'>;
  readonly can: Pick<RequestView['can'], 'ask' | 'answer' | 'handOver'>;
  readonly env: ConversationEnv;
}

/** What an approver can do instead of deciding: ask, answer what another one asked, or hand the decision over. */
export function OtherWays({ request, can, env }: OtherWaysProps) {
  const [open, setOpen] = useState<'ask' | 'answer' | 'hand-over'>();
  const ask = useAction(env.perform, () => env.announce('Your question is sent.'));
  const handOver = useAction(env.perform, () => env.announce('The decision is handed over.'));
  const toggle = (way: NonNullable<typeof open>) => setOpen(open === way ? undefined : way);
  const { requestId, requester } = request;
  if (!can.ask && !can.answer && !can.handOver) return null;
  return (
    <Flex direction="column" gap="small" testId="other-ways">
      <Flex direction="row" gap="small" wrap="wrap">
        {can.ask && (
          <Button size="small" onClick={() => toggle('ask')} testId="ask-open">
            Ask for information
          </Button>
        )}
        {can.answer && (
          <Button size="small" onClick={() => toggle('answer')} testId="answer-open">
            Answer for the requester
          </Button>
        )}
        {can.handOver && (
          <Button size="small" onClick={() => toggle('hand-over')} testId="hand-over-open">
            Hand over
          </Button>
        )}
      </Flex>
      {open === 'ask' && can.ask && (
        <Tile compact>
          <TextForm
            label={`Question to ${requester.name}`}
            description="It stays with the request. You and the others can still decide without the answer."
            send="Send the question"
            action={ask}
            onSend={(text) => void ask.run(() => env.api.ask(requestId, text))}
            onReload={env.reload}
            testId="ask"
          />
        </Tile>
      )}
      {open === 'answer' && can.answer && <AnswerPanel request={request} env={env} />}
      {open === 'hand-over' && can.handOver && (
        <Tile compact>
          <HandOverForm request={request} action={handOver} env={env} />
        </Tile>
      )}
    </Flex>
  );
}
