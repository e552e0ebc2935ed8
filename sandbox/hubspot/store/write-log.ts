import type { WriteContext, WriteLogEntry } from './model.ts';

/** What a logged write was about. */
export interface WriteSubject {
  readonly objectType: string;
  readonly objectId: string | null;
  readonly properties: Readonly<Record<string, string>>;
}

/** Every write the portal accepted, in order. */
export class WriteLog {
  #entries: WriteLogEntry[] = [];

  append(at: number, context: WriteContext, subject: WriteSubject): void {
    this.#entries.push({
      seq: this.#entries.length + 1,
      at: new Date(at).toISOString(),
      method: context.method,
      path: context.path,
      body: context.body,
      ...subject,
      source: context.source,
    });
  }

  /** Starts the log anew; a seed does so when the portal opens. */
  clear(): void {
    this.#entries = [];
  }

  /** The entries after a sequence number. */
  since(seq: number): readonly WriteLogEntry[] {
    return this.#entries.slice(seq);
  }

  get entries(): readonly WriteLogEntry[] {
    return this.#entries;
  }
}
