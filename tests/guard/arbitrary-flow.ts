import fc from 'fast-check';
import type { FilterBranch, FlowFilter, FlowInput } from '../../sandbox/hubspot/engine/flow-document.ts';
import {
  act,
  all,
  any,
  anyOf,
  goTo,
  isKnown,
  isTrue,
  moreThan,
  propertyChanged,
  rotate,
} from '../../sandbox/hubspot/seed/flow-parts.ts';
import { CHECK_ACTION } from '../../sandbox/hubspot/seed/handrail-actions.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';

/** Random workflows, drawn so that many look at the routing hold, some of them well. */

const HOLD = 'handoff_routing_hold';
const OWNERS = ['maya.chen', 'jonas.lind', 'amira.haddad'].map((name) =>
  seedPerson(`${name}@northwind.example`),
);

/** The flows of a world have these ids, so that they can enrol in each other. */
export const FLOW_IDS = ['610009001', '610009002', '610009003'] as const;
/** Lists of each world: dynamic ones of held records, of all in a region or stage, of those not held; and a fixed one. */
export const LIST_IDS = { held: '1', plain: '2', notHeld: '3', fixed: '4' } as const;

export type Kind = 'deals' | 'contacts';

function onHold(operationType: string, operator: string, rest: object = {}): FlowFilter {
  return {
    filterType: 'PROPERTY',
    property: HOLD,
    operation: { operationType, operator, includeObjectsWithNoValueSet: false, ...rest },
  };
}

const NOT_HELD: FlowFilter = onHold('BOOL', 'IS_NOT_EQUAL_TO', {
  value: true,
  includeObjectsWithNoValueSet: true,
});
const IS_HELD: readonly FlowFilter[] = [
  isTrue(HOLD),
  anyOf(HOLD, 'true'),
  onHold('BOOL', 'IS_EQUAL_TO', { value: 'true' }),
  onHold('BOOL', 'IS_NOT_EQUAL_TO', { value: false }),
  onHold('ENUMERATION', 'IS_NONE_OF', { values: ['false'] }),
  onHold('ENUMERATION', 'IS_EXACTLY', { values: ['true'] }),
  isKnown(HOLD),
];
const ANY_OF_HOLD: readonly FlowFilter[] = [
  ...IS_HELD,
  NOT_HELD,
  onHold('BOOL', 'IS_EQUAL_TO', { value: false }),
  anyOf(HOLD, 'false'),
  anyOf(HOLD, 'TRUE'),
  anyOf(HOLD, 'true', 'false'),
  onHold('ENUMERATION', 'CONTAINS_ALL', { values: ['true', 'false'] }),
  onHold('ALL_PROPERTY', 'IS_UNKNOWN'),
  onHold('STRING', 'IS_EQUAL_TO', { value: 'true' }),
  onHold('STRING', 'DOES_NOT_CONTAIN', { value: 'a' }),
  onHold('ROLLING_PROPERTY_UPDATED', 'UPDATED_IN_LAST_X_DAYS', { numberOfDays: 30 }),
  onHold('ENUMERATION', 'IS_LIKE', { values: ['true'] }),
  anyOf('handoff_exception_status', 'active'),
];
const PLAIN: Readonly<Record<Kind, readonly FlowFilter[]>> = {
  deals: [
    anyOf('sales_region', 'EMEA'),
    anyOf('sales_region', 'EMEA', 'AMER'),
    isKnown('amount'),
    moreThan('amount', 50_000),
    anyOf('dealstage', 'appointmentscheduled', 'contractsent'),
  ],
  contacts: [
    anyOf('lifecyclestage', 'salesqualifiedlead'),
    anyOf('hs_lead_status', 'NEW', 'OPEN'),
    isKnown('hs_lead_status'),
    isKnown('hubspot_owner_id'),
  ],
};

function inList(listId: string, operator: 'IN_LIST' | 'NOT_IN_LIST'): FlowFilter {
  return { filterType: 'IN_LIST', listId, operator };
}

const anyListFilter = fc
  .tuple(
    fc.constantFrom(...Object.values(LIST_IDS), '99'),
    fc.constantFrom('IN_LIST' as const, 'NOT_IN_LIST' as const),
  )
  .map(([listId, operator]) => inList(listId, operator));

/** A filter tree of any shape over the hold and other fields. */
function anyFilter(kind: Kind): fc.Arbitrary<FilterBranch> {
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...ANY_OF_HOLD) },
    { weight: 3, arbitrary: fc.constantFrom(...PLAIN[kind]) },
    { weight: 1, arbitrary: anyListFilter },
  );
  const { tree } = fc.letrec<{ tree: FilterBranch }>((tie) => ({
    tree: fc.record({
      filterBranchType: fc.constantFrom('AND', 'OR', 'AND', 'OR', 'NOT_ALL', 'NOT_ANY'),
      filterBranches: fc.oneof(
        { maxDepth: 2, depthIdentifier: 'filter' },
        fc.constant([]),
        fc.array(tie('tree'), { maxLength: 2 }),
      ),
      filters: fc.array(leaf, { maxLength: 2 }),
    }),
  }));
  return tree;
}

