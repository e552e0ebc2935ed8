import { describe, expect, it } from '@jest/globals';
import { changeSourceOf, type HistorySource } from '../../../server/adapters/hubspot/watch/change-source.ts';
import type { ChangeSource } from '../../../src/domain/watch/field-change.ts';

describe('the source of a value in HubSpot', () => {
  it.each<[HistorySource, ChangeSource]>([
    [
      { sourceType: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:5;actionExecutionIndex:0' },
      { kind: 'workflow', type: 'AUTOMATION_PLATFORM', id: 'enrollmentId:5;actionExecutionIndex:0' },
    ],
    [
      { sourceType: 'CRM_UI', sourceId: 'userId:48100101' },
      { kind: 'person', type: 'CRM_UI', id: 'userId:48100101', userId: '48100101' },
    ],
    [
      { sourceType: 'CRM_UI', sourceId: 'userId:1', updatedByUserId: 2 },
      { kind: 'person', type: 'CRM_UI', id: 'userId:1', userId: '2' },
    ],
    [
      { sourceType: 'INTEGRATION', sourceId: '2600100', sourceLabel: 'Handrail' },
      { kind: 'integration', type: 'INTEGRATION', id: '2600100', label: 'Handrail' },
    ],
    [{ sourceType: 'salesforce' }, { kind: 'crm_sync', type: 'SALESFORCE' }],
    [{ sourceType: 'IMPORT' }, { kind: 'import', type: 'IMPORT' }],
    [{ sourceType: 'MERGE_OBJECTS' }, { kind: 'merge', type: 'MERGE_OBJECTS' }],
    [{ sourceType: 'CALCULATED' }, { kind: 'calculated', type: 'CALCULATED' }],
    [{ sourceType: 'API' }, { kind: 'api', type: 'API' }],
    [
      { sourceType: 'SOMETHING_NEW', sourceId: 'x' },
      { kind: 'other', type: 'SOMETHING_NEW', id: 'x' },
    ],
    [{ sourceType: null, sourceId: '', sourceLabel: null, updatedByUserId: null }, { kind: 'other' }],
  ])('%j', (told, meant) => {
    expect(changeSourceOf(told)).toEqual(meant);
  });
});
