import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HandrailEnvironment, type HandrailProcess, startHandrail } from './handrail-process.ts';

/** A Handrail server on a CRM's stand-in, and a record page: everything on this machine. */
export interface DemoWorld {
  /** What the server and `handrail` commands run with. */
  readonly environment: HandrailEnvironment;
  readonly dataDir: string;
  /** For files of the story; removed with the world. */
  readonly scratchDir: string;
  readonly serverOrigin: string;
  /** What the server has written since it was started last: warnings and errors. */
  serverLog(): string;
  stopServer(): Promise<void>;
  /** Starts the server again on the same address and the same data. */
  startServer(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the server with a data directory of its own.
 *
 * @param variablesFor how it reaches its CRM, and further settings, given the scratch folder
 */
export async function startDemoServer(
  variablesFor: (scratchDir: string) => Promise<Readonly<Record<string, string>>>,
): Promise<DemoWorld> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'handrail-demo-'));
  const forget = () => rm(scratchDir, { recursive: true, force: true });
  try {
    const dataDir = join(scratchDir, 'data');
    const environment = {
      HANDRAIL_DATA_DIR: dataDir,
      HANDRAIL_SWEEP_SECONDS: '1',
      LOG_LEVEL: 'warn',
      ...(await variablesFor(scratchDir)),
    };
    let server: HandrailProcess | undefined = await startHandrail(environment);
    let log = server.output;
    const serverOrigin = server.origin;
    const stopServer = async () => {
      await server?.stop();
      server = undefined;
    };
    return {
      environment,
      dataDir,
      scratchDir,
      serverOrigin,
      serverLog: () => log(),
      stopServer,
      startServer: async () => {
        server ??= await startHandrail(environment, new URL(serverOrigin).port);
        log = server.output;
      },
      close: async () => {
        await stopServer();
        await forget();
      },
    };
  } catch (error) {
    await forget();
    throw error;
  }
}
