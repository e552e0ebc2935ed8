import type { ObjectType } from '@handrail/contracts/vocabulary';
import type { Logger } from 'pino';
import type { WatchContext } from '../../src/application/watch-context.ts';
import type { WatchEvent } from '../../src/ports/watch-store.ts';
import {
  type ChangeEvents,
  type ChangeEventsParts,
  type RecordsChanged,
  startChangeEvents,
} from '../adapters/salesforce/change-events.ts';
import type { SessionSource } from '../adapters/salesforce/jwt-sessions.ts';

/** Objects whose records are watched, by what Handrail calls them. */
const RECORDS: Readonly<Record<string, ObjectType>> = {
  Opportunity: 'deal',
  Lead: 'contact',
  Contact: 'contact',
  Account: 'company',
  Case: 'ticket',
};

/** Objects of the package in which people write. */
const ROWS: readonly string[] = ['Handoff_Exception__c', 'Handoff_Decision__c'];

/** People only ever make rows: what changes or deletes one is no reason to look for new ones. */
const NOTHING_NEW: readonly string[] = ['UPDATE', 'DELETE'];

const LONG_ID = /^[0-9A-Za-z]{18}$/;

/** What the following of an org needs beside the ports. */
export interface FollowOrgParts {
  readonly sessions: SessionSource;
  readonly logger: Logger;
  /** Says that records were noted as changed; they are read in a moment. */
  readonly wakeWatch: () => void;
  /** Says that somebody wrote a row of the package; rows are not followed without. */
  readonly wakeRows?: () => void;
  /** Tests pass their own. */
  readonly timing?: ChangeEventsParts['timing'];
}

/**
 * Follows the change events of a tenant's org. An event says where to look and nothing else: it is noted once, however
 * often it is told, and what changed is read from the record. One that is lost is found by polling.
 */
export function followOrg(
  context: Pick<WatchContext, 'unitOfWork' | 'clock'>,
  tenantId: string,
  { sessions, logger, wakeWatch, wakeRows, timing }: FollowOrgParts,
): ChangeEvents {
  const { unitOfWork, clock } = context;
  return startChangeEvents({
    sessions,
    logger,
    clock,
    entities: [...(wakeRows ? ROWS : []), ...Object.keys(RECORDS)],
    // What came while nobody followed is found by polling.
    replayFrom: null,
    ...(timing && { timing }),
    async onChange(change) {
      if (ROWS.includes(change.entityName) && !NOTHING_NEW.includes(change.changeType)) wakeRows?.();
      const events = eventsOf(change);
      if (events.length === 0) return;
      const taken = await unitOfWork.transact(tenantId, (tx) => tx.watch.takeEvents(events, clock.now()));
      if (taken > 0) wakeWatch();
    },
  });
}

/** The records that a change event is about; none of an event that only says that some were missed. */
function eventsOf({
  entityName,
  recordIds,
  changeType,
  commitAt,
  replayId,
}: RecordsChanged): readonly WatchEvent[] {
  const objectType = Object.hasOwn(RECORDS, entityName) ? RECORDS[entityName] : undefined;
  if (objectType === undefined) return [];
  const occurredAt = commitAt.toISOString();
  return recordIds
    .filter((recordId) => LONG_ID.test(recordId))
    .map((recordId) => ({
      eventKey: `salesforce:${entityName}:${occurredAt}:${replayId}:${recordId}`,
      record: { objectType, recordId },
      kind: changeType.replace(/^GAP_/, '') === 'DELETE' ? 'deleted' : 'changed',
      occurredAt,
    }));
}
