import { release, retain } from '@remote-ui/rpc';
import type { PropertyValues } from '../card-bridge.ts';

interface Watcher {
  readonly names: readonly string[] | '*';
  readonly callback: (values: PropertyValues) => void;
}

const select = (values: PropertyValues, names: readonly string[] | '*') =>
  names === '*' ? values : Object.fromEntries(names.map((name) => [name, values[name] ?? null]));

/**
 * The card's subscriptions to property changes. They fire when the page has read new values, never by themselves:
 * HubSpot does not push writes of the API to an open card either.
 */
export class PropertyWatchers {
  readonly #watchers = new Set<Watcher>();
  #known: PropertyValues | null = null;

  /** Calls `callback` after each reading that changed one of `names`. Returns the way to stop. */
  watch(names: readonly string[] | '*', callback: (values: PropertyValues) => void): () => void {
    retain(callback);
    const watcher = { names, callback };
    this.#watchers.add(watcher);
    return () => {
      if (this.#watchers.delete(watcher)) release(callback);
    };
  }

  /** Takes a new reading of the record and tells who watches a value that is another one now. */
  read(values: PropertyValues): void {
    const before = this.#known;
    this.#known = values;
    if (before === null) return;
    for (const { names, callback } of this.#watchers) {
      const selected = select(values, names);
      const changed = Object.entries(selected).some(
        ([name, value]) => (before[name] ?? null) !== (value ?? null),
      );
      if (changed) callback(selected);
    }
  }

  /** Forgets everything; the card that subscribed is gone. */
  clear(): void {
    this.#watchers.clear();
    this.#known = null;
  }
}
