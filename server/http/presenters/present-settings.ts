import type {
  AdminTaskView,
  ChannelView,
  ConnectionView,
  CoverageSummary,
  HealthView,
  PolicyInForceView,
  SettingsView,
} from '@handrail/contracts/settings';
import { COVERAGE_VERDICTS, type CoverageVerdict, type NoticeChannel } from '@handrail/contracts/vocabulary';
import type { AccountSettings } from '../../../src/application/admin/load-settings.ts';
import { TESTABLE_CHANNELS } from '../../../src/application/admin/send-test-notice.ts';
import type { AdminTask, TaskResult } from '../../../src/ports/admin-tasks.ts';
import { SCOPES } from '../../adapters/hubspot/scopes.ts';
import type { AccountAccess } from '../../admin/admin-desk.ts';
import { type CoverageResult, coverageResultSchema, healthResultSchema } from '../../admin/task-results.ts';
import { docsOf } from '../../health/health-report.ts';
import { problem } from '../problem.ts';
import { presentDelegation } from './present-delegations.ts';
import { presentPerson } from './present-person.ts';

/** The settings page. */
export function presentSettings(
  settings: AccountSettings,
  {
    portalId,
    access,
    channels,
  }: {
    readonly portalId: string;
    readonly access: AccountAccess;
    /** Those that are set up. */
    readonly channels: ReadonlySet<NoticeChannel>;
  },
): SettingsView {
  const { now, viewer, delegations, tasks, health, coverage } = settings;
  return {
    ok: true,
    now: now.toISOString(),
    viewer: presentPerson(viewer),
    connection: presentConnection(settings, portalId, access),
    policy: presentPolicy(settings),
    channels: presentChannels(settings, channels),
    delegations: delegations.map((listed) => presentDelegation(listed, now)),
    health: health && presentHealth(health),
    coverage: coverage && presentCoverageSummary(coverage),
    tasks: tasks.map(presentTask),
  };
}

export function presentTask(task: AdminTask): AdminTaskView {
  const { kind, subject, state, startedBy, startedAt, finishedAt, progress, problem: why } = task;
  return {
    kind,
    subject,
    state,
    startedBy: startedBy.name,
    startedAt,
    done: progress.done,
    ...(progress.total !== null && { total: progress.total }),
    ...(finishedAt !== null && { finishedAt }),
    ...(why && { problem: problem(why.code, why.message) }),
  };
}

/** The figures of a coverage check. */
export function presentCoverageSummary(result: TaskResult): CoverageSummary {
  const { items } = coverageResultSchema.parse(result.value);
  return {
    checkedAt: result.at,
    checkedBy: result.by,
    total: items.length,
    ignoring: items.filter(({ enabled, verdict }) => enabled && verdict === 'ignores').length,
    counts: countsOf(items),
  };
}

function countsOf(items: CoverageResult['items']): CoverageSummary['counts'] {
  const count = (wanted: CoverageVerdict) => items.filter(({ verdict }) => verdict === wanted).length;
  return Object.fromEntries(
    COVERAGE_VERDICTS.map((verdict) => [verdict, count(verdict)]),
  ) as CoverageSummary['counts'];
}

function presentHealth({ at, by, value }: TaskResult): HealthView {
  const { healthy, findings, properties } = healthResultSchema.parse(value);
  return {
    checkedAt: at,
    checkedBy: by,
    healthy,
    findings: findings.map((finding) => ({ ...finding, docs: docsOf(finding.code) })),
    properties,
  };
}

function presentConnection(
  { now, personWithId }: AccountSettings,
  portalId: string,
  access: AccountAccess,
): ConnectionView {
  const scopes = (granted: readonly string[] | null): ConnectionView['scopes'] =>
    SCOPES.map((need) => ({
      ...need,
      granted: granted === null ? 'unknown' : granted.includes(need.scope) ? 'yes' : 'no',
    }));
  if (access.auth === 'static') {
    return {
      portalId,
      auth: 'static',
      state: 'static',
      token: 'A static token of this one account, in the environment of the server. It does not expire.',
      scopes: scopes(null),
    };
  }
  const { connection } = access;
  if (!connection) {
    return {
      portalId,
      auth: 'oauth',
      state: 'uninstalled',
      token: 'No token is stored.',
      scopes: scopes([]),
    };
  }
  const { installedBy, connectedAt, state } = connection;
  return {
    portalId,
    auth: 'oauth',
    state,
    installedBy: personWithId(installedBy)?.name ?? `HubSpot user ${installedBy}`,
    connectedAt: connectedAt.toISOString(),
    token: tokenInWords(connection, now),
    scopes: scopes(connection.scopes),
  };
}

function tokenInWords(
  {
    state,
    accessExpiresAt,
    refreshToken,
  }: NonNullable<Extract<AccountAccess, { auth: 'oauth' }>['connection']>,
  now: Date,
): string {
  if (state === 'refused') {
    return 'HubSpot gives no access any more: the app was uninstalled there, or its grant withdrawn. Open /install on the Handrail server and connect the account again.';
  }
  if (state === 'uninstalled' || refreshToken === null)
    return 'Handrail gave the connection up and holds no token.';
  if (!accessExpiresAt || accessExpiresAt <= now)
    return 'Encrypted. It is renewed with the next call to HubSpot.';
  const minutes = Math.ceil((accessExpiresAt.getTime() - now.getTime()) / 60_000);
  return `Encrypted, good for ${minutes} more ${minutes === 1 ? 'minute' : 'minutes'}, and renewed by itself.`;
}

function presentPolicy({ policy, publication, personBy }: AccountSettings): PolicyInForceView {
  const { publishedAt, publishedBy, reason } = publication;
  return {
    version: policy.version,
    hash: policy.hash,
    publishedAt,
    publishedBy:
      publishedBy === 'config' ? 'The server, from its files' : (personBy(publishedBy)?.name ?? publishedBy),
    reason,
    types: policy.policy.exceptionTypes.map(({ id, label, definition }) => ({ id, label, definition })),
  };
}

function presentChannels({ channels }: AccountSettings, on: ReadonlySet<NoticeChannel>): ChannelView[] {
  const testable: ReadonlySet<NoticeChannel> = new Set(TESTABLE_CHANNELS);
  return channels.map(({ channel, lastSentAt, lastFailure }) => ({
    channel,
    on: on.has(channel),
    testable: on.has(channel) && testable.has(channel),
    ...(lastSentAt !== null && { lastSentAt }),
    ...(lastFailure && {
      lastFailure: {
        at: lastFailure.at,
        why: lastFailure.note,
        willBeTriedAgain: lastFailure.willBeTriedAgain,
      },
    }),
  }));
}
