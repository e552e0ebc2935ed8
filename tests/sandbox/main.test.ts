import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../sandbox/hubspot/main.ts', import.meta.url));
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function run(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (part) => {
    output.stdout += part;
  });
  child.stderr.on('data', (part) => {
    output.stderr += part;
  });
  return { child, output };
}

async function ended({ child, output }: ReturnType<typeof run>) {
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

async function address({ child, output }: ReturnType<typeof run>): Promise<string> {
  for (;;) {
    const found = / at (http:\S+)/.exec(output.stdout)?.[1];
    if (found && output.stdout.includes('Access token')) return found;
    await once(child.stdout ?? child, 'data');
  }
}

describe('the portal run alone', () => {
  it('shows its options', async () => {
    const { code, stdout } = await ended(run('--help'));
    expect(code).toBe(0);
    expect(stdout).toContain('--client-secret');
  });

  it.each([
    ['an unknown option', ['--nope'], "Unknown option '--nope'"],
    ['a port that is none', ['--port', '70000'], '--port must be 0 to 65535'],
  ])('refuses %s', async (_what, args, message) => {
    const { code, stderr } = await ended(run(...args));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('answers, stops on SIGTERM with 0, and with 1 and a list after unknown calls', async () => {
    for (const [path, code] of [
      ['/crm/v3/owners', 0],
      ['/crm/v3/quotes', 1],
    ] as const) {
      const running = run('--access-token', 'mine', '--empty');
      const origin = await address(running);
      await fetch(origin + path, { headers: { authorization: 'Bearer mine' } });
      running.child.kill('SIGTERM');
      const end = await ended(running);
      expect(end.code).toBe(code);
      expect(end.stderr).toBe(code === 0 ? '' : 'unknown call: GET /crm/v3/quotes\n');
    }
  });
});
