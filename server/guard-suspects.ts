import { checkCoverage } from '../src/application/check-coverage.ts';
import type { JudgeContext, Suspect } from '../src/application/watch/judge-context.ts';
import type { Coverage } from '../src/domain/guard/coverage.ts';
import type { RecordRef } from '../src/domain/policy/facts.ts';
import { suspectsAmong, writersAmong } from '../src/domain/watch/suspects.ts';
import type { AutomationPort } from '../src/ports/automations.ts';
import type { Clock } from '../src/ports/clock.ts';

/** A big account has a thousand workflows, and one that fights a record fights others in the same minutes. */
const GOOD_FOR_MS = 15 * 60_000;

interface Read {
  readonly at: number;
  readonly coverages: Promise<readonly Coverage[]>;
}

/** Where the automations that can change a record stand. */
export interface SuspectSource {
  /** Whose automations they are: those of one key are read once for all records. */
  readonly key: string;
  /** @throws CrmError */
  open(): Promise<Pick<AutomationPort, 'names' | 'readAll' | 'readSome'>>;
}

/**
 * Who may be behind a change: the automations of the record's CRM, read when somebody asks and remembered for a while.
 */
export function createSuspects({
  sourceOf,
  clock,
}: {
  readonly sourceOf: (tenantId: string, record: RecordRef) => SuspectSource;
  readonly clock: Clock;
}): Pick<JudgeContext['watch'], 'suspectsOf' | 'writersOf'> {
  const read = new Map<string, Read>();

  function coveragesOf(tenantId: string, record: RecordRef): Promise<readonly Coverage[]> {
    const source = sourceOf(tenantId, record);
    const key = `${tenantId} ${source.key}`;
    const known = read.get(key);
    const now = clock.now().getTime();
    if (known && now - known.at < GOOD_FOR_MS) return known.coverages;
    const coverages = source.open().then(async (automations) => {
      const { coverages } = await checkCoverage({ automations });
      return coverages;
    });
    read.set(key, { at: now, coverages });
    // What could not be read is asked for again the next time.
    coverages.catch(() => read.delete(key));
    return coverages;
  }

  return {
    suspectsOf: async (tenantId, record, field) =>
      suspectsAmong(await coveragesOf(tenantId, record), record.objectType, field).map(asSuspect),
    writersOf: async (tenantId, record, field) =>
      writersAmong(await coveragesOf(tenantId, record), record.objectType, field).map(asSuspect),
  };
}

function asSuspect({ automationId, name, verdict }: Coverage): Suspect {
  return { automationId, name, verdict };
}
