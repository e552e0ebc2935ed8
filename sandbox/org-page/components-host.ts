import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ComponentsState } from './wire.ts';

const PACKAGE = fileURLToPath(new URL('../../extensions/salesforce', import.meta.url));
/** What installs Salesforce's tool chain, as docs/salesforce-org.md has it. */
const INSTALL = 'npm --prefix extensions/salesforce ci';

const Ready = z.object({ origin: z.string() });

/** The Handrail components, built and served in a process of their own. */
export interface ComponentsHost {
  state(): ComponentsState;
  close(): Promise<void>;
}

/**
 * Builds the components and serves them, if their tool chain is installed. Returns at once; building takes half a minute.
 *
 * @param orgOrigin whose rows they show
 * @param pageOrigin where links to records lead
 */
export function startComponentsHost(orgOrigin: string, pageOrigin: string): ComponentsHost {
  if (!existsSync(`${PACKAGE}/node_modules/@lwc/rollup-plugin`)) {
    return { state: () => ({ state: 'not_installed', command: INSTALL }), close: async () => {} };
  }
  let state: ComponentsState = { state: 'building' };
  const child = spawn(
    process.execPath,
    [`${PACKAGE}/page/host.js`, '--org', orgOrigin, '--page', pageOrigin],
    // It ends when this process does: its standard input closes then.
    { cwd: PACKAGE, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
  child.once('exit', () => {
    state = { state: 'failed', message: errors.join('').trim() || 'The components ended by themselves.' };
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const ready = Ready.safeParse(parsed(line));
    if (ready.success) state = { state: 'ready', origin: ready.data.origin };
  });
  return { state: () => state, close: () => end(child) };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}
