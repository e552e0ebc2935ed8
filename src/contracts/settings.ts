import { z } from 'zod';
import { HEALTH_CODES } from './admin-codes.ts';
import { reply } from './card-view.ts';
import { delegationViewSchema } from './delegations.ts';
import { idempotencyKey } from './field-formats.ts';
import { personViewSchema } from './person.ts';
import { problemSchema } from './problem.ts';
import {
  ADMIN_TASK_STATES,
  ADMIN_TASKS,
  COVERAGE_VERDICTS,
  GOVERNED_FIELDS,
  GUARD_MECHANISMS,
  NOTICE_CHANNELS,
  OBJECT_TYPES,
} from './vocabulary.ts';

const instant = z.iso.datetime();

/** What an administrator asked for, as its newest run stands. */
export const adminTaskViewSchema = z
  .object({
    kind: z.enum(ADMIN_TASKS),
    /** What it is about, such as a channel or a workflow; empty for the whole account. */
    subject: z.string(),
    state: z.enum(ADMIN_TASK_STATES),
    startedBy: z.string(),
    startedAt: instant,
    finishedAt: instant.optional(),
    done: z.int().nonnegative(),
    /** Absent while it is not known. */
    total: z.int().nonnegative().optional(),
    /** Why it failed. */
    problem: problemSchema.optional(),
  })
  .meta({ id: 'AdminTaskView' });
export type AdminTaskView = z.infer<typeof adminTaskViewSchema>;

/** The way to the account. Nothing of a token is in it. */
export const connectionViewSchema = z
  .object({
    portalId: z.string(),
    auth: z.enum(['oauth', 'static']),
    /** `refused`: HubSpot gives no access any more. A static token has no state of its own. */
    state: z.enum(['connected', 'refused', 'uninstalled', 'static']),
    /** Who connected it, by name where it is known. */
    installedBy: z.string().optional(),
    connectedAt: instant.optional(),
    /** How the token stands, in one sentence. */
    token: z.string(),
    scopes: z.array(
      z.object({
        scope: z.string(),
        need: z.enum(['required', 'optional']),
        why: z.string(),
        /** `unknown`: HubSpot does not tell the scopes of a static token. */
        granted: z.enum(['yes', 'no', 'unknown']),
      }),
    ),
  })
  .meta({ id: 'ConnectionView' });
export type ConnectionView = z.infer<typeof connectionViewSchema>;

/** One finding of a health check; each code is explained in docs/health.md. */
export const healthFindingViewSchema = z
  .object({
    code: z.enum(HEALTH_CODES),
    status: z.enum(['ok', 'warning', 'failed', 'skipped']),
    what: z.string(),
    next: z.string().optional(),
    /** Where the code is explained, below the documentation's root. */
    docs: z.string(),
  })
  .meta({ id: 'HealthFindingView' });

/** The properties of one record type. */
export const propertiesViewSchema = z
  .object({
    objectType: z.enum(OBJECT_TYPES),
    /** Properties and groups that are as they must be. */
    there: z.int().nonnegative(),
    total: z.int().positive(),
    /** The others: missing, changed by somebody, or in conflict with a property that is not ours. */
    amiss: z.array(
      z.object({ name: z.string(), state: z.enum(['missing', 'changed', 'conflict']), words: z.string() }),
    ),
  })
  .meta({ id: 'PropertiesView' });
export type PropertiesView = z.infer<typeof propertiesViewSchema>;

/** What the last health check found. */
export const healthViewSchema = z
  .object({
    checkedAt: instant,
    checkedBy: z.string(),
    healthy: z.boolean(),
    findings: z.array(healthFindingViewSchema),
    /** Null when HubSpot could not be asked. */
    properties: z.array(propertiesViewSchema).nullable(),
  })
  .meta({ id: 'HealthView' });
export type HealthView = z.infer<typeof healthViewSchema>;

const verdictCounts = z.object(
  Object.fromEntries(COVERAGE_VERDICTS.map((verdict) => [verdict, z.int().nonnegative()])) as Record<
    (typeof COVERAGE_VERDICTS)[number],
    z.ZodInt
  >,
);

/** What the last coverage check found, in figures. */
export const coverageSummarySchema = z
  .object({
    checkedAt: instant,
    checkedBy: z.string(),
    total: z.int().nonnegative(),
    counts: verdictCounts,
    /** Workflows that are on and ignore the hold: what must be mended. */
    ignoring: z.int().nonnegative(),
  })
  .meta({ id: 'CoverageSummary' });
export type CoverageSummary = z.infer<typeof coverageSummarySchema>;

/** A person looked at a workflow that nobody else can judge. It never changes the verdict. */
export const reviewMarkViewSchema = z
  .object({
    /** `void`: the workflow was edited since. */
    state: z.enum(['in_force', 'void']),
    by: z.string(),
    reason: z.string(),
    at: instant,
  })
  .meta({ id: 'ReviewMarkView' });
