import { parseArgs } from 'node:util';
import { type RunningPortal, startPortal } from './start-portal.ts';

const HELP = `Usage: node sandbox/hubspot/main.ts [options]

Starts a sandbox HubSpot portal on 127.0.0.1 and prints its address.

  --port <n>            TCP port (a free one when left out)
  --portal-id <n>       portal id
  --client-secret <s>   secret that webhooks and custom actions are signed with (sandbox-secret)
  --access-token <s>    token that API calls must carry (sandbox-token)
  --empty               people, pipelines and properties only, no records and workflows
  --webhook <url>       send signed webhooks for every deal, contact, company and ticket
  --auto-run            run workflows and send webhooks by themselves
  --help                show this text

Ends on SIGINT or SIGTERM and lists the calls it did not know.
Exit code: 0 ended well, 1 unknown calls were made, 2 wrong options or the port is taken.`;

const RECORD_TYPES = ['deals', 'contacts', 'companies', 'tickets'] as const;
const STOPPED = 0;
const UNKNOWN_CALLS = 1;
const CANNOT_START = 2;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'portal-id': { type: 'string' },
      'client-secret': { type: 'string', default: 'sandbox-secret' },
      'access-token': { type: 'string' },
      empty: { type: 'boolean', default: false },
      webhook: { type: 'string' },
      'auto-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
}

function wholeNumber(name: string, text: string, max: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > max)
    throw new Error(`--${name} must be 0 to ${max}, not ${text}`);
  return number;
}

async function start(values: ReturnType<typeof readOptions>): Promise<RunningPortal> {
  return startPortal({
    port: wholeNumber('port', values.port, 65_535),
    clientSecret: values['client-secret'],
    seed: values.empty ? 'empty' : 'believable',
    autoRun: values['auto-run'],
    ...(values['portal-id'] !== undefined && {
      portalId: wholeNumber('portal-id', values['portal-id'], Number.MAX_SAFE_INTEGER),
    }),
    ...(values['access-token'] !== undefined && { accessToken: values['access-token'] }),
    ...(values.webhook !== undefined && {
      webhook: {
        targetUrl: new URL(values.webhook).href,
        subscriptions: RECORD_TYPES.flatMap((objectType) => [
          { subscriptionType: 'object.propertyChange' as const, objectType },
          { subscriptionType: 'object.creation' as const, objectType },
          { subscriptionType: 'object.deletion' as const, objectType },
        ]),
      },
    }),
  });
}

async function stop(running: RunningPortal): Promise<void> {
  await running.close();
  const calls = running.unknownCalls;
  for (const call of calls) console.error(`unknown call: ${call.method} ${call.path}`);
  process.exit(calls.length === 0 ? STOPPED : UNKNOWN_CALLS);
}

try {
  const values = readOptions();
  if (values.help) {
    console.log(HELP);
  } else {
    const running = await start(values);
    console.log(`Sandbox HubSpot portal ${running.portalId} at ${running.origin}`);
    console.log(`Access token: ${running.accessToken}`);
    process.once('SIGINT', () => void stop(running));
    process.once('SIGTERM', () => void stop(running));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = CANNOT_START;
}
