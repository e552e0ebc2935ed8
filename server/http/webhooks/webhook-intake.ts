import type { Clock } from '../../../src/ports/clock.ts';
import type { UnitOfWork } from '../../../src/ports/unit-of-work.ts';
import type { WatchEvent } from '../../../src/ports/watch-store.ts';
import { EdgeFault } from '../problem.ts';

/** Events of one tenant that may wait for the store at once. HubSpot sends what is refused again for a day. */
const MOST_WAITING = 50_000;

/** Keeps the events of webhooks. */
export interface WebhookIntake {
  /**
   * Resolves when the events are in the store.
   *
   * @returns how many were new
   * @throws EdgeFault `too_many_requests` when the store cannot keep up; what the store throws when it is down
   */
  take(tenantId: string, events: readonly WatchEvent[]): Promise<number>;
}

interface Waiting {
  readonly events: readonly WatchEvent[];
  readonly resolve: (fresh: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes what came in while the last write was under way in one transaction: the fence around a tenant costs several
 * statements a transaction, which under load are shared by all requests that wait.
 *
 * @param onTaken called after each write that brought something new
 */
export function createWebhookIntake({
  unitOfWork,
  clock,
  onTaken,
}: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly onTaken: (tenantId: string) => void;
}): WebhookIntake {
  const queues = new Map<string, Waiting[]>();

  async function drain(tenantId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0);
      try {
        // A repetition inside the batch is told apart here, so that each request knows what it brought.
        const known = new Set<string>();
        const fresh = batch.map(({ events }) =>
          events.filter(({ eventKey }) => !known.has(eventKey) && known.add(eventKey)),
        );
        const taken = await unitOfWork.transact(tenantId, (tx) =>
          tx.watch.takeEvents(fresh.flat(), clock.now()),
        );
        if (taken > 0) onTaken(tenantId);
        let left = taken;
        for (const [at, { resolve }] of batch.entries()) {
          const share = Math.min(left, fresh[at]?.length ?? 0);
          left -= share;
          resolve(share);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(tenantId);
  }

  return {
    take(tenantId, events) {
      if (events.length === 0) return Promise.resolve(0);
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const queue = queues.get(tenantId);
      const waiting = { events, resolve, reject };
      if (!queue) {
        const begun = [waiting];
        queues.set(tenantId, begun);
        void drain(tenantId, begun);
        return promise;
      }
      const ahead = queue.reduce((sum, one) => sum + one.events.length, 0);
      if (ahead + events.length > MOST_WAITING) {
        reject(
          new EdgeFault(
            'too_many_requests',
            'The store cannot keep up with the webhooks. Send it again later.',
          ),
        );
        return promise;
      }
      queue.push(waiting);
      return promise;
    },
  };
}
