import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';

const KEPT_LOG = 4_000;
/** Pino's levels from `trace` to `info`. */
const UNIMPORTANT = /^\{"level":[123]0,/;

/** A process of the benchmark that tells its parent what it was started for. */
export interface BenchChild<Ready> {
  /** What it said when it was ready. */
  readonly ready: Ready;
  /** @throws Error when it ends instead of answering */
  ask<Answer>(question: string, schema: z.ZodType<Answer>): Promise<Answer>;
  /** The warnings and errors that it logged last; one a line. */
  complaints(): string;
  /** Lets it finish and waits until it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a file of this folder in a process of its own and waits until it is ready.
 *
 * @param environment added to the caller's own, which is cleared of settings that would point it at something real
 * @throws Error with the end of what it wrote to stderr, when it ends before it is ready
 */
export async function startChild<Ready>(
  file: string,
  environment: Readonly<Record<string, string>>,
  schema: z.ZodType<Ready>,
): Promise<BenchChild<Ready>> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // Log lines are written as in production; only complaints are kept, for a load that fails.
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    log = keepComplaints(log + chunk);
  });
  const answer = () => nextMessage(child, () => `${file} ended before it answered:\n${log}`);
  const ready = schema.parse(await answer());
  return {
    ready,
    ask: async (question, answerSchema) => {
      const answered = answer();
      child.send(question);
      return answerSchema.parse(await answered);
    },
    complaints: () => log,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

function keepComplaints(log: string): string {
  const lines = log.split('\n').filter((line) => !UNIMPORTANT.test(line) || !line.endsWith('}'));
  return lines.join('\n').slice(-KEPT_LOG);
}

function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(HANDRAIL_|HUBSPOT_|(TEST_)?DATABASE_URL$|PUBLIC_ORIGIN$|LOG_LEVEL$)/.test(name),
    ),
  );
}

async function nextMessage(child: ChildProcess, whyNot: () => string): Promise<unknown> {
  const settled = new AbortController();
  const { signal } = settled;
  const ended = async (): Promise<never> => {
    await once(child, 'exit', { signal });
    throw new Error(whyNot());
  };
  try {
    const [message]: unknown[] = await Promise.race([once(child, 'message', { signal }), ended()]);
    return message;
  } finally {
    settled.abort();
  }
}
