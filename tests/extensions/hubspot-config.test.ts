import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '../..');
const CONFIG = path.join(ROOT, 'hubspot.config.yml');
const LOADER = path.join(import.meta.dirname, 'load-hubspot-config.ts');

const GLOBAL_CONFIG = `
defaultAccount: 123
accounts:
  - name: dev
    accountId: 123
    env: prod
    authType: personalaccesskey
    personalAccessKey: placeholder
    auth: { tokenInfo: {} }
`;

let temp: string;
let project: string;
let home: string;

beforeEach(async () => {
  temp = await realpath(await mkdtemp(path.join(tmpdir(), 'hubspot-config-')));
  project = path.join(temp, 'project');
  home = path.join(temp, 'home');
  await mkdir(path.join(project, 'extensions/hubspot'), { recursive: true });
  await mkdir(path.join(home, '.hscli'), { recursive: true });
  await copyFile(CONFIG, path.join(project, 'hubspot.config.yml'));
});

afterEach(async () => {
  await rm(temp, { recursive: true });
});

/** Loads the configuration as `hs` does in extensions/hubspot, with a home folder and an environment of its own. */
async function load(env: Record<string, string> = {}, ...args: string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [LOADER, ...args], {
    cwd: path.join(project, 'extensions/hubspot'),
    env: { HOME: home, USERPROFILE: home, ...env },
  });
  return JSON.parse(stdout);
}

describe('hubspot.config.yml as the HubSpot CLI reads it', () => {
  it('alone: it can be read, and says that there is no account', async () => {
    expect(await load()).toEqual({
      file: path.join(project, 'hubspot.config.yml'),
      accounts: [],
      errors: ['No accounts found'],
    });
  });

  it('beside a global file: the global file is used', async () => {
    const globalFile = path.join(home, '.hscli/config.yml');
    await writeFile(globalFile, GLOBAL_CONFIG);
    expect(await load()).toEqual({ file: globalFile, accounts: [123], errors: [], defaultAccount: 123 });
  });

  it('beside a file named by HUBSPOT_CONFIG_PATH: that one is used', async () => {
    const named = path.join(temp, 'named.yml');
    await writeFile(named, GLOBAL_CONFIG);
    expect(await load({ HUBSPOT_CONFIG_PATH: named })).toMatchObject({ file: named, defaultAccount: 123 });
  });

  it('with --use-env: the environment is used, with and without a global file', async () => {
    // What the CLI sets when it is given --use-env.
    const env = {
      USE_ENVIRONMENT_HUBSPOT_CONFIG: 'true',
      HUBSPOT_ACCOUNT_ID: '456',
      HUBSPOT_PERSONAL_ACCESS_KEY: 'placeholder',
    };
    const expected = { accounts: [456], errors: [], defaultAccount: 456 };
    expect(await load(env)).toEqual(expected);
    await writeFile(path.join(home, '.hscli/config.yml'), GLOBAL_CONFIG);
    expect(await load(env)).toEqual(expected);
  });

  it('survives an interrupted `hs account auth`, which deletes an empty file', async () => {
    expect(await load({}, 'interrupted')).toMatchObject({ errors: ['No accounts found'] });

    await writeFile(path.join(project, 'hubspot.config.yml'), 'portals: []\n');
    await expect(load({}, 'interrupted')).rejects.toThrow('no config file was found');
  });

  it('needs its empty list: comments alone cannot be read', async () => {
    await writeFile(path.join(project, 'hubspot.config.yml'), '# nothing\n');
    await expect(load()).rejects.toThrow('HubSpotConfigError');
  });
});

describe('hubspot.config.yml in the repository', () => {
  it('holds no account and no secret', async () => {
    expect(parse(await readFile(CONFIG, 'utf8'))).toEqual({ portals: [], httpTimeout: 15_000 });
  });
});
