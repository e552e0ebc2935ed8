import { z } from 'zod';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Variables of the channels by which people are told; a channel without its variables is not used. */
export const notificationShape = {
  HANDRAIL_SLACK_TOKEN: z
    .string()
    .regex(/^xox[a-z]-\S{8,}$/, 'must be a Slack bot token, which begins with xoxb-')
    .optional(),
  HANDRAIL_SLACK_API_URL: z
    .string()
    .refine(isSafeUrl, 'must begin with https:// (http:// only on this machine) and end in a slash')
    .optional(),
  HANDRAIL_SMTP_URL: z
    .string()
    .refine(
      (text) => URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol),
      'must begin with smtp:// or smtps://',
    )
    .optional(),
  HANDRAIL_MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]+<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/,
      'must be an address, such as Handrail <handrail@example.com>',
    )
    .optional(),
  HANDRAIL_RECORD_URL: z
    .string()
    .regex(
      /^https?:\/\/[^\s]+\{recordId\}/,
      'must be a URL with {recordId}, and {objectTypeId} and {portalId} where they belong',
    )
    .default('https://app.hubspot.com/contacts/{portalId}/record/{objectTypeId}/{recordId}'),
};

/** How people are told. */
export interface NotificationEnvironment {
  readonly slack?: { readonly token: string; readonly apiUrl?: string };
  readonly email?: { readonly smtpUrl: string; readonly from: string };
  /** `{portalId}`, `{objectTypeId}` and `{recordId}` are filled. */
  readonly recordUrl: string;
}

type Given = z.infer<z.ZodObject<typeof notificationShape>>;

/** What is wrong between variables; empty when nothing is. */
export function notificationProblems(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  if ((env.HANDRAIL_SMTP_URL === undefined) === (env.HANDRAIL_MAIL_FROM === undefined)) return [];
  const missing = env.HANDRAIL_SMTP_URL === undefined ? 'HANDRAIL_SMTP_URL' : 'HANDRAIL_MAIL_FROM';
  return [`${missing} is missing: e-mail needs HANDRAIL_SMTP_URL and HANDRAIL_MAIL_FROM`];
}

export function notificationEnvironment(env: Given): NotificationEnvironment {
  const { HANDRAIL_SLACK_TOKEN: token, HANDRAIL_SLACK_API_URL: apiUrl } = env;
  const { HANDRAIL_SMTP_URL: smtpUrl, HANDRAIL_MAIL_FROM: from } = env;
  return {
    ...(token !== undefined && { slack: { token, ...(apiUrl !== undefined && { apiUrl }) } }),
    ...(smtpUrl !== undefined && from !== undefined && { email: { smtpUrl, from } }),
    recordUrl: env.HANDRAIL_RECORD_URL,
  };
}

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text) || !text.endsWith('/')) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}
