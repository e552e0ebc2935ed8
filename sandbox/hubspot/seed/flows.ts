import { RECORD_PROPERTY } from '../../../src/contracts/crm-properties.ts';
import type { FlowInput } from '../engine/flow-document.ts';
import type { FlowStore } from '../engine/flow-store.ts';
import {
  act,
  all,
  any,
  anyOf,
  goTo,
  isKnown,
  isTrue,
  lessThanDaysAgo,
  moreThan,
  propertyChanged,
  rotate,
} from './flow-parts.ts';
import { regionalSellers, SALES_REGIONS, seedPerson } from './people.ts';
import { RENEWAL_STAGE, RENEWALS_PIPELINE_ID, SALES_PIPELINE_ID, SALES_STAGE } from './pipelines.ts';

/** The ids of the seeded workflows. */
export const SEED_FLOW = {
  territory: '610000101',
  regionChange: '610000102',
  enterpriseAmount: '610000103',
  inactivity: '610000104',
  legacyRenewals: '610000105',
  contactLeads: '610000106',
} as const;

/** Above this amount a deal with a contract out goes to the enterprise owner. */
export const ENTERPRISE_AMOUNT = 75_000;
export const ENTERPRISE_OWNER = 'grace.okafor@northwind.example';
/** Days without activity after which an early deal is given to somebody else. */
export const INACTIVITY_DAYS = 14;

const { routingHold, resubmittedAt } = RECORD_PROPERTY;

/** Deals under a routing hold stay out, and leave when they are tagged while inside. */
const KEEP_HELD_DEALS_OUT = any(all(isTrue(routingHold)));

const WORKFLOW = {
  type: 'PLATFORM_FLOW',
  flowType: 'WORKFLOW',
  objectTypeId: '0-3',
  isEnabled: true,
  startActionId: '1',
  timeWindows: [],
  blockedDates: [],
  customProperties: {},
} satisfies Partial<FlowInput>;

/** Adds the portal's six workflows. */
export function seedFlows(flows: FlowStore): void {
  for (const [name, document] of Object.entries(DOCUMENTS))
    flows.create(document, SEED_FLOW[name as keyof typeof SEED_FLOW]);
}

