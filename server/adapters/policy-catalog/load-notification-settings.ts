import { type NoticeSettings, TASKS_ONLY } from '../../../src/domain/notice/notice-settings.ts';
import type { CalendarRule } from '../../../src/domain/policy/policy.ts';
import { notificationSchema } from './notification-schema.ts';
import { readOptionalFile } from './read-optional-file.ts';

/**
 * Reads how people are told. It is no part of the policy: whoever changes it moves no decision, and the server takes
 * it at its next start. Without the file whoever must do something gets a task in the CRM, and nobody is told
 * anything else.
 *
 * @param dir the configuration folder
 * @param calendars of the same folder
 * @throws PolicyFileError with all problems of the file
 */
export async function loadNotificationSettings(
  dir: string,
  calendars: readonly CalendarRule[],
): Promise<NoticeSettings> {
  return (await readOptionalFile(dir, 'notifications.yml', notificationSchema(calendars))) ?? TASKS_ONLY;
}
