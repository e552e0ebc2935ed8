import type { RecordChanges } from '../ports/record-changes.ts';
import type { AppContext } from './context.ts';

/** The ports that watching needs beside the others. */
export interface WatchContext extends AppContext {
  /** What changed in the CRM of a tenant. */
  readonly changesOf: (tenantId: string) => RecordChanges;
}
