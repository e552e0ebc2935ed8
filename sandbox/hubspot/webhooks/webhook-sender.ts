import { createRandom, type RandomSource } from '../seed/random.ts';
import { signRequest } from '../sign-request.ts';
import type { RecordChange } from '../store/model.ts';
import { OBJECT_TYPE_FACTS, type ObjectType } from '../store/object-types.ts';
import type { Portal } from '../store/portal.ts';

/** What an app wants to hear of. */
export interface WebhookSubscription {
  readonly subscriptionType: 'object.propertyChange' | 'object.creation' | 'object.deletion';
  readonly objectType: ObjectType;
  /** For property changes; every property when left out. */
  readonly propertyName?: string;
}

export interface WebhookOptions {
  readonly targetUrl: string;
  readonly subscriptions: readonly WebhookSubscription[];
  /** How long an answer is waited for, in milliseconds; HubSpot waits 5 s. */
  readonly timeoutMs?: number;
}

/** Disorder that tests switch on. */
export interface WebhookDisorder {
  /** Sends each event twice (`true`), or this share of them, from 0 to 1. */
  readonly duplicate: boolean | number;
  /** Mixes the order of events within what is sent at once. */
  readonly shuffle: boolean;
}

/** One attempt to deliver a batch. */
export interface WebhookDelivery {
  readonly at: string;
  readonly events: number;
  readonly attemptNumber: number;
  /** The HTTP status, or `null` when no answer came. */
  readonly status: number | null;
  /** What becomes of a batch that was not taken. */
  readonly next: 'done' | 'retry' | 'given-up';
}

interface PendingEvent {
  readonly event: Readonly<Record<string, unknown>>;
  attemptNumber: number;
  dueAt: number;
}

const MAX_BATCH = 100;
const MAX_RETRIES = 10;
/** Doubling from one minute, the ten retries end within 24 hours. */
const FIRST_RETRY_MS = 60_000;

/** Sends signed webhooks for the changes of records. Retries run on the portal's clock. */
export class WebhookSender {
  readonly #portal: Portal;
  #options: WebhookOptions | undefined;
  readonly #clientSecret: string;
  readonly #appId: number;
  readonly #wallClock: () => number;
  readonly #random: RandomSource = createRandom(7);
  readonly #deliveries: WebhookDelivery[] = [];
  #pending: PendingEvent[] = [];
  #disorder: WebhookDisorder = { duplicate: false, shuffle: false };
  #nextEventId = 1;
  #flushing: Promise<void> = Promise.resolve();

  constructor(
    portal: Portal,
    options: WebhookOptions | undefined,
    signing: { clientSecret: string; appId: number; wallClock: () => number },
  ) {
    this.#portal = portal;
    this.#options = options;
    this.#clientSecret = signing.clientSecret;
    this.#appId = signing.appId;
    this.#wallClock = signing.wallClock;
    portal.onChange((change) => this.#take(change));
  }

  /** From now on the app hears of changes; replaces what it subscribed to before. */
  subscribe(options: WebhookOptions): void {
    this.#options = options;
  }

  /** Every attempt so far, in order. */
  get deliveries(): readonly WebhookDelivery[] {
    return this.#deliveries;
  }

  /** Events that wait to be sent or sent again. */
  get pending(): number {
    return this.#pending.length;
  }

  setDisorder(disorder: WebhookDisorder): void {
    this.#disorder = disorder;
  }

  /** Sends all that is due at the portal's present, in batches of at most 100. Never two flushes at once. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#flush());
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    const now = this.#portal.clock.now();
    const due = this.#pending.filter((one) => one.dueAt <= now);
    this.#pending = this.#pending.filter((one) => one.dueAt > now);
    const disordered = this.#disorder.shuffle ? this.#shuffle(due) : due;
    for (const attempt of new Set(disordered.map((one) => one.attemptNumber))) {
      const same = disordered.filter((one) => one.attemptNumber === attempt);
      for (let start = 0; start < same.length; start += MAX_BATCH) {
        await this.#deliver(same.slice(start, start + MAX_BATCH), attempt);
      }
    }
  }

  async #deliver(batch: PendingEvent[], attemptNumber: number): Promise<void> {
    const body = JSON.stringify(batch.map((one) => ({ ...one.event, attemptNumber })));
    const status = this.#options ? await this.#post(this.#options, body) : null;
    const isTaken = status !== null && status < 400;
    const next = isTaken ? 'done' : attemptNumber >= MAX_RETRIES ? 'given-up' : 'retry';
    const now = this.#portal.clock.now();
    this.#deliveries.push({
      at: new Date(now).toISOString(),
      events: batch.length,
      attemptNumber,
      status,
      next,
    });
    if (next !== 'retry') return;
    for (const one of batch) {
      one.dueAt = now + FIRST_RETRY_MS * 2 ** attemptNumber;
      one.attemptNumber += 1;
    }
    this.#pending.push(...batch);
  }

  async #post({ targetUrl, timeoutMs = 5_000 }: WebhookOptions, body: string): Promise<number | null> {
    const timestamp = this.#wallClock();
    const signature = signRequest({
      clientSecret: this.#clientSecret,
      method: 'POST',
      uri: targetUrl,
      body,
      timestamp,
    });
    try {
      const response = await fetch(targetUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...signature },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }

  #take(change: RecordChange): void {
    this.#options?.subscriptions.forEach((subscription, at) => {
      if (subscription.objectType !== change.objectType) return;
      const base = {
        subscriptionId: at + 1,
        portalId: this.#portal.portalId,
        appId: this.#appId,
        occurredAt: change.at,
        subscriptionType: subscription.subscriptionType,
        objectId: Number(change.objectId),
        objectTypeId: OBJECT_TYPE_FACTS[change.objectType].typeId,
        changeSource: change.source.sourceType,
        ...(change.source.sourceId !== undefined && { sourceId: change.source.sourceId }),
        isSensitive: false,
      };
      if (subscription.subscriptionType === 'object.propertyChange') {
        for (const one of change.changes) {
          if (subscription.propertyName !== undefined && subscription.propertyName !== one.name) continue;
          this.#queue({ ...base, propertyName: one.name, propertyValue: one.to });
        }
      } else if (subscription.subscriptionType === 'object.creation' && change.kind === 'created') {
        this.#queue({ ...base, changeFlag: 'CREATED' });
      } else if (subscription.subscriptionType === 'object.deletion' && change.kind === 'archived') {
        this.#queue({ ...base, changeFlag: 'DELETED' });
      }
    });
  }

  #queue(event: Readonly<Record<string, unknown>>): void {
    const numbered = { eventId: this.#nextEventId++, ...event };
    const { duplicate } = this.#disorder;
    const copies = this.#random.next() < Number(duplicate) ? 2 : 1;
    const dueAt = this.#portal.clock.now();
    for (let copy = 0; copy < copies; copy += 1)
      this.#pending.push({ event: numbered, attemptNumber: 0, dueAt });
  }

  #shuffle(events: readonly PendingEvent[]): PendingEvent[] {
    return events
      .map((event) => ({ event, place: this.#random.next() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ event }) => event);
  }
}