export type ReviewMarkView = z.infer<typeof reviewMarkViewSchema>;

/** One workflow, and whether it leaves held records alone. */
export const coverageItemSchema = z
  .object({
    automationId: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    recordKind: z.string(),
    verdict: z.enum(COVERAGE_VERDICTS),
    /** Stable; see `handrail guard coverage`. */
    reason: z.string(),
    mechanism: z.enum(GUARD_MECHANISMS).nullable(),
    /** Governed fields it changes by itself; `tag` is Handrail's own. */
    writes: z.array(z.enum([...GOVERNED_FIELDS, 'tag'])),
    evidence: z.string(),
    /** The way to the write, one step each. */
    path: z.array(z.string()),
    /** Whether it can be mended from here, or why not; absent where nothing is to be mended. */
    mend: z.object({ offered: z.boolean(), words: z.string() }).optional(),
    review: reviewMarkViewSchema.optional(),
    /** When it was judged alone, after the check of all. */
    judgedAt: instant.optional(),
  })
  .meta({ id: 'CoverageItem' });
export type CoverageItem = z.infer<typeof coverageItemSchema>;

/** The policy version in force. */
export const policyInForceViewSchema = z
  .object({
    version: z.int().positive(),
    /** SHA-256 of its canonical form, in hex. */
    hash: z.string(),
    publishedAt: instant,
    publishedBy: z.string(),
    reason: z.string(),
    types: z.array(z.object({ id: z.string(), label: z.string(), definition: z.string() })),
  })
  .meta({ id: 'PolicyInForceView' });
export type PolicyInForceView = z.infer<typeof policyInForceViewSchema>;

/** One way by which people are told. */
export const channelViewSchema = z
  .object({
    channel: z.enum(NOTICE_CHANNELS),
    on: z.boolean(),
    /** Whether a test notice can be sent. */
    testable: z.boolean(),
    lastSentAt: instant.optional(),
    lastFailure: z.object({ at: instant, why: z.string(), willBeTriedAgain: z.boolean() }).optional(),
  })
  .meta({ id: 'ChannelView' });
export type ChannelView = z.infer<typeof channelViewSchema>;

/** The settings page. It is made of what Handrail keeps: nothing in it waits for HubSpot. */
export const settingsReplySchema = reply({
  /** The server's clock. */
  now: instant,
  viewer: personViewSchema,
  connection: connectionViewSchema,
  policy: policyInForceViewSchema,
  channels: z.array(channelViewSchema),
  /** Everybody's, those to come too. */
  delegations: z.array(delegationViewSchema),
  /** Null until it was checked for the first time. */
  health: healthViewSchema.nullable(),
  coverage: coverageSummarySchema.nullable(),
  /** The newest run of each task, the newest first. */
  tasks: z.array(adminTaskViewSchema),
}).meta({ id: 'SettingsReply' });
export type SettingsReply = z.infer<typeof settingsReplySchema>;
export type SettingsView = Extract<SettingsReply, { ok: true }>;

/** Names one press of a button: HubSpot may repeat the call, and what was pressed once is done once. */
export const pressSchema = z.object({ pressKey: idempotencyKey }).meta({ id: 'Press' });
export type Press = z.infer<typeof pressSchema>;

/** What can be started with one press. */
export const startTaskInputSchema = z
  .discriminatedUnion('kind', [
    pressSchema.extend({ kind: z.enum(['check_health', 'check_coverage']) }),
    pressSchema.extend({ kind: z.literal('send_test_notice'), channel: z.enum(['slack', 'email']) }),
  ])
  .meta({ id: 'StartTaskInput' });
export type StartTaskInput = z.infer<typeof startTaskInputSchema>;

/** The most workflows on one page: well below what HubSpot lets through at a time. */
export const MAX_COVERAGE_PAGE = 50;

export const coverageQuerySchema = z
  .object({
    verdict: z.enum(COVERAGE_VERDICTS).optional(),
    /** Begins with the worst verdict. */
    offset: z.int().nonnegative().default(0),
    limit: z.int().min(1).max(MAX_COVERAGE_PAGE).default(25),
  })
  .meta({ id: 'CoverageQuery' });
export type CoverageQuery = z.input<typeof coverageQuerySchema>;

export const coverageReplySchema = reply({
  /** Null until coverage was checked for the first time. */
  summary: coverageSummarySchema.nullable(),
  /** How many match, on all pages. */
  matching: z.int().nonnegative(),
  offset: z.int().nonnegative(),
  items: z.array(coverageItemSchema),
}).meta({ id: 'CoverageReply' });
export type CoverageReply = z.infer<typeof coverageReplySchema>;
