import type { RequestView } from '@handrail/contracts/card-view';
import { Flex, Text } from '@hubspot/ui-extensions';
import { inWords } from '../words/portal-time.ts';

export interface ClockProps {
  readonly clock: RequestView['clock'];
  readonly timeZone: string;
}

/** What happens while nobody decides, and what of it has happened. */
export function Clock({ clock, timeZone }: ClockProps) {
  return (
    <Flex direction="column" gap="extra-small" testId="clock">
      {clock.map(({ dueAt, words, firedAt }) => (
        <Text key={dueAt + words} {...(firedAt && { variant: 'microcopy' as const })}>
          {inWords(firedAt ?? dueAt, timeZone)}: {words}
          {firedAt && ' (done)'}
        </Text>
      ))}
    </Flex>
  );
}
