import type { RequestView } from '@handrail/contracts/card-view';
import { Flex, Text } from '@hubspot/ui-extensions';
import { sinceInWords } from '../words/portal-time.ts';
import { Section } from './section.tsx';

export interface ConversationProps {
  readonly request: Pick<RequestView, 'conversation' | 'handOvers'>;
  readonly timeZone: string;
}

/** What was asked, answered and handed over, in its order; nothing when nothing was. */
export function Conversation({ request, timeZone }: ConversationProps) {
  const now = Date.now();
  const since = (at: string) => sinceInWords(at, timeZone, now);
  const lines = [
    ...request.conversation.map(({ kind, by, text, at }) => ({
      at,
      who: `${by.name} ${kind === 'question' ? 'asked' : 'answered'} ${since(at)}`,
      text,
    })),
    ...request.handOvers.map(({ from, to, reason, at }) => ({
      at,
      who: `${from.name} handed the decision to ${to.name} ${since(at)}`,
      text: reason,
    })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  if (lines.length === 0) return null;
  return (
    <Section title="Questions and answers">
      <Flex direction="column" gap="small" testId="conversation">
        {lines.map(({ at, who, text }) => (
          <Flex key={`${at} ${who}`} direction="column" gap="flush">
            <Text variant="microcopy">{who}</Text>
            <Text>{text}</Text>
          </Flex>
        ))}
      </Flex>
    </Section>
  );
}