/** A filter that means "on hold", told in many ways. */
function heldFilter(kind: Kind): fc.Arbitrary<FilterBranch> {
  const held = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...IS_HELD) },
    { weight: 1, arbitrary: fc.constant(inList(LIST_IDS.held, 'IN_LIST')) },
    { weight: 1, arbitrary: fc.constant(inList(LIST_IDS.notHeld, 'NOT_IN_LIST')) },
  );
  return fc.oneof(
    held.map((filter) => any(all(filter))),
    fc.tuple(held, fc.constantFrom(...PLAIN[kind])).map(([filter, other]) => any(all(other), all(filter))),
    held
      .map((filter) => ({ filterBranchType: 'NOT_ALL', filterBranches: [any(all(filter))], filters: [] }))
      .map((inner) => ({ filterBranchType: 'NOT_ANY', filterBranches: [inner], filters: [] })),
  );
}

type Action = FlowInput['actions'][number];

function writes(kind: Kind): fc.Arbitrary<(id: string, next?: string) => Action> {
  const set = (property: string, staticValue: string) => (id: string, next?: string) =>
    act(id, '0-5', { property_name: property, value: { type: 'STATIC_VALUE', staticValue } }, next);
  const owners = OWNERS.map(({ ownerId }) => set('hubspot_owner_id', ownerId));
  const stages =
    kind === 'deals'
      ? [set('dealstage', 'contractsent'), set('dealstage', 'qualifiedtobuy')]
      : [set('lifecyclestage', 'customer'), set('hs_lead_status', 'OPEN')];
  const rotation = (id: string, next?: string): Action => ({
    ...rotate(
      id,
      OWNERS.map(({ userId }) => userId),
    ),
    ...(next !== undefined && { connection: goTo(next) }),
  });
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...owners, ...stages, set('hubspot_owner_id', '')) },
    { weight: 3, arbitrary: fc.constant(rotation) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        set(HOLD, 'false'),
        set(HOLD, 'true'),
        set('handoff_exception_status', 'ended'),
      ),
    },
  );
}

const DELAY = (id: string, next?: string): Action => act(id, '0-1', { delta: '2', time_unit: 'DAYS' }, next);

/** An action that goes on to the next one in the row, or branches off to later ones and the end. */
function anyAction(kind: Kind, at: number, count: number): fc.Arbitrary<Action> {
  const id = String(at + 1);
  const next = at + 1 < count ? String(at + 2) : undefined;
  const onward = fc
    .integer({ min: at + 1, max: count })
    .map((to) => (to < count ? goTo(String(to + 1)) : undefined));
  const arm = (filterBranch: fc.Arbitrary<FilterBranch>) =>
    fc.tuple(filterBranch, onward).map(([filter, connection]) => ({
      branchName: 'arm',
      filterBranch: filter,
      ...(connection && { connection }),
    }));
  const anyArm = fc.oneof(arm(heldFilter(kind)), arm(anyFilter(kind)));
  const enrols = fc.constantFrom(...FLOW_IDS).map((flowId) => act(id, '0-15', { flow_id: flowId }, next));
  return fc.oneof(
    { weight: 5, arbitrary: writes(kind).map((make) => make(id, next)) },
    { weight: 2, arbitrary: fc.constant(DELAY(id, next)) },
    { weight: 1, arbitrary: fc.constant(act(id, '0-9', {}, next)) },
    { weight: 1, arbitrary: enrols },
    {
      weight: 4,
      arbitrary: fc.tuple(fc.array(anyArm, { minLength: 1, maxLength: 3 }), onward).map(
        ([listBranches, otherwise]): Action => ({
          type: 'LIST_BRANCH',
          actionId: id,
          listBranches,
          ...(otherwise && { defaultBranch: otherwise }),
        }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom(HOLD, HOLD, kind === 'deals' ? 'sales_region' : 'hs_lead_status'),
          fc.array(fc.tuple(fc.constantFrom('true', 'false', '', 'EMEA', 'OPEN', 'True'), onward), {
            maxLength: 3,
          }),
          onward,
        )
        .map(
          ([propertyName, arms, otherwise]): Action => ({
            type: 'STATIC_BRANCH',
            actionId: id,
            inputValue: { type: 'OBJECT_PROPERTY', propertyName },
            staticBranches: arms.map(([branchValue, connection]) => ({
              branchValue,
              ...(connection && { connection }),
            })),
            ...(otherwise && { defaultBranch: otherwise }),
          }),
        ),
    },
    {
      weight: 1,
      arbitrary: fc.array(onward, { minLength: 1, maxLength: 2 }).map(
        (ways): Action => ({
          type: 'AB_TEST_BRANCH',
          actionId: id,
          testBranches: ways.map((connection) => ({ ...(connection && { connection }) })),
        }),
      ),
    },
  );
}

/** Asks Handrail, then goes on to the writes if the answer says so, well or not; with waits between, perhaps. */
function checkedActions(kind: Kind): fc.Arbitrary<Action[]> {
  const WELL = { staticBranches: [{ branchValue: 'false', connection: goTo('4') }] };
  const branch = fc.constantFrom<Pick<Branch, 'staticBranches' | 'defaultBranch'>>(
    WELL,
    WELL,
    { staticBranches: [{ branchValue: 'true' }, { branchValue: 'false', connection: goTo('4') }] },
    { staticBranches: [{ branchValue: 'true', connection: goTo('5') }], defaultBranch: goTo('4') },
    { staticBranches: [{ branchValue: 'true' }], defaultBranch: goTo('4') },
  );
  const asked = fc.constantFrom(['1', 'on_hold'], ['1', 'on_hold'], ['1', 'exception_id'], ['2', 'on_hold']);
  return fc
    .tuple(branch, asked, fc.constantFrom(false, false, false, true), writes(kind), writes(kind))
    .map(([arms, [actionId, dataKey], waitsBetween, one, other]) => [
      act('1', CHECK_ACTION.actionTypeId, {}, '2'),
      waitsBetween ? DELAY('2', '3') : act('2', '0-9', {}, '3'),
      {
        type: 'STATIC_BRANCH' as const,
        actionId: '3',
        inputValue: { type: 'FIELD_DATA', actionId, dataKey },
        ...arms,
      },
      one('4'),
      other('5'),
    ]);
}
type Branch = Extract<Action, { type: 'STATIC_BRANCH' }>;

function anyActions(kind: Kind): fc.Arbitrary<Action[]> {
  return fc
    .integer({ min: 1, max: 7 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => anyAction(kind, at, count))));
}

