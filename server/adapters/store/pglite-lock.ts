import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { codeOf, StoreError } from './store-error.ts';

/** Which process holds the directory. A process id alone may have been given to another process since. */
interface Holder {
  readonly pid: number;
  /** Clock ticks since boot at which the process started; null where /proc does not exist. */
  readonly startTime: string | null;
}

/**
 * Keeps a data directory to one process: PGlite itself would let a second one in and destroy the data. The lock
 * stands beside the directory, so that a copy of the directory carries none. A lock whose process is gone is taken
 * over.
 *
 * @returns gives the lock back
 * @throws StoreError `store_in_use`
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const lockFile = `${dataDir}.lock`;
  const self: Holder = { pid: process.pid, startTime: await startTimeOf(process.pid) };
  const text = JSON.stringify({ ...self, token: randomUUID() });
  // A link appears with its whole content or not at all, and never replaces a file.
  const draft = `${lockFile}.${process.pid}-${randomUUID()}`;
  await writeFile(draft, text);
  try {
    while (!(await tryLink(draft, lockFile))) await removeStaleLock(lockFile, dataDir);
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    if ((await readIfThere(lockFile)) === text) await rm(lockFile, { force: true });
  };
}

async function removeStaleLock(lockFile: string, dataDir: string): Promise<void> {
  const seen = await readIfThere(lockFile);
  if (seen === null) return;
  const holder = parseHolder(seen);
  if (holder && (await isRunning(holder))) throw inUse(dataDir, lockFile, holder.pid);
  // Of two processes that both saw the stale lock, the slower one must not remove the faster one's new lock.
  const aside = `${lockFile}.stale-${randomUUID()}`;
  try {
    await rename(lockFile, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readIfThere(aside);
  if (moved !== seen) await tryLink(aside, lockFile);
  await rm(aside, { force: true });
}

function inUse(dataDir: string, lockFile: string, pid: number): StoreError {
  return new StoreError(
    'store_in_use',
    `The data directory ${dataDir} is in use by process ${pid}. Stop that process, choose another directory, or ` +
      `use PostgreSQL (DATABASE_URL) to run several instances. If no such process exists, delete ${lockFile}.`,
  );
}

async function isRunning({ pid, startTime }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  return startTime === null || startTime === (await startTimeOf(pid));
}

/** Field 22 of /proc/<pid>/stat, counted behind the command name, which may hold spaces and brackets itself. */
async function startTimeOf(pid: number): Promise<string | null> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startTime' in value))
      return null;
    const { pid, startTime } = value;
    if (!Number.isSafeInteger(pid) || typeof pid !== 'number') return null;
    return { pid, startTime: typeof startTime === 'string' ? startTime : null };
  } catch {
    return null;
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
