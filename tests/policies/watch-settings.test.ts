import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadPolicyFiles } from '../../server/adapters/policy-catalog/load-policy-files.ts';
import { loadWatchSettings } from '../../server/adapters/policy-catalog/load-watch-settings.ts';
import { PolicyFileError } from '../../server/adapters/policy-catalog/policy-file-error.ts';
import { STANDARD_WATCH } from '../../src/domain/watch/watch-settings.ts';
import { CONFIG } from './shipped-policy.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'handrail-watch-'));
  await cp(CONFIG, dir, { recursive: true });
});
afterEach(async () => rm(dir, { recursive: true }));

const load = async () => loadWatchSettings(dir, await loadPolicyFiles(dir));

async function problemsOf(content: string): Promise<readonly string[]> {
  await writeFile(join(dir, 'watch.yml'), content);
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

describe('what is done about changes', () => {
  it('is the same with the shipped file as without one', async () => {
    expect(await load()).toEqual(STANDARD_WATCH);
    await rm(join(dir, 'watch.yml'));
    expect(await load()).toEqual(STANDARD_WATCH);
  });

  it('is what the file says, and the standard where it says nothing', async () => {
    await writeFile(
      join(dir, 'watch.yml'),
      'put_back: { at_most: 0 }\nother_systems: put_back\noverrides: { may_change: [revops, cro], fields: [owner] }\nown_fields: { hold: adopt }\nraise_to: cro\n',
    );
    expect(await load()).toEqual({
      ...STANDARD_WATCH,
      putBack: { atMost: 0, withinHours: 24 },
      otherSystems: 'put_back',
      overrides: { ...STANDARD_WATCH.overrides, mayChange: ['revops', 'cro'], fields: ['owner'] },
      ownFields: { hold: 'adopt', others: 'put_back' },
      raiseTo: 'cro',
    });
  });

  it('names file, line and field of what is wrong', async () => {
    expect(
      await problemsOf(
        'put_back: { at_most: 21 }\nother_systems: fight\noverrides:\n  may_change: [revop]\n  fields: [owner, owner]\nraise_too: revops\n',
      ),
    ).toEqual([
      expect.stringContaining('watch.yml:1 put_back.at_most'),
      expect.stringContaining('watch.yml:2 other_systems'),
      expect.stringContaining('watch.yml:5 overrides.fields: names something twice'),
      expect.stringContaining(
        'watch.yml:4 overrides.may_change[0]: there is no role "revop". Did you mean "revops"?',
      ),
      expect.stringContaining('watch.yml:6 raise_too: is not a known key. Did you mean "raise_to"?'),
    ]);
  });
});
