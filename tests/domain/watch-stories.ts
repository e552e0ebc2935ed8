import type { Circumstances, GoverningException } from '../../src/domain/watch/circumstances.ts';
import type { ChangeSource, FieldChange } from '../../src/domain/watch/field-change.ts';
import { STANDARD_WATCH } from '../../src/domain/watch/watch-settings.ts';

export const OUR_APP = '2600100';
export const WORKFLOW: ChangeSource = { kind: 'workflow', id: 'enrollmentId:7;actionExecutionIndex:1' };
export const SYNC: ChangeSource = { kind: 'crm_sync', label: 'Salesforce', userId: '900' };
export const OTHER_APP: ChangeSource = { kind: 'integration', id: '555', label: 'RoutePilot' };
export const US: ChangeSource = { kind: 'integration', id: OUR_APP, label: 'Handrail' };
export const NAMELESS_APP: ChangeSource = { kind: 'integration' };
export const BULK_IMPORT: ChangeSource = { kind: 'import', id: '33', label: 'deals.csv' };
export const byUser = (userId: string): ChangeSource => ({ kind: 'person', userId });

/** A change of the owner of deal 4711 by a workflow at ten, unless told otherwise. */
export function change(changes: Partial<FieldChange> = {}): FieldChange {
  return {
    record: { objectType: 'deal', recordId: '4711' },
    field: 'owner',
    property: 'hubspot_owner_id',
    from: '9501',
    to: '9777',
    changedAt: '2026-11-23T10:00:00.000Z',
    source: WORKFLOW,
    ...changes,
  };
}

/** A Strategic Logo that was approved at nine, set the owner to 9501 and holds owner and stage. */
export function exception(changes: Partial<GoverningException> = {}): GoverningException {
  return {
    requestId: 'req-1',
    typeLabel: 'Strategic Logo',
    governs: ['owner', 'stage'],
    through: 'record',
    grantedAt: '2026-11-23T09:00:00.000Z',
    heldFrom: '2026-11-23T09:00:10.000Z',
    overAt: null,
    set: [{ field: 'owner', values: ['9501'] }],
    parties: ['501', '601'],
    ...changes,
  };
}

/** No exception, an author without a role, and a record under the second standard handoff of its type. */
export function circumstances(changes: Partial<Circumstances> = {}): Circumstances {
  return {
    ownAppId: OUR_APP,
    ownWrites: [],
    begunWrites: [],
    isWaiting: false,
    exceptions: [],
    author: {
      person: { email: 'sam.seller@example.com', name: 'Sam Seller', userId: '777' },
      mayChange: 'false',
    },
    before: { state: 'under', label: 'SDR → AE', position: 0 },
    after: { state: 'under', label: 'SDR → AE', position: 0 },
    settings: STANDARD_WATCH,
    ...changes,
  };
}
