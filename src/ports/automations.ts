import type { Automation, FieldNames } from '../domain/guard/automation.ts';
import type { UnreadableAutomation } from '../domain/guard/coverage.ts';

/** What came of reading one automation. */
export type AutomationReading =
  | { readonly kind: 'read'; readonly automation: Automation }
  | ({ readonly kind: 'unreadable' } & UnreadableAutomation);

/** What is being read, for whoever waits: `done` of `total` automations, or of a number not known yet. */
export interface ReadingProgress {
  readonly done: number;
  readonly total: number | null;
}

/**
 * What the guard needs of a CRM's automation. One implementation a vendor. Only reads; safe to repeat and to break
 * off.
 */
export interface AutomationPort {
  /** What this CRM calls the fields that the guard watches. */
  readonly names: FieldNames;

  /**
   * Reads every automation the CRM lists. One that the CRM lists but does not show comes back as unreadable: it is
   * never left out.
   *
   * @throws CrmError `unavailable`, or `refused` when the automations cannot even be listed
   */
  readAll(onProgress?: (progress: ReadingProgress) => void): Promise<readonly AutomationReading[]>;

  /**
   * Reads some automations, and those that they put records into, however far that goes.
   *
   * @throws CrmError `unavailable`
   */
  readSome(ids: readonly string[]): Promise<readonly AutomationReading[]>;
}
