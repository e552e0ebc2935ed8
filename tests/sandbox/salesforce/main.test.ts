import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Connection } from 'jsforce';

let running: ChildProcess | undefined;

afterEach(() => {
  running?.kill('SIGKILL');
  running = undefined;
});

function run(...args: string[]) {
  const child = spawn(process.execPath, ['sandbox/salesforce/main.ts', ...args]);
  running = child;
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return { child, out: () => out, err: () => err };
}

describe('node sandbox/salesforce/main.ts', () => {
  it('answers until it is told to end, and names unknown calls', async () => {
    const { child, out, err } = run();
    while (!out().includes('Access token: ')) await once(child.stdout, 'data');
    const [, instanceUrl = '', accessToken = ''] = /at (\S+)\nAccess token: (\S+)/.exec(out()) ?? [];
    const conn = new Connection({ instanceUrl, accessToken, version: '67.0' });
    expect((await conn.query('SELECT Id FROM User')).totalSize).toBeGreaterThan(14);
    await expect(Promise.resolve(conn.request('/services/data/v67.0/nope/nope/nope/nope'))).rejects.toThrow();
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(err()).toContain('unknown call: GET /services/data/v67.0/nope');
  });

  it.each([
    ['a wrong port', ['--port', 'x'], /--port must be/],
    ['a flow that is not there', ['gone.flow-meta.xml'], /ENOENT/],
    ['an unknown user', ['--user', 'nobody@northwind.example'], /no user nobody@/],
    ['an unknown option', ['--nope'], /Unknown option/],
  ])('ends with 2 for %s', async (_, args, message) => {
    const { child, err } = run(...args);
    const [code] = await once(child, 'close');
    expect(code).toBe(2);
    expect(err()).toMatch(message);
  });

  it('explains itself', async () => {
    const { child, out } = run('--help');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(out()).toContain('--public-key');
  });
});
