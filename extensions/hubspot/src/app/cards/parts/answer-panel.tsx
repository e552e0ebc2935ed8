import type { RequestView } from '@handrail/contracts/card-view';
import { Heading, Tile } from '@hubspot/ui-extensions';
import { useAction } from '../use-action.ts';
import type { ConversationEnv } from './conversation-env.ts';
import { TextForm } from './text-form.tsx';

export interface AnswerPanelProps {
  readonly request: Pick<RequestView, 'requestId' | 'conversation'>;
  readonly env: ConversationEnv;
}

/** The answer to all that is open, for somebody who may give it. */
export function AnswerPanel({ request: { requestId, conversation }, env }: AnswerPanelProps) {
  const action = useAction(env.perform, () => env.announce('Your answer is sent.'));
  const answered = conversation.map(({ kind }) => kind).lastIndexOf('answer');
  const askers = [...new Set(conversation.slice(answered + 1).map(({ by }) => by.name))];
  return (
    <Tile compact testId="answer-panel">
      <Heading>Answer {askers.join(' and ')}</Heading>
      <TextForm
        label="Answer"
        description="It stays with the request. The time to decide goes on meanwhile."
        send="Send the answer"
        action={action}
        onSend={(text) => void action.run(() => env.api.answer(requestId, text))}
        onReload={env.reload}
        testId="answer"
      />
    </Tile>
  );
}
