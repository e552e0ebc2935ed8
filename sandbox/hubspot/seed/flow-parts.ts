import type { FilterBranch, FlowFilter, FlowInput } from '../engine/flow-document.ts';

/** The pieces the seeded flows are written with, in HubSpot's document shapes. */

type Action = FlowInput['actions'][number];

export function anyOf(property: string, ...values: string[]): FlowFilter {
  const operation = {
    operationType: 'ENUMERATION',
    operator: 'IS_ANY_OF',
    values,
    includeObjectsWithNoValueSet: false,
  };
  return { filterType: 'PROPERTY', property, operation };
}

export function isKnown(property: string): FlowFilter {
  const operation = {
    operationType: 'ALL_PROPERTY',
    operator: 'IS_KNOWN',
    includeObjectsWithNoValueSet: false,
  };
  return { filterType: 'PROPERTY', property, operation };
}

export function isTrue(property: string): FlowFilter {
  const operation = {
    operationType: 'BOOL',
    operator: 'IS_EQUAL_TO',
    value: true,
    includeObjectsWithNoValueSet: false,
  };
  return { filterType: 'PROPERTY', property, operation };
}

export function moreThan(property: string, value: number): FlowFilter {
  const operation = {
    operationType: 'NUMBER',
    operator: 'IS_GREATER_THAN',
    value,
    includeObjectsWithNoValueSet: false,
  };
  return { filterType: 'PROPERTY', property, operation };
}

export function lessThanDaysAgo(property: string, numberOfDays: number): FlowFilter {
  const operation = {
    operationType: 'ROLLING_DATE_RANGE',
    operator: 'IS_LESS_THAN_X_DAYS_AGO',
    numberOfDays,
    requiresTimeZoneConversion: false,
    includeObjectsWithNoValueSet: false,
  };
  return { filterType: 'PROPERTY', property, operation };
}

/** An AND branch. */
export function all(...filters: FlowFilter[]): FilterBranch {
  return { filterBranchType: 'AND', filterBranchOperator: 'AND', filterBranches: [], filters };
}

/** The OR root that HubSpot wants above AND branches. */
export function any(...filterBranches: FilterBranch[]): FilterBranch {
  return { filterBranchType: 'OR', filterBranchOperator: 'OR', filterBranches, filters: [] };
}

/** "This property was changed", to any value. */
export function propertyChanged(property: string): FilterBranch {
  const name = {
    operationType: 'STRING',
    operator: 'IS_EQUAL_TO',
    value: property,
    includeObjectsWithNoValueSet: false,
  };
  return {
    filterBranchType: 'UNIFIED_EVENTS',
    filterBranchOperator: 'AND',
    eventTypeId: '4-655002',
    operator: 'HAS_COMPLETED',
    filterBranches: [],
    filters: [{ filterType: 'PROPERTY', property: 'hs_name', operation: name }, isKnown('hs_value')],
  };
}

/** An action of one of HubSpot's types, followed by another one or by the end. */
export function act(
  actionId: string,
  actionTypeId: string,
  fields: Record<string, unknown>,
  next?: string,
): Action {
  return {
    type: 'SINGLE_CONNECTION',
    actionId,
    actionTypeId,
    actionTypeVersion: 0,
    fields,
    ...(next !== undefined && { connection: goTo(next) }),
  };
}

/** "Rotate to owner" among users, whoever owns the record now. */
export function rotate(actionId: string, userIds: readonly number[]): Action {
  return act(actionId, '0-11', {
    user_ids: userIds.map(String),
    target_property: 'hubspot_owner_id',
    overwrite_current_owner: 'true',
  });
}

export function goTo(nextActionId: string): { edgeType: 'STANDARD'; nextActionId: string } {
  return { edgeType: 'STANDARD', nextActionId };
}
