import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/** A Handrail server in a process of its own, as an operator would start it. */
export interface HandrailProcess {
  readonly origin: string;
  /** Everything it wrote to stdout and stderr so far. */
  readonly output: () => string;
  /** Asks it to stop and waits until it has. @returns its exit code */
  stop(): Promise<number | null>;
  /** `kill -9`: no handler runs. */
  kill(): Promise<void>;
}

/** Environment variables of the server; see `server/env.ts`. */
export type HandrailEnvironment = Readonly<Record<string, string>>;

/**
 * Starts `server/main.ts` on 127.0.0.1 and waits until it answers.
 *
 * @param port a free one when left out
 * @throws Error with the server's own output when it exits or is not ready within a minute
 */
export async function startHandrail(
  environment: HandrailEnvironment,
  port?: string,
): Promise<HandrailProcess> {
  const ownPort = port ?? String(await freePort());
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: ROOT,
    env: { ...inherited(), ...environment, HOST: '127.0.0.1', PORT: ownPort },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString('utf8')));
  const output = () => chunks.join('');
  const origin = `http://127.0.0.1:${ownPort}`;
  await untilReady(child, origin, output);
  return {
    origin,
    output,
    stop: () => end(child, 'SIGTERM'),
    kill: async () => {
      await end(child, 'SIGKILL');
    },
  };
}

/**
 * Runs one `handrail` command to its end.
 *
 * @param args such as `['audit', 'verify', '--json']`
 */
export async function runHandrail(
  args: readonly string[],
  environment: HandrailEnvironment,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, ['server/handrail.ts', ...args], {
    cwd: ROOT,
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return {
    code,
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
  };
}

/** The caller's environment without settings that would point a child at something real. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(HANDRAIL_|HUBSPOT_|SALESFORCE_|DATABASE_URL$|PUBLIC_ORIGIN$)/.test(name),
    ),
  );
}

async function untilReady(child: ChildProcess, origin: string, output: () => string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The server ended before it was ready:\n${output()}`);
    }
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`The server was not up within ${START_TIMEOUT_MS / 1000} s:\n${output()}`);
    }
    const up = await fetch(`${origin}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    await delay(50);
  }
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
  }
  return child.exitCode;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP address (this is a bug)');
  return address.port;
}
