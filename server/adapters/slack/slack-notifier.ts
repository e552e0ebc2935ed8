import {
  type KnownBlock,
  type Logger,
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
} from '@slack/web-api';
import type { NoticeMessage } from '../../../src/domain/notice/message-of.ts';
import { type Notifier, NotifierError } from '../../../src/ports/notifier.ts';

/** Milliseconds that one call may take. */
const PATIENCE_MS = 10_000;

/** Slack refuses longer headers. */
const LONGEST_HEADER = 150;

/** How Slack is reached. */
export interface SlackOptions {
  /** A bot token with the scopes `chat:write`, `users:read` and `users:read.email`. */
  readonly token: string;
  /** Where Slack's Web API answers; Slack's own address when left out. */
  readonly apiUrl?: string;
}

/**
 * Errors after which the same message will never reach this person. All others may pass: a token that was revoked is
 * an administrator's to mend, and must lose nothing meanwhile.
 */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'users_not_found',
  'user_not_found',
  'user_not_visible',
  'user_disabled',
  'channel_not_found',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'msg_too_long',
  'invalid_blocks',
  'no_text',
]);

/**
 * Tells people by a direct message of the app's bot. Slack has no idempotency key: a message whose reply was lost is
 * sent again.
 */
export function slackNotifier({ token, apiUrl }: SlackOptions): Notifier {
  const slack = new WebClient(token, {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    // The outbox tries again; a call that slept through a rate limit would hold up all others.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: PATIENCE_MS,
    allowAbsoluteUrls: false,
    logger: SILENT,
  });
  return {
    async deliver({ notice, message }) {
      try {
        const { user } = await slack.users.lookupByEmail({ email: notice.to.email });
        if (!user?.id || user.deleted)
          throw new NotifierError('refused', 'Slack has no active user with this address');
        const { ts } = await slack.chat.postMessage({
          channel: user.id,
          text: marked(`${message.subject}. ${message.why}`),
          blocks: blocksOf(message),
          unfurl_links: false,
          unfurl_media: false,
        });
        return ts === undefined ? {} : { reference: ts };
      } catch (error) {
        throw error instanceof NotifierError ? error : notifierErrorOf(error);
      }
    },
  };
}

function notifierErrorOf(error: unknown): NotifierError {
  if (error instanceof WebAPIRateLimitedError) {
    const retryAfterMs = error.retryAfter * 1000;
    return new NotifierError('unavailable', 'Slack asks to be called less often', {
      retryAfterMs,
      cause: error,
    });
  }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    return FOR_GOOD.has(code)
      ? new NotifierError('refused', `Slack cannot reach this person (${code})`, { cause: error })
      : new NotifierError('unavailable', `Slack refused the call (${code})`, { cause: error });
  }
  if (error instanceof WebAPIHTTPError) {
    return new NotifierError('unavailable', `Slack answers ${error.statusCode}`, { cause: error });
  }
  return new NotifierError('unavailable', 'Slack does not answer', { cause: error });
}

function blocksOf({ subject, why, lines, link }: NoticeMessage): KnownBlock[] {
  const fields = lines.map(({ label, value }) => `*${marked(label)}*\n${marked(shortened(value))}`);
  return [
    { type: 'header', text: { type: 'plain_text', text: subject.slice(0, LONGEST_HEADER) } },
    { type: 'section', text: { type: 'mrkdwn', text: marked(why) } },
    // Slack takes ten fields of 2,000 characters.
    { type: 'section', fields: fields.slice(0, 10).map((text) => ({ type: 'mrkdwn', text })) },
    ...(link
      ? [
          {
            type: 'actions' as const,
            elements: [
              {
                type: 'button' as const,
                text: { type: 'plain_text' as const, text: link.label },
                url: link.url,
                action_id: 'open_record',
              },
            ],
          },
        ]
      : []),
  ];
}

/** Slack's three control characters; what people wrote must make no mention and no link. */
function marked(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function shortened(text: string): string {
  return text.length <= 1_000 ? text : `${text.slice(0, 1_000)}…`;
}

/** The client would write addresses to the console. */
const SILENT: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
