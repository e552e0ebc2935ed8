import type {
  ConnectionView,
  HealthView,
  PropertiesView,
  ReviewMarkView,
} from '@handrail/contracts/settings';
import type {
  CoverageVerdict,
  GuardMechanism,
  NoticeChannel,
  ObjectType,
} from '@handrail/contracts/vocabulary';

/** A word and the colour of its tag. */
export interface TagWords {
  readonly label: string;
  readonly variant: 'default' | 'success' | 'warning' | 'danger' | 'info';
}

export const CONNECTION_WORDS: Readonly<Record<ConnectionView['state'], TagWords>> = {
  connected: { label: 'Connected', variant: 'success' },
  refused: { label: 'Refused by HubSpot', variant: 'danger' },
  uninstalled: { label: 'Not connected', variant: 'danger' },
  static: { label: 'Static token', variant: 'info' },
};

export const HEALTH_WORDS: Readonly<Record<HealthView['findings'][number]['status'], TagWords>> = {
  ok: { label: 'OK', variant: 'success' },
  warning: { label: 'Warning', variant: 'warning' },
  failed: { label: 'Failed', variant: 'danger' },
  skipped: { label: 'Not checked', variant: 'default' },
};

export const PROPERTY_WORDS: Readonly<Record<PropertiesView['amiss'][number]['state'], TagWords>> = {
  missing: { label: 'Missing', variant: 'danger' },
  changed: { label: 'Changed', variant: 'warning' },
  conflict: { label: 'In conflict', variant: 'danger' },
};

/** What is said of a workflow, worst first. */
export const VERDICT_WORDS: Readonly<Record<CoverageVerdict, TagWords>> = {
  ignores: { label: 'Ignores the hold', variant: 'danger' },
  partly: { label: 'Partly', variant: 'warning' },
  needs_review: { label: 'Needs review', variant: 'info' },
  not_visible: { label: 'Not visible', variant: 'default' },
  respects: { label: 'Respects the hold', variant: 'success' },
  does_not_write: { label: 'Writes nothing governed', variant: 'default' },
};

export const MECHANISM_WORDS: Readonly<Record<GuardMechanism, string>> = {
  exclusion_filter: 'Suppression filter',
  exclusion_list: 'Suppression list',
  branch: 'Branch on the hold',
  check_and_branch: 'Check action and branch',
  entry_condition: 'Enrolment condition',
  entry_condition_with_removal: 'Enrolment condition, removes who stops meeting it',
  start_condition: 'Start condition',
  user_permission: 'Permission of the user',
};

export const CHANNEL_WORDS: Readonly<Record<NoticeChannel, string>> = {
  crm_task: 'Tasks in HubSpot',
  slack: 'Slack',
  email: 'E-mail',
};

export const OBJECT_WORDS: Readonly<Record<ObjectType, string>> = {
  deal: 'Deals',
  contact: 'Contacts',
  company: 'Companies',
  ticket: 'Tickets',
};

/** "1 workflow", "6 workflows". */
export function workflows(count: number): string {
  return `${count} ${count === 1 ? 'workflow' : 'workflows'}`;
}

/** Who looked at a workflow that nobody else can judge, and whether that still counts. */
export function reviewInWords({ state, by, reason }: ReviewMarkView): string {
  return state === 'in_force'
    ? `Reviewed by ${by}: ${reason}`
    : `Reviewed by ${by} before it was edited, so it must be looked at again. Then: ${reason}`;
}