/** A wait, perhaps; then the branch that leads held records to the end; then writes, with a wait between them, perhaps. */
function guardedActions(kind: Kind): fc.Arbitrary<Action[]> {
  return fc
    .tuple(fc.boolean(), heldFilter(kind), fc.constantFrom(false, false, true), writes(kind), writes(kind))
    .map(([waitsFirst, filterBranch, waitsAfter, one, other]) => [
      waitsFirst ? DELAY('1', '2') : act('1', '0-9', {}, '2'),
      {
        type: 'LIST_BRANCH' as const,
        actionId: '2',
        listBranches: [
          {
            branchName: 'On hold',
            filterBranch,
            ...(waitsFirst && { connection: { edgeType: 'GOTO' as const, nextActionId: '1' } }),
          },
        ],
        defaultBranch: goTo('3'),
      },
      one('3', '4'),
      waitsAfter ? DELAY('4', '5') : act('4', '0-9', {}, '5'),
      other('5'),
    ]);
}

function anyEntry(kind: Kind): fc.Arbitrary<FlowInput['enrollmentCriteria']> {
  const filter = fc.oneof(
    fc.constantFrom(...PLAIN[kind]).map((plain) => any(all(plain))),
    anyFilter(kind),
  );
  const trigger = fc
    .constantFrom('hubspot_owner_id', kind === 'deals' ? 'sales_region' : 'hs_lead_status', HOLD)
    .map(propertyChanged);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('LIST_BASED' as const),
        shouldReEnroll: fc.boolean(),
        unEnrollObjectsNotMeetingCriteria: fc.boolean(),
        listFilterBranch: filter,
        reEnrollmentTriggersFilterBranches: fc.array(trigger, { maxLength: 1 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('EVENT_BASED' as const),
        shouldReEnroll: fc.boolean(),
        eventFilterBranches: fc.array(trigger, { minLength: 1, maxLength: 2 }),
        listMembershipFilterBranches: fc.array(filter, { maxLength: 1 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ type: 'MANUAL' as const, shouldReEnroll: true }) },
  );
}

/** One workflow of a world. */
export function anyFlow(kind: Kind): fc.Arbitrary<FlowInput> {
  const filters = fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: heldFilter(kind) },
    { weight: 3, arbitrary: anyFilter(kind) },
  );
  const lists = fc.array(fc.constantFrom(...Object.values(LIST_IDS), '99').map(Number), { maxLength: 2 });
  return fc
    .record({
      entry: anyEntry(kind),
      actions: fc.oneof(
        { weight: 2, arbitrary: anyActions(kind) },
        { weight: 2, arbitrary: guardedActions(kind) },
        { weight: 1, arbitrary: checkedActions(kind) },
      ),
      filter: filters,
      lists,
      officeHours: fc.constantFrom(false, false, false, true),
    })
    .map(({ entry, actions, filter, lists, officeHours }) => ({
      flowType: 'WORKFLOW' as const,
      isEnabled: true,
      startActionId: '1',
      timeWindows: officeHours ? [{ day: 'MONDAY' }] : [],
      blockedDates: [],
      customProperties: {},
      enrollmentCriteria: entry,
      actions,
      ...(kind === 'contacts'
        ? {
            type: 'CONTACT_FLOW' as const,
            objectTypeId: '0-1',
            suppressionListIds: lists,
            canEnrollFromSalesforce: false,
          }
        : {
            type: 'PLATFORM_FLOW' as const,
            objectTypeId: '0-3',
            ...(filter && { suppressionFilterBranch: filter }),
          }),
    }));
}
