import type { NoticeChannel } from '@handrail/contracts/vocabulary';
import type { NoticeMessage } from '../../domain/notice/message-of.ts';
import type { Person } from '../../domain/policy/facts.ts';
import { NotifierError } from '../../ports/notifier.ts';
import type { AppContext } from '../context.ts';
import { Refusal } from '../refusal.ts';

/** Channels that can be tried out. A task needs a record to stand on, and comes to nothing that could be set up wrong. */
export const TESTABLE_CHANNELS = ['slack', 'email'] as const satisfies readonly NoticeChannel[];
export type TestableChannel = (typeof TESTABLE_CHANNELS)[number];

const MESSAGE: NoticeMessage = {
  subject: 'A test notice from Handrail',
  why: 'You asked for it on the settings page. Notices about handoff exceptions will reach you this way.',
  lines: [{ label: 'What to do', value: 'Nothing. No record is concerned.' }],
};

/**
 * Sends one message to the person who asked for it, past the outbox: it tells at once whether the channel works.
 *
 * @param key the idempotency key of the message; an e-mail sent again carries the same `Message-ID`
 * @throws Refusal `channel_off`, `notice_not_sent`
 */
export async function sendTestNotice(
  { notifications, clock }: Pick<AppContext, 'notifications' | 'clock'>,
  tenantId: string,
  { channel, to, key }: { readonly channel: TestableChannel; readonly to: Person; readonly key: string },
): Promise<void> {
  const notifier = notifications.notifiersOf(tenantId)[channel];
  if (!notifier) {
    throw new Refusal({
      code: 'channel_off',
      message:
        'This channel is not set up. Whoever runs the Handrail server sets its variables; README names them.',
    });
  }
  try {
    await notifier.deliver({
      notice: { noticeKey: `test:${key}`, requestId: 'test', to },
      message: MESSAGE,
      record: { objectType: 'deal', recordId: '0' },
      at: clock.now().toISOString(),
    });
  } catch (error) {
    if (!(error instanceof NotifierError)) throw error;
    throw new Refusal({
      code: 'notice_not_sent',
      message:
        error.code === 'refused'
          ? `It will not reach you this way: ${error.message}. Check your address there.`
          : `It could not be sent now: ${error.message}. Check how the channel is set up, then try again.`,
    });
  }
}
