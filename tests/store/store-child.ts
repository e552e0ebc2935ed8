/**
 * A process for tests to kill. Arguments: what to do, and the data directory or database URL.
 * - `write`: commits one audit entry after another and prints each number once its commit was acknowledged.
 * - `work`: enqueues a job, starts to run it, prints `running`, and never finishes.
 */
import { openStore } from '../../server/adapters/store/open-store.ts';
import { startRunner } from '../../server/jobs/runner.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { quietLogger } from '../fixtures/store.ts';

const [what, where = ''] = process.argv.slice(2);
const store = await openStore({
  sha256,
  ...(where.startsWith('postgres:') ? { databaseUrl: where } : { dataDir: where }),
});

if (what === 'write') {
  for (let number = 1; ; number += 1) {
    await store.transact('tenant', (tx) =>
      tx.appendAudit([
        { at: '2026-11-02T09:30:00.000Z', type: 'written', actor: { kind: 'system' }, data: { number } },
      ]),
    );
    process.stdout.write(`${number}\n`);
  }
}

await store.transact('tenant', (tx) => tx.enqueue({ kind: 'run_playbook', requestId: 'req-1' }));
await startRunner(
  store.jobs,
  {
    run_playbook: () => {
      process.stdout.write('running\n');
      return new Promise(() => {});
    },
  },
  { logger: quietLogger },
);
