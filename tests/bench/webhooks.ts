import { parseArgs } from 'node:util';
import { createBenchDatabase } from './bench-database.ts';
import { measureWebhooks, type SizeMeasured, WEBHOOK_PROMISE } from './measure-webhooks.ts';

const USAGE = `Usage: npm run bench:webhooks [-- options]

Measures how many webhooks Handrail takes in a second, against a bare Express handler that checks the same signature
and inserts one row, in the same run and on the same kind of database. Both sides take turns in blocks of half a second;
after every three seconds Handrail works what it took, in a sandbox portal. Each is a process of its own.

  --seconds <n>      seconds to measure each side and size, after a warm-up, 1 to 600 (3)
  --connections <n>  requests at once, 1 to 100 (${WEBHOOK_PROMISE.connections}, what HubSpot sends at most)
  --check            fail when the promise is missed: ${WEBHOOK_PROMISE.percent} % of the bare handler's rate at every size
  --json             print the figures as JSON
  --help             show this

Environment: DATABASE_URL or TEST_DATABASE_URL names a PostgreSQL cluster, in which a database is made and dropped;
without them both sides run on PGlite.

Exit codes: 0 measured, 1 the promise was missed (--check), 2 the options are wrong, 3 it could not be measured`;

const EXIT = { measured: 0, missed: 1, usage: 2, failed: 3 } as const;

interface Options {
  readonly seconds: number;
  readonly connections: number;
  readonly check: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Runs the benchmark. @returns the exit code */
async function main(): Promise<number> {
  const options = readOptions();
  if (typeof options === 'string') {
    console.error(`${options}\n\n${USAGE}`);
    return EXIT.usage;
  }
  if (options.help) {
    console.log(USAGE);
    return EXIT.measured;
  }
  try {
    const database = await createBenchDatabase(
      process.env.DATABASE_URL || process.env.TEST_DATABASE_URL || undefined,
    );
    try {
      const sizes = await measureWebhooks(database, options, (line) => console.error(`bench: ${line}`));
      const { words } = database;
      console.log(
        options.json
          ? JSON.stringify({ database: words, connections: options.connections, sizes }, null, 2)
          : [`${words}; ${options.connections} requests at once`, ...sizes.map(inWords)].join('\n'),
      );
      return options.check && sizes.some(({ kept }) => !kept) ? EXIT.missed : EXIT.measured;
    } finally {
      await database.remove();
    }
  } catch (error) {
    console.error(`bench: could not measure: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.failed;
  }
}

function inWords({ events, handrail, bare, percent, kept }: SizeMeasured): string {
  const rate = (perSecond: number) => `${Math.round(perSecond)}/s`;
  return (
    `${events} event${events === 1 ? '' : 's'} a webhook: Handrail ${rate(handrail.perSecond)} ` +
    `(p99 ${handrail.p99Ms.toFixed(1)} ms), bare handler ${rate(bare.perSecond)} (p99 ${bare.p99Ms.toFixed(1)} ms): ` +
    `${Math.round(percent)} %, ${kept ? 'kept' : `MISSED (${WEBHOOK_PROMISE.percent} %)`}`
  );
}

/** @returns the options, or what is wrong with them */
function readOptions(): Options | string {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '3' },
        connections: { type: 'string', default: String(WEBHOOK_PROMISE.connections) },
        check: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return {
      ...values,
      seconds: wholeNumber('seconds', values.seconds, 1, 600),
      connections: wholeNumber('connections', values.connections, 1, 100),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`--${name} must be a whole number from ${least} to ${most}, not "${text}"`);
}

process.exitCode = await main();
