import { parseArgs } from 'node:util';
import { createBenchDatabase } from './bench-database.ts';
import { measureSubmit } from './measure-submit.ts';
import { PROMISE, reportInWords, reportOf } from './submit-report.ts';

const USAGE = `Usage: npm run bench [-- options]

Measures a rep's submit, sent as HubSpot's proxy sends it, against a bare Express handler that inserts one row, in the
same run and on the same kind of database. Handrail, the bare handler and the sandbox portal are processes of their
own; requests leave at a fixed rate, and a latency counts from the moment its request was due.

  --rate <n>      requests a second, 1 to 500 (${PROMISE.rate})
  --seconds <n>   seconds to measure each side, after a warm-up, 5 to 600 (30)
  --check         fail when a promise is missed: p99 under ${PROMISE.p99Ms} ms, at most ${PROMISE.ratio} times the bare handler.
                  The promises are for PostgreSQL, so it needs one
  --json          print the figures as JSON
  --help          show this

Environment: DATABASE_URL or TEST_DATABASE_URL names a PostgreSQL cluster, in which a database is made and dropped;
without them both sides run on PGlite.

Exit codes: 0 measured, 1 a promise was missed (--check), 2 the options are wrong, 3 it could not be measured`;

const EXIT = { measured: 0, missed: 1, usage: 2, failed: 3 } as const;

interface Options {
  readonly rate: number;
  readonly seconds: number;
  readonly check: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Runs the benchmark. @returns the exit code */
async function main(): Promise<number> {
  const clusterUrl = process.env.DATABASE_URL || process.env.TEST_DATABASE_URL || undefined;
  const options = readOptions(clusterUrl !== undefined);
  if (typeof options === 'string') {
    console.error(`${options}\n\n${USAGE}`);
    return EXIT.usage;
  }
  if (options.help) {
    console.log(USAGE);
    return EXIT.measured;
  }
  try {
    const database = await createBenchDatabase(clusterUrl);
    try {
      const measured = await measureSubmit(database, options, (line) => console.error(`bench: ${line}`));
      const report = reportOf(database, options, measured);
      console.log(options.json ? JSON.stringify(report, null, 2) : reportInWords(report));
      return options.check && report.promises.some(({ kept }) => !kept) ? EXIT.missed : EXIT.measured;
    } finally {
      await database.remove();
    }
  } catch (error) {
    console.error(`bench: could not measure: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.failed;
  }
}

/** @returns the options, or what is wrong with them */
function readOptions(hasPostgres: boolean): Options | string {
  try {
    const { values } = parseArgs({
      options: {
        rate: { type: 'string', default: String(PROMISE.rate) },
        seconds: { type: 'string', default: '30' },
        check: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.check && !hasPostgres)
      return '--check needs PostgreSQL: set DATABASE_URL or TEST_DATABASE_URL';
    return {
      ...values,
      rate: wholeNumber('rate', values.rate, 1, 500),
      seconds: wholeNumber('seconds', values.seconds, 5, 600),
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
