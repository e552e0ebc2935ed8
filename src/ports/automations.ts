import type { Automation, FieldNames } from '../domain/guard/automation.ts';
import type { UnreadableAutomation } from '../domain/guard/coverage.ts';
import type { ChangeLine } from '../domain/guard/mend/compare-json.ts';
import type { AutomationDocument, Mendable, MendDraft } from '../domain/guard/mend/mend.ts';

/** What came of reading one automation. */
export type AutomationReading =
  | {
      readonly kind: 'read';
      readonly automation: Automation;
      /** Absent where it was not read from a CRM that can be written to. */
      readonly mendable?: Mendable;
    }
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

/** A draft with everything made that it needs beside the automation, or why that cannot be. */
export type PreparedMend =
  | { readonly kind: 'ready'; readonly draft: MendDraft }
  | { readonly kind: 'obstacle'; readonly code: 'list_name_taken'; readonly why: string };

/** What became of writing an automation. */
export type WriteOutcome =
  /** `revision` is the one that this very write made. */
  | { readonly kind: 'written'; readonly revision: string }
  /** Somebody else wrote first: nothing was changed. */
  | { readonly kind: 'changed_meanwhile' }
  /** The CRM does not take the document: nothing was changed. `why` is one sentence for an administrator. */
  | { readonly kind: 'refused'; readonly why: string };

/** What became of a helper, such as a list, that mends share. */
export interface TidyOutcome {
  /** `absent`: there is none. `not_ours`: something of its name is there that Handrail did not make. */
  readonly outcome: 'removed' | 'kept' | 'absent' | 'not_ours';
  /** Why it was kept, in words; empty otherwise. */
  readonly detail: string;
}

/** How a CRM's automations are changed. Each writing call changes one thing and is safe to repeat. */
export interface MendingPort extends AutomationPort {
  /**
   * Makes what a draft needs beside the automation, such as a list, and puts it into the draft. What is there already
   * is used again.
   *
   * @param options `dryRun`: only looks whether it can be made
   * @throws CrmError `unavailable`; `refused`, also when the account may have no further list; `properties_missing`
   */
  prepare(draft: MendDraft, options?: { readonly dryRun?: boolean }): Promise<PreparedMend>;

  /**
   * Replaces an automation with a document of it, if it still is at `revision`. Keys that only the CRM may set are
   * left out of what is sent.
   *
   * @throws CrmError `unavailable`: it may have been written all the same
   */
  write(id: string, document: AutomationDocument, revision: string): Promise<WriteOutcome>;

  /** Where a document is not as it was meant to be, but for what the CRM sets by itself. Pure. */
  differences(wanted: AutomationDocument, found: AutomationDocument): readonly ChangeLine[];

  /**
   * Removes what mends made beside automations, unless an automation still uses it or nobody can tell.
   *
   * @throws CrmError `unavailable`, `refused`
   */
  tidy(options?: { readonly dryRun?: boolean }): Promise<TidyOutcome>;
}
