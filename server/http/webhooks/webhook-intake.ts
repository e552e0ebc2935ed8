import type { Clock } from '../../../src/ports/clock.ts';
import type { WebhookInbox } from '../../adapters/store/webhook-inbox.ts';
import { EdgeFault } from '../problem.ts';

/** Bytes of one tenant that may wait for the store at once. HubSpot sends what is refused again for a day. */
const MOST_WAITING = 64 * 1024 * 1024;

/** Keeps webhooks. */
export interface WebhookIntake {
  /**
   * Resolves when the webhook is in the store.
   *
   * @param body JSON
   * @throws EdgeFault `too_many_requests` when the store cannot keep up; what the store throws when it is down
   */
  take(tenantId: string, body: string): Promise<void>;
}

interface Waiting {
  readonly body: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The webhooks of one tenant on their way into the store. */
interface Lane {
  waiting: Waiting[];
  /** Letters that wait or are being written. */
  size: number;
  writes: number;
}

/**
 * Writes together what came in while earlier writes were under way: under load, the costs of a write are shared by all
 * requests that wait.
 *
 * @param onTaken called after each write
 */
export function createWebhookIntake({
  inbox,
  clock,
  onTaken,
}: {
  readonly inbox: WebhookInbox;
  readonly clock: Clock;
  readonly onTaken: (tenantId: string) => void;
}): WebhookIntake {
  const lanes = new Map<string, Lane>();

  async function drain(tenantId: string, lane: Lane): Promise<void> {
    lane.writes += 1;
    while (lane.waiting.length > 0) {
      const batch = lane.waiting;
      lane.waiting = [];
      try {
        await inbox.takeWebhooks(
          tenantId,
          batch.map(({ body }) => body),
          clock.now(),
        );
        onTaken(tenantId);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      for (const { body } of batch) lane.size -= body.length;
    }
    lane.writes -= 1;
    if (lane.writes === 0) lanes.delete(tenantId);
  }

  return {
    take(tenantId, body) {
      const lane = lanes.get(tenantId) ?? { waiting: [], size: 0, writes: 0 };
      lanes.set(tenantId, lane);
      if (lane.size + body.length > MOST_WAITING) {
        const detail = 'The store cannot keep up with the webhooks. Send it again later.';
        return Promise.reject(new EdgeFault('too_many_requests', detail));
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      lane.waiting.push({ body, resolve, reject });
      lane.size += body.length;
      if (lane.writes < inbox.writesAtOnce) void drain(tenantId, lane);
      return promise;
    },
  };
}
