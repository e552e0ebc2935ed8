import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { compareJson } from '../../../../src/domain/guard/mend/compare-json.ts';
import type { JsonObject } from './json-shape.ts';
import { NO_LISTS } from './lists.ts';
import { readFilterBranch } from './read-filter.ts';

/** "On hold", as an AND branch. Every key is written out: HubSpot's defaults are not documented. */
export const HOLD_BRANCH: JsonObject = {
  filterBranchType: 'AND',
  filterBranchOperator: 'AND',
  filterBranches: [],
  filters: [
    {
      filterType: 'PROPERTY',
      property: RECORD_PROPERTY.routingHold,
      operation: {
        operationType: 'BOOL',
        operator: 'IS_EQUAL_TO',
        value: true,
        includeObjectsWithNoValueSet: false,
      },
    },
  ],
};

/** The same under the OR root that HubSpot wants: a whole filter of a flow or a list. */
export const HOLD_FILTER: JsonObject = orOf([HOLD_BRANCH]);

/** An OR root over these branches. */
export function orOf(filterBranches: readonly unknown[]): JsonObject {
  return { filterBranchType: 'OR', filterBranchOperator: 'OR', filterBranches, filters: [] };
}

/** Whether a filter means "on hold" and nothing else, however HubSpot may have filled it up. */
export function meansHold(filter: unknown): boolean {
  const context = { lists: NO_LISTS, objectTypeId: null };
  return compareJson(readFilterBranch(filter, context), readFilterBranch(HOLD_FILTER, context)).length === 0;
}
