import { z } from 'zod';

/** The branch tree of a filter. `OR` and `AND` join; `NOT_ALL` and `NOT_ANY` turn the result of AND and OR round. */
export interface FilterBranch {
  readonly filterBranchType: string;
  readonly filterBranchOperator?: string | undefined;
  readonly filterBranches: readonly FilterBranch[];
  readonly filters: readonly FlowFilter[];
  readonly eventTypeId?: string | undefined;
  readonly objectTypeId?: string | undefined;
  readonly operator?: string | undefined;
}

/** A filter of a flow. Which fields count depends on `filterType` and the operation's type. */
export interface FlowFilter {
  readonly filterType: string;
  readonly property?: string | undefined;
  readonly operation?: FilterOperation | undefined;
  readonly listId?: string | undefined;
  readonly operator?: string | undefined;
}

export interface FilterOperation {
  readonly operationType: string;
  readonly operator: string;
  readonly includeObjectsWithNoValueSet?: boolean | undefined;
  readonly value?: string | number | boolean | undefined;
  readonly values?: readonly string[] | undefined;
  readonly lowerBound?: number | undefined;
  readonly upperBound?: number | undefined;
  readonly timestamp?: number | undefined;
  readonly numberOfDays?: number | undefined;
}

const Operation: z.ZodType<FilterOperation> = z.looseObject({
  operationType: z.string(),
  operator: z.string(),
  includeObjectsWithNoValueSet: z.boolean().optional(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  values: z.array(z.string()).optional(),
  lowerBound: z.number().optional(),
  upperBound: z.number().optional(),
  timestamp: z.number().optional(),
  numberOfDays: z.number().optional(),
});

const Filter: z.ZodType<FlowFilter> = z.looseObject({
  filterType: z.string(),
  property: z.string().optional(),
  operation: Operation.optional(),
  listId: z.string().optional(),
  operator: z.string().optional(),
});

/** A filter branch as HubSpot sends it. */
export const FilterBranchSchema: z.ZodType<FilterBranch> = z.lazy(() =>
  z.looseObject({
    filterBranchType: z.enum([
      'OR',
      'AND',
      'NOT_ALL',
      'NOT_ANY',
      'RESTRICTED',
      'UNIFIED_EVENTS',
      'ASSOCIATION',
    ]),
    filterBranchOperator: z.string().optional(),
    filterBranches: z.array(FilterBranchSchema).default([]),
    filters: z.array(Filter).default([]),
    eventTypeId: z.string().optional(),
    objectTypeId: z.string().optional(),
    operator: z.string().optional(),
  }),
);

const Connection = z.looseObject({ edgeType: z.enum(['STANDARD', 'GOTO']), nextActionId: z.string() });
export type Connection = z.infer<typeof Connection>;

const FieldValue = z.looseObject({
  type: z.string(),
  staticValue: z.string().optional(),
  propertyName: z.string().optional(),
  actionId: z.string().optional(),
  dataKey: z.string().optional(),
  timestampType: z.string().optional(),
});
/** A value of an action field: static, from the enrolled record, from an earlier action, or the present time. */
export type FieldValue = z.infer<typeof FieldValue>;
export const FieldValueSchema = FieldValue;

const ActionBase = { actionId: z.string() };
const SingleConnection = z.looseObject({
  ...ActionBase,
  type: z.literal('SINGLE_CONNECTION'),
  actionTypeId: z.string(),
  actionTypeVersion: z.number().optional(),
  fields: z.record(z.string(), z.unknown()),
  connection: Connection.optional(),
});
const ListBranch = z.looseObject({
  ...ActionBase,
  type: z.literal('LIST_BRANCH'),
  listBranches: z.array(
    z.looseObject({
      filterBranch: FilterBranchSchema,
      branchName: z.string().optional(),
      connection: Connection.optional(),
    }),
  ),
  defaultBranch: Connection.optional(),
  defaultBranchName: z.string().optional(),
});
const StaticBranch = z.looseObject({
  ...ActionBase,
  type: z.literal('STATIC_BRANCH'),
  inputValue: FieldValue,
  staticBranches: z.array(z.looseObject({ branchValue: z.string(), connection: Connection.optional() })),
  defaultBranch: Connection.optional(),
  defaultBranchName: z.string().optional(),
});
const AbTestBranch = z.looseObject({
  ...ActionBase,
  type: z.literal('AB_TEST_BRANCH'),
  testBranches: z.array(z.looseObject({ connection: Connection.optional() })).min(1),
});
const CustomCode = z.looseObject({
  ...ActionBase,
  type: z.literal('CUSTOM_CODE'),
  connection: Connection.optional(),
});
const WebhookAction = z.looseObject({
  ...ActionBase,
  type: z.literal('WEBHOOK'),
  connection: Connection.optional(),
});
const Action = z.discriminatedUnion('type', [
  SingleConnection,
  ListBranch,
  StaticBranch,
  AbTestBranch,
  CustomCode,
  WebhookAction,
]);
export type FlowAction = z.infer<typeof Action>;
export type SingleConnectionAction = z.infer<typeof SingleConnection>;

const EnrollmentCriteria = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('LIST_BASED'),
    shouldReEnroll: z.boolean(),
    listFilterBranch: FilterBranchSchema,
    unEnrollObjectsNotMeetingCriteria: z.boolean().default(false),
    reEnrollmentTriggersFilterBranches: z.array(FilterBranchSchema).default([]),
  }),
  z.looseObject({
    type: z.literal('EVENT_BASED'),
    shouldReEnroll: z.boolean(),
    eventFilterBranches: z.array(FilterBranchSchema),
    listMembershipFilterBranches: z.array(FilterBranchSchema).default([]),
    refinementCriteria: FilterBranchSchema.optional(),
  }),
  z.looseObject({ type: z.literal('MANUAL'), shouldReEnroll: z.boolean() }),
  z.looseObject({ type: z.literal('DATASET'), shouldReEnroll: z.boolean(), datasetId: z.string() }),
]);
export type EnrollmentCriteria = z.infer<typeof EnrollmentCriteria>;

/** What a client may write of a flow. Unknown keys are kept: HubSpot's documents have more than is modelled here. */
export const FlowInput = z.looseObject({
  type: z.enum(['CONTACT_FLOW', 'PLATFORM_FLOW']),
  flowType: z.enum(['WORKFLOW', 'ACTION_SET', 'UNKNOWN']).default('WORKFLOW'),
  objectTypeId: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  isEnabled: z.boolean(),
  startActionId: z.string().optional(),
  actions: z.array(Action),
  enrollmentCriteria: EnrollmentCriteria.optional(),
  timeWindows: z.array(z.unknown()),
  blockedDates: z.array(z.unknown()),
  customProperties: z.record(z.string(), z.unknown()),
  suppressionFilterBranch: FilterBranchSchema.optional(),
  suppressionListIds: z.array(z.number()).optional(),
  canEnrollFromSalesforce: z.boolean().optional(),
});
export type FlowInput = z.infer<typeof FlowInput>;

/** A flow as the portal keeps and answers it. */
export interface Flow extends FlowInput {
  readonly id: string;
  readonly objectTypeId: string;
  readonly revisionId: string;
  readonly crmObjectCreationStatus: 'COMPLETE' | 'PENDING';
  readonly nextAvailableActionId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly dataSources: readonly unknown[];
}
