import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type NoticeSettings, TASKS_ONLY } from '../../../src/domain/notice/notice-settings.ts';
import type { CalendarRule } from '../../../src/domain/policy/policy.ts';
import { check } from './issue-in-words.ts';
import { notificationSchema } from './notification-schema.ts';
import { PolicyFileError } from './policy-file-error.ts';
import { errorCode, readSourceFile } from './source-file.ts';

const FILE = 'notifications.yml';

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
  if (await isMissing(join(dir, FILE))) return TASKS_ONLY;
  const read = await readSourceFile(dir, FILE);
  if (!read.ok) throw new PolicyFileError(dir, read.problems);
  const { source } = read;
  const checked = check(notificationSchema(calendars), source.value);
  if (checked.ok) return checked.value;
  throw new PolicyFileError(
    dir,
    checked.issues.map(({ path, message }) => source.problemAt(path, message)),
  );
}

async function isMissing(path: string): Promise<boolean> {
  try {
    await access(path);
    return false;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}
