import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { type RunningOrg, startOrg } from './start-org.ts';

const HELP = `Usage: node sandbox/salesforce/main.ts [options] [flow files]

Starts a sandbox Salesforce org on 127.0.0.1 and prints its address. Each flow file (source format,
<Name>.flow-meta.xml) is deployed and run.

  --port <n>          TCP port (a free one when left out)
  --public-key <pem>  file with the public key of the app's certificate, for JWT bearer
  --user <username>   whose access token is printed (the integration's when left out)
  --not-installed     leave the fields and objects of the Handrail package out
  --help              show this text

Ends on SIGINT or SIGTERM and lists the calls it did not know.
Exit code: 0 ended well, 1 unknown calls were made, 2 wrong options, a flow it cannot run, an unknown user, or the port is taken.`;

const STOPPED = 0;
const UNKNOWN_CALLS = 1;
const CANNOT_START = 2;

interface Started {
  readonly running: RunningOrg;
  readonly accessToken: string;
}

async function start(): Promise<Started | null> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      'public-key': { type: 'string' },
      user: { type: 'string' },
      'not-installed': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return null;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port must be 0 to 65535, not ${values.port}`);
  }
  const key = values['public-key'];
  const running = await startOrg({
    port,
    installed: !values['not-installed'],
    flows: positionals.map((file) => ({
      name: basename(file).replace(/\.flow-meta\.xml$/, ''),
      xml: readFileSync(file, 'utf8'),
    })),
    ...(key !== undefined && { app: { publicKey: readFileSync(key, 'utf8') } }),
  });
  try {
    return { running, accessToken: running.logIn(values.user) };
  } catch (error) {
    await running.close();
    throw error;
  }
}

async function stop(running: RunningOrg): Promise<void> {
  await running.close();
  const calls = running.unknownCalls;
  for (const call of calls) console.error(`unknown call: ${call.method} ${call.path}`);
  process.exit(calls.length === 0 ? STOPPED : UNKNOWN_CALLS);
}

try {
  const started = await start();
  if (started) {
    const { running, accessToken } = started;
    console.log(`Sandbox Salesforce org ${running.orgId} at ${running.origin}`);
    console.log(`Access token: ${accessToken}`);
    process.once('SIGINT', () => void stop(running));
    process.once('SIGTERM', () => void stop(running));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = CANNOT_START;
}
