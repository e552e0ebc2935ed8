import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadNotificationSettings } from '../../server/adapters/policy-catalog/load-notification-settings.ts';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import { PolicyFileError } from '../../server/adapters/policy-catalog/policy-file-error.ts';
import { NOTICE_KINDS } from '../../src/contracts/vocabulary.ts';
import { TASKS_ONLY } from '../../src/domain/notice/notice-settings.ts';
import { CONFIG } from './shipped-policy.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'handrail-notifications-'));
  await cp(CONFIG, dir, { recursive: true });
});
afterEach(async () => rm(dir, { recursive: true }));

async function load() {
  const { calendars } = await loadPolicyFiles(dir);
  return loadNotificationSettings(dir, calendars);
}

async function problemsOf(content: string): Promise<readonly string[]> {
  await writeFile(join(dir, 'notifications.yml'), content);
  try {
    await load();
    return [];
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error;
    return error.problems.map(
      ({ file, position, field, message }) => `${file}:${position?.line} ${field}: ${message}`,
    );
  }
}

describe('how people are told', () => {
  it('is what the shipped file says, for every kind', async () => {
    const settings = await load();
    expect(Object.keys(settings.channels)).toEqual([...NOTICE_KINDS]);
    expect(settings.channels.asked).toEqual(['slack', 'email']);
    expect(settings.workingHours?.byTeam['apac sales']?.timeZone).toBe('Asia/Tokyo');
    expect(settings.workingHours?.otherwise.timeZone).toBe('Europe/Berlin');
    expect(settings.includeTexts).toBe(false);
  });

  it('is by tasks alone without the file', async () => {
    await rm(join(dir, 'notifications.yml'));
    expect(await load()).toEqual(TASKS_ONLY);
  });

  it('is by a task where a kind is left out that asks for something, at any hour when none are quiet', async () => {
    await writeFile(join(dir, 'notifications.yml'), 'channels:\n  asked: [email]\n');
    expect(await load()).toEqual({
      ...TASKS_ONLY,
      channels: { ...TASKS_ONLY.channels, asked: ['email'] },
    });
  });

  it('names file, line and field of what is wrong', async () => {
    expect(
      await problemsOf(
        'channels:\n  askd: [slack]\n  asked: [slak]\n  ended: [email, email]\nquiet_hours:\n  teams: { EMEA Sales: emae }\n  otherwise: deciding-region\n',
      ),
    ).toEqual([
      expect.stringContaining(
        'notifications.yml:3 channels.asked[0]: "slak" is not known. Write one of: crm_task, slack, email. Did you mean "slack"?',
      ),
      expect.stringContaining('notifications.yml:4 channels.ended: names a channel twice'),
      expect.stringContaining('notifications.yml:2 channels.askd: is not a known key. Did you mean "asked"?'),
      expect.stringContaining(
        'quiet_hours.teams.EMEA Sales: there is no calendar with hours "emae". Write one of: amer, emea, apac, latam.',
      ),
      expect.stringContaining(
        'notifications.yml:7 quiet_hours.otherwise: there is no calendar with hours "deciding-region"',
      ),
    ]);
  });
});
