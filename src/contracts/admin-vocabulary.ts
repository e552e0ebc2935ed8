// The words of the settings page: a part of the vocabulary, which hands them on.

/**
 * What an administrator can have done from the settings page. Each is work with the CRM or another outside service,
 * so it runs as a job while the page asks how far it has come.
 */
export const ADMIN_TASKS = [
  'check_health',
  'check_coverage',
  'send_test_notice',
  'propose_mend',
  'apply_mend',
  'undo_mend',
  'mark_reviewed',
] as const;
export type AdminTaskKind = (typeof ADMIN_TASKS)[number];

/** How far such work has come. */
export const ADMIN_TASK_STATES = ['running', 'done', 'failed'] as const;
export type AdminTaskState = (typeof ADMIN_TASK_STATES)[number];

/** Refusals of the settings page alone; part of `PROBLEM_CODES`. */
export const ADMIN_PROBLEM_CODES = ['not_administrator', 'channel_off', 'notice_not_sent'] as const;