const DOCUMENTS: Readonly<Record<keyof typeof SEED_FLOW, FlowInput>> = {
  territory: {
    ...WORKFLOW,
    name: 'Territory routing',
    description:
      'When a deal reaches Presentation scheduled, it goes in turn to the sellers of its sales region. A deal that comes back from a handoff exception is routed again.',
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: true,
      unEnrollObjectsNotMeetingCriteria: false,
      listFilterBranch: any(
        all(anyOf('dealstage', SALES_STAGE.presentation), isKnown('sales_region')),
        all(anyOf('dealstage', SALES_STAGE.presentation), isKnown('sales_region'), isKnown(resubmittedAt)),
      ),
      reEnrollmentTriggersFilterBranches: [propertyChanged('dealstage'), propertyChanged(resubmittedAt)],
    },
    suppressionFilterBranch: KEEP_HELD_DEALS_OUT,
    actions: rotateByRegion(),
  },

  regionChange: {
    ...WORKFLOW,
    name: 'Region change',
    description:
      'When the sales region of a deal in an early stage changes, the deal goes in turn to the sellers of the new region.',
    enrollmentCriteria: {
      type: 'EVENT_BASED',
      shouldReEnroll: true,
      eventFilterBranches: [propertyChanged('sales_region'), propertyChanged(resubmittedAt)],
      listMembershipFilterBranches: [],
      refinementCriteria: any(
        all(anyOf('dealstage', SALES_STAGE.appointment, SALES_STAGE.qualified), isKnown('sales_region')),
      ),
    },
    suppressionFilterBranch: KEEP_HELD_DEALS_OUT,
    actions: rotateByRegion(),
  },

  enterpriseAmount: {
    ...WORKFLOW,
    name: 'Enterprise deals by amount',
    description: `When the contract is sent for a deal above ${ENTERPRISE_AMOUNT}, the deal goes to the enterprise owner, who gets a task to check the terms.`,
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: true,
      unEnrollObjectsNotMeetingCriteria: true,
      listFilterBranch: any(
        all(moreThan('amount', ENTERPRISE_AMOUNT), anyOf('dealstage', SALES_STAGE.contract)),
        all(
          moreThan('amount', ENTERPRISE_AMOUNT),
          anyOf('dealstage', SALES_STAGE.contract),
          isKnown(resubmittedAt),
        ),
      ),
      reEnrollmentTriggersFilterBranches: [propertyChanged('amount'), propertyChanged(resubmittedAt)],
    },
    suppressionFilterBranch: KEEP_HELD_DEALS_OUT,
    actions: [
      act(
        '1',
        '0-5',
        {
          property_name: 'hubspot_owner_id',
          value: { type: 'STATIC_VALUE', staticValue: seedPerson(ENTERPRISE_OWNER).ownerId },
        },
        '2',
      ),
      act('2', '0-3', {
        task_type: 'TODO',
        subject: 'Check the contract terms',
        body: 'Enterprise deal',
        priority: 'HIGH',
      }),
    ],
  },

  inactivity: {
    ...WORKFLOW,
    name: 'Reassign after inactivity',
    description: `A deal with an appointment but no activity for ${INACTIVITY_DAYS} days goes to the next seller of its region. A deal under a routing hold is left alone by a branch inside the workflow.`,
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: true,
      unEnrollObjectsNotMeetingCriteria: true,
      listFilterBranch: any(
        all(
          anyOf('dealstage', SALES_STAGE.appointment),
          anyOf('pipeline', SALES_PIPELINE_ID),
          isKnown('sales_region'),
        ),
      ),
      reEnrollmentTriggersFilterBranches: [propertyChanged('dealstage')],
    },
    actions: [
      act('1', '0-1', { delta: String(INACTIVITY_DAYS), time_unit: 'DAYS' }, '2'),
      {
        type: 'LIST_BRANCH',
        actionId: '2',
        listBranches: [
          { branchName: 'Under a routing hold', filterBranch: any(all(isTrue(routingHold))) },
          {
            branchName: 'Active again',
            filterBranch: any(all(lessThanDaysAgo('notes_last_updated', INACTIVITY_DAYS))),
            connection: { edgeType: 'GOTO', nextActionId: '1' },
          },
        ],
        defaultBranchName: 'Inactive',
        defaultBranch: goTo('3'),
      },
      ...rotateByRegion('3'),
    ],
  },

  legacyRenewals: {
    ...WORKFLOW,
    name: 'Renewals to account owner (2022)',
    description:
      'A renewal that is due goes to the owner of its company. Built before routing holds: it does not look at them.',
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: false,
      unEnrollObjectsNotMeetingCriteria: false,
      listFilterBranch: any(
        all(anyOf('pipeline', RENEWALS_PIPELINE_ID), anyOf('dealstage', RENEWAL_STAGE.due)),
      ),
      reEnrollmentTriggersFilterBranches: [],
    },
    actions: [
      act('1', '0-25', {
        source_property: 'hubspot_owner_id',
        target_property: 'hubspot_owner_id',
        association: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 341 },
      }),
    ],
  },

  contactLeads: {
    ...WORKFLOW,
    type: 'CONTACT_FLOW',
    objectTypeId: '0-1',
    name: 'Assign sales qualified leads',
    description:
      'A contact that becomes a sales qualified lead without an owner goes in turn to the sellers of AMER.',
    suppressionListIds: [],
    canEnrollFromSalesforce: false,
    enrollmentCriteria: {
      type: 'LIST_BASED',
      shouldReEnroll: false,
      unEnrollObjectsNotMeetingCriteria: false,
      listFilterBranch: any(all(anyOf('lifecyclestage', 'salesqualifiedlead'))),
      reEnrollmentTriggersFilterBranches: [],
    },
    actions: [
      act(
        '1',
        '0-11',
        {
          user_ids: regionalSellers('AMER').map((person) => String(person.userId)),
          target_property: 'hubspot_owner_id',
          overwrite_current_owner: 'false',
        },
        '2',
      ),
      act('2', '0-5', {
        property_name: 'hs_lead_status',
        value: { type: 'STATIC_VALUE', staticValue: 'OPEN' },
      }),
    ],
  },
};

/**
 * A branch on the sales region that ends in a rotation among that region's sellers.
 *
 * @param first the action id of the branch; the rotations take the ids after it
 */
function rotateByRegion(first = '1'): FlowInput['actions'] {
  const rotationId = (at: number): string => String(Number(first) + 1 + at);
  return [
    {
      type: 'STATIC_BRANCH',
      actionId: first,
      inputValue: { type: 'OBJECT_PROPERTY', propertyName: 'sales_region' },
      staticBranches: SALES_REGIONS.map((region, at) => ({
        branchValue: region,
        connection: goTo(rotationId(at)),
      })),
      defaultBranchName: 'No region',
    },
    ...SALES_REGIONS.map((region, at) =>
      rotate(
        rotationId(at),
        regionalSellers(region)
          .map((person) => person.userId)
          .toReversed(),
      ),
    ),
  ];
}
