import type { CoverageVerdict } from '@handrail/contracts/vocabulary';
import type { RecordRef } from '../../domain/policy/facts.ts';
import type { WatchedField } from '../../domain/watch/field-change.ts';
import type { WatchSettings } from '../../domain/watch/watch-settings.ts';
import type { AppContext } from '../context.ts';

/** An automation that may be the one that changes a field. */
export interface Suspect {
  readonly automationId: string;
  readonly name: string;
  readonly verdict: CoverageVerdict;
}

/** What judging changes and mending them needs beside the other ports. */
export interface JudgeContext extends AppContext {
  readonly watch: {
    readonly settings: WatchSettings;
    /** The CRM's id of Handrail's own app; null when nobody said which it is. */
    readonly ownAppId: string | null;
    /**
     * The automations that are on, can write the field of such a record, and are not known to leave held records
     * alone; the surest first. Takes its time.
     *
     * @throws CrmError when the automations cannot be read
     */
    readonly suspectsOf: (
      tenantId: string,
      record: RecordRef,
      field: WatchedField,
    ) => Promise<readonly Suspect[]>;
    /**
     * The automations that are on and may write the field of such a record, also those that leave held records alone;
     * the surest first. Takes its time.
     *
     * @throws CrmError when the automations cannot be read
     */
    readonly writersOf: (
      tenantId: string,
      record: RecordRef,
      field: WatchedField,
    ) => Promise<readonly Suspect[]>;
  };
}
