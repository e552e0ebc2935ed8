import { destination, type Logger, pino } from 'pino';
import type { ServerEnvironment } from './env.ts';

/**
 * JSON lines on standard error, so that standard output stays for what a person asked for. Of an error only what
 * helps to find it: other members may quote a person or a query's values.
 */
export function createLogger(level: ServerEnvironment['logLevel']): Logger {
  return pino({ level, base: null, serializers: { err: describeError } }, destination({ fd: 2, sync: true }));
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, stack } = error;
  const code = 'code' in error ? error.code : undefined;
  const internal = 'internal' in error ? error.internal : undefined;
  return { name, code, internal, stack };
}
