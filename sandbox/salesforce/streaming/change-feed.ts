import type { OrgCore } from '../engine/org-core.ts';
import { ALL_CHANGES, changeEventOf } from './change-channels.ts';
import { asGap, type ChangeEvent, changeEventsOf } from './change-event.ts';

/** For how long the org keeps events, on its own clock. */
export const RETENTION_MS = 3 * 24 * 3_600_000;

const FIRST_ID = 1000;

/** A change event in its place. */
export interface FeedEvent extends ChangeEvent {
  readonly replayId: number;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** Where a subscriber begins: with what comes from now on, with all that is kept, or behind one event. */
export type ReplayFrom = number;
export const ONLY_NEW: ReplayFrom = -1;
export const ALL_KEPT: ReplayFrom = -2;

/** The change events of an org: those of objects that were selected, kept for three days. */
export class ChangeFeed {
  readonly #core: OrgCore;
  readonly #selected: Set<string>;
  readonly #listeners: (() => void)[] = [];
  #events: FeedEvent[] = [];
  #lastId = FIRST_ID;
  /** The newest event that is kept no longer. */
  #forgotten = FIRST_ID;
  #gaps = 0;

  /** @param selected objects whose changes are told, by their API names */
  constructor(core: OrgCore, selected: readonly string[]) {
    this.#core = core;
    this.#selected = new Set(selected);
    core.commitListeners.push((commit) => {
      const now = core.clock.now();
      const events = changeEventsOf(core.schema, commit, now).filter(({ header }) =>
        this.#selected.has(header.entityName),
      );
      for (const event of events) this.#add(event, now);
      if (events.length > 0) for (const tell of this.#listeners) tell();
    });
  }

  /** Objects whose changes are told. */
  get selected(): ReadonlySet<string> {
    return this.#selected;
  }

  /** Begins to tell the changes of an object. Those before are not told later. @throws SalesforceError for no object */
  select(objectName: string): void {
    this.#selected.add(this.#core.schema.object(objectName).name);
  }

  deselect(objectName: string): void {
    this.#selected.delete(objectName);
  }

  /** The next so many events come as gaps: the org lost what they held, and names the records only. */
  loseNext(count: number): void {
    this.#gaps += count;
  }

  /** Calls a listener after events were added. */
  onEvents(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** The place a subscriber begins behind; null for an id that is none, or of an event that is kept no longer. */
  placeOf(from: ReplayFrom): number | null {
    this.#forgetOld();
    if (from === ONLY_NEW) return this.#lastId;
    if (from === ALL_KEPT) return this.#forgotten;
    return from > this.#lastId || from <= this.#forgotten ? null : from;
  }

  /** The events of a channel behind a place, oldest first. */
  after(channel: string, place: number): readonly FeedEvent[] {
    this.#forgetOld();
    return this.#events.filter(
      ({ header, replayId }) => replayId > place && isIn(channel, header.entityName),
    );
  }

  #add(event: ChangeEvent, at: number): void {
    // Ids are not contiguous in the real org, so nobody may count with them.
    this.#lastId += 1 + (this.#lastId % 3);
    const told = this.#gaps > 0 ? asGap(event) : event;
    this.#gaps = Math.max(0, this.#gaps - 1);
    this.#events.push({ ...told, replayId: this.#lastId, at });
  }

  #forgetOld(): void {
    const end = this.#core.clock.now() - RETENTION_MS;
    const old = this.#events.filter(({ at }) => at < end);
    this.#forgotten = old.at(-1)?.replayId ?? this.#forgotten;
    if (old.length > 0) this.#events = this.#events.filter(({ at }) => at >= end);
  }
}

function isIn(channel: string, objectName: string): boolean {
  return channel === ALL_CHANGES || channel === `/data/${changeEventOf(objectName)}`;
}
