import type { ChannelView } from '@handrail/contracts/settings';
import { Flex, StatusTag, Text, Tile } from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { sinceInWords } from 'handrail-hubspot-cards/words/portal-time.ts';
import { TaskLine } from '../parts/task-line.tsx';
import { CHANNEL_WORDS } from '../words/settings-words.ts';
import type { SectionProps } from './section-props.ts';

/** By which ways people are told, whether each works, and a message to try it. */
export function NotifiersSection({ view, session, env }: SectionProps) {
  const since = (instant: string) => sinceInWords(instant, env.timeZone, Date.parse(view.now));
  return (
    <Section title="How people are told">
      <Flex direction="column" gap="small">
        {view.channels.map((channel) => (
          <Tile key={channel.channel} compact testId={`channel-${channel.channel}`}>
            <Flex direction="column" gap="extra-small">
              <Flex direction="row" gap="small" align="center">
                <Text format={{ fontWeight: 'demibold' }}>{CHANNEL_WORDS[channel.channel]}</Text>
                <StatusTag variant={channel.on ? 'success' : 'default'}>
                  {channel.on ? 'On' : 'Not set up'}
                </StatusTag>
              </Flex>
              <Text>{standingInWords(channel, since)}</Text>
              {channel.lastFailure && (
                <Text testId={`failure-${channel.channel}`}>
                  Last failure {since(channel.lastFailure.at)}:{' '}
                  {channel.lastFailure.why || 'no reason was kept'}.{' '}
                  {channel.lastFailure.willBeTriedAgain ? 'It is tried again by itself.' : 'It was given up.'}
                </Text>
              )}
              <TestNotice channel={channel} session={session} />
            </Flex>
          </Tile>
        ))}
      </Flex>
    </Section>
  );
}

function TestNotice({
  channel: { channel, testable },
  session,
}: { channel: ChannelView } & Pick<SectionProps, 'session'>) {
  if (!testable || channel === 'crm_task') return null;
  const task = session.taskOf('send_test_notice', channel);
  return (
    <Flex direction="column" gap="extra-small">
      <TaskLine
        task={task}
        doing="Sending"
        busy={session.busy}
        onStart={() => session.start({ kind: 'send_test_notice', channel })}
        testId={`test-${channel}`}
      >
        Send me a test notice
      </TaskLine>
      {task?.state === 'done' && (
        <Text testId={`tested-${channel}`}>
          A test notice was sent to {task.startedBy}. Look whether it is there.
        </Text>
      )}
    </Flex>
  );
}

function standingInWords(
  { channel, on, lastSentAt }: ChannelView,
  since: (instant: string) => string,
): string {
  if (!on) return 'Whoever runs the Handrail server sets it up by variables of its environment.';
  const last = lastSentAt === undefined ? 'Nothing was sent yet.' : `Last notice ${since(lastSentAt)}.`;
  return channel === 'crm_task' ? `Always on: each stands on the record it is about. ${last}` : last;
}
