import { createTransport } from 'nodemailer';
import type { Notifier } from '../../../src/ports/notifier.ts';
import { NotifierError } from '../../../src/ports/notifier.ts';
import { htmlOf, textOf } from './message-bodies.ts';

/** Milliseconds that connecting, greeting, or a silence may take. */
const PATIENCE_MS = 10_000;

/** How mail is sent. */
export interface EmailOptions {
  /** `smtp://` or `smtps://`, with credentials when the server wants them. */
  readonly smtpUrl: string;
  /** The sender, such as `Handrail <handrail@example.com>`. */
  readonly from: string;
}

/**
 * Tells people by e-mail. The `Message-ID` is made of the notice's key, so that mail programs which drop duplicates
 * can drop a second copy of a message whose reply was lost.
 */
export function emailNotifier({ smtpUrl, from }: EmailOptions): Notifier {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // A message is made of our own texts: nothing in it may make the server read a file or call an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'handrail.invalid';
  return {
    async deliver({ notice, message }) {
      const messageId = `<${notice.noticeKey.replaceAll(/[^A-Za-z0-9_-]/g, '.')}@${domain}>`;
      try {
        await transport.sendMail({
          from,
          to: { name: notice.to.name, address: notice.to.email },
          subject: message.subject,
          messageId,
          headers: { 'Auto-Submitted': 'auto-generated' },
          text: textOf(message),
          html: htmlOf(message),
        });
        return { reference: messageId };
      } catch (error) {
        throw notifierErrorOf(error);
      }
    },
  };
}

/** Codes that say the mail server could not be used at all, whoever the message was for. */
const NOT_ABOUT_THE_MESSAGE: ReadonlySet<string> = new Set([
  'EAUTH',
  'ECONNECTION',
  'ETIMEDOUT',
  'ETLS',
  'EDNS',
]);

/** What a mail server says may quote the address: only its number is kept. */
function notifierErrorOf(error: unknown): NotifierError {
  const code = field(error, 'code');
  const status = field(error, 'responseCode');
  const refused =
    typeof status === 'number' &&
    status >= 500 &&
    !(typeof code === 'string' && NOT_ABOUT_THE_MESSAGE.has(code));
  if (refused)
    return new NotifierError('refused', `the mail server refused the message (${status})`, { cause: error });
  const seen = typeof status === 'number' ? status : typeof code === 'string' ? code : 'no answer';
  return new NotifierError('unavailable', `the mail server could not be used (${seen})`, { cause: error });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
