import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../src/ports/clock.ts';
import { readWebhook } from '../adapters/hubspot/watch/webhook-events.ts';
import type { StoreTransact } from '../adapters/store/transaction.ts';
import type { Metrics } from '../http/metrics.ts';

/** Webhooks that are unpacked in one transaction: some two thousand events. */
const BATCH = 20;
const MOST_BATCHES = 500;
const LONGEST_PAUSE_MS = 250;

/** What unpacking needs. */
export interface UnpackParts {
  readonly store: { readonly transact: StoreTransact };
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'webhookEvents'>;
}

/**
 * Takes webhooks out of the inbox and keeps of each event, once, where to look; the values that came with it are gone
 * then. Safe to break off and to run on several instances: a webhook is out of the inbox exactly when its events are
 * kept.
 */
export async function unpackWebhooks(
  { store, clock, metrics }: UnpackParts,
  tenantId: string,
  goesOn: () => boolean,
): Promise<void> {
  // What comes in meanwhile may go on for ever.
  for (let batch = 0; batch < MOST_BATCHES && goesOn(); batch += 1) {
    const startedAt = performance.now();
    const counts = await store.transact(tenantId, async (tx) => {
      const bodies = await tx.inbox.takeOut(BATCH);
      const told = bodies.map((body) => readWebhook(JSON.parse(body)));
      // The intake has given each account its own; a list that names none is nobody's.
      const events = told.flatMap((one) => [...(one?.byPortal.values() ?? [])].flat());
      const taken = await tx.watch.takeEvents(events, clock.now());
      return {
        bodies: bodies.length,
        taken,
        duplicate: events.length - taken,
        ignored: told.reduce((sum, one) => sum + (one?.ignored ?? 0), 0),
        not_understood: told.reduce((sum, one) => sum + (one?.unknown ?? 0), 0),
      };
    });
    const { bodies, ...outcomes } = counts;
    for (const [outcome, events] of Object.entries(outcomes)) {
      if (events > 0) metrics.webhookEvents.inc({ outcome }, events);
    }
    if (bodies < BATCH) return;
    // Half of the time belongs to whoever waits for an answer of this process.
    await pause(Math.min(LONGEST_PAUSE_MS, performance.now() - startedAt));
  }
}
