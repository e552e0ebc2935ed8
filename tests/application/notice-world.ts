import { type RunningSlack, startSlack } from '../../sandbox/slack/start-slack.ts';
import { emailNotifier } from '../../server/adapters/email/email-notifier.ts';
import { slackNotifier } from '../../server/adapters/slack/slack-notifier.ts';
import type { Store } from '../../server/adapters/store/open-store.ts';
import { applyCommand } from '../../src/application/apply-command.ts';
import type { AppContext } from '../../src/application/context.ts';
import { deliverNotices } from '../../src/application/deliver-notices.ts';
import { NOTICE_KINDS, type NoticeChannel } from '../../src/contracts/vocabulary.ts';
import type { RequestCommand } from '../../src/domain/exception-request/commands.ts';
import type { ExceptionRequest } from '../../src/domain/exception-request/state.ts';
import { type NoticeSettings, TASKS_ONLY } from '../../src/domain/notice/notice-settings.ts';
import type { Person } from '../../src/domain/policy/facts.ts';
import { SECOND, STRANGER } from '../domain/request-stories.ts';
import { LEAD, REP } from '../fixtures/exception-request.ts';
import { type MailServer, startMailServer } from '../fixtures/mail-server.ts';
import { sha256 } from '../fixtures/sha256.ts';

export const SLACK_ID = { [LEAD.email]: 'U1LEAD', [SECOND.email]: 'U2OPS', [REP.email]: 'U3REP' } as const;

/** A store, a clock that stands still, and a Slack and a mail server that answer as they are told. */
export interface NoticeWorld {
  readonly context: AppContext;
  readonly slack: RunningSlack;
  readonly mail: MailServer;
  readonly store: Store;
  readonly tenantId: string;
  /** Moves the clock on. */
  wait(time: { readonly minutes?: number; readonly hours?: number }): void;
  setNow(instant: string): void;
  file(request: ExceptionRequest): Promise<void>;
  act(requestId: string, command: RequestCommand): Promise<void>;
  /** One round of delivery. */
  deliver(): ReturnType<typeof deliverNotices>;
  /** Lets time pass in steps, with a round of delivery after each. */
  deliverFor(hours: number, everyMinutes: number): Promise<void>;
  noticesOf(requestId: string): Promise<
    readonly {
      readonly to: string;
      readonly kind: string;
      readonly channel: string;
      readonly status: string;
      readonly note: string | undefined;
    }[]
  >;
  /** What the trail says of notices. */
  trail(): Promise<readonly { readonly type: string; readonly data: unknown; readonly body: string }[]>;
  /** Names of the people whom Slack messages reached. */
  slackReached(): readonly string[];
  close(): Promise<void>;
}

/** Every kind of notice goes through the channels named. */
export function everythingBy(...channels: readonly NoticeChannel[]): NoticeSettings {
  const all = NOTICE_KINDS.map((kind) => [kind, channels] as const);
  return { ...TASKS_ONLY, channels: Object.fromEntries(all) as NoticeSettings['channels'] };
}

/** @param store shared by the tests of a file, each in a tenant of its own */
export async function startNoticeWorld(
  store: Store,
  tenantId: string,
  settings: NoticeSettings,
  startsAt: string,
): Promise<NoticeWorld> {
  const slack = await startSlack({
    users: [LEAD, SECOND, REP].map(({ email, name }) => ({ id: SLACK_ID[email] ?? '', email, name })),
  });
  const mail = await startMailServer();
  let now = Date.parse(startsAt);
  const notifiers = {
    slack: slackNotifier({ token: slack.token, apiUrl: slack.apiUrl }),
    email: emailNotifier({ smtpUrl: mail.url, from: 'Handrail <handrail@example.com>' }),
  };
  const context: AppContext = {
    unitOfWork: store,
    crmOf: () => {
      throw new Error('no CRM is needed here');
    },
    clock: { now: () => new Date(now) },
    ids: {
      requestId: () => 'unused',
      delegationId: () => 'unused',
      bulkId: () => 'unused',
      mendId: () => 'unused',
    },
    sha256,
    notifications: {
      settings,
      channels: new Set(['slack', 'email']),
      notifiersOf: () => notifiers,
      recordUrl: (_tenantId, { recordId }) => `https://crm.example/deal/${recordId}`,
    },
  };
  const wait: NoticeWorld['wait'] = ({ minutes = 0, hours = 0 }) => {
    now += (hours * 60 + minutes) * 60_000;
  };
  const deliver = () => deliverNotices(context, tenantId);
  const people: readonly Person[] = [LEAD, SECOND, REP, STRANGER];
  return {
    context,
    slack,
    mail,
    store,
    tenantId,
    wait,
    setNow: (instant) => {
      now = Date.parse(instant);
    },
    file: (request) =>
      store.transact(tenantId, async (tx) => {
        await applyCommand(context, tx, null, { type: 'submit', request, delegations: [] });
      }),
    act: (requestId, command) =>
      store.transact(tenantId, async (tx) => {
        await applyCommand(context, tx, await tx.findRequest(requestId), command);
      }),
    deliver,
    deliverFor: async (hours, everyMinutes) => {
      for (let minutes = 0; minutes < hours * 60; minutes += everyMinutes) {
        wait({ minutes: everyMinutes });
        await deliver();
      }
    },
    noticesOf: async (requestId) => {
      const stored = await store.transact(tenantId, (tx) => tx.listNotices(requestId));
      return stored.map(({ notice: { to, kind, channel }, status, note }) => ({
        to: to.name,
        kind,
        channel,
        status,
        note,
      }));
    },
    trail: async () => {
      const entries = await store.transact(tenantId, (tx) => tx.readAudit({ limit: 1000 }));
      return entries
        .map(({ body }) => ({ ...JSON.parse(body), body }))
        .filter(({ type }) => String(type).startsWith('notice_'));
    },
    slackReached: () =>
      slack.messages.map(
        ({ channel }) =>
          people.find(({ email }) => Reflect.get(SLACK_ID, email) === channel)?.name ?? channel,
      ),
    close: async () => {
      await slack.close();
      await mail.close();
    },
  };
}
