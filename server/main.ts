import { PolicyFileError } from './adapters/policy-catalog/policy-file-error.ts';
import { StoreError } from './adapters/store/store-error.ts';
import { EnvironmentError, readServerEnvironment } from './env.ts';
import { type RunningServer, startServer } from './start-server.ts';

/** EX_CONFIG of sysexits.h: an administrator must mend something; starting again does not help. */
const EXIT_CONFIG = 78;

const server = await start();
process.stdout.write(`Handrail listens on ${server.origin}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());

async function start(): Promise<RunningServer> {
  try {
    return await startServer(readServerEnvironment());
  } catch (error) {
    const isConfiguration =
      error instanceof EnvironmentError || error instanceof PolicyFileError || error instanceof StoreError;
    if (!isConfiguration) throw error;
    process.stderr.write(`Handrail cannot start. ${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}

let stopping = false;

/** The first signal lets running requests and jobs finish; the second one does not wait for them. */
async function stop(): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  await server.close();
  process.exit(0);
}
