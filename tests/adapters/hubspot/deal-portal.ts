import { seedPerson } from '../../../sandbox/hubspot/seed/people.ts';
import { SALES_PIPELINE_ID, SALES_STAGE } from '../../../sandbox/hubspot/seed/pipelines.ts';
import type { RunningPortal } from '../../../sandbox/hubspot/start-portal.ts';
import type { ObjectType } from '../../../sandbox/hubspot/store/object-types.ts';
import { editAsUser } from '../../../sandbox/hubspot/user-actions.ts';
import type { Person, RecordRef, StageRef } from '../../../src/domain/policy/facts.ts';
import { startWatchedPortal } from '../../fixtures/start-watched-portal.ts';

/** A sandbox portal with people and pipelines, one deal and its company, and nothing else. */
export interface DealPortal {
  readonly portal: RunningPortal;
  readonly deal: RecordRef;
  readonly companyId: string;
  readonly people: { readonly owner: Person; readonly other: Person };
  readonly stages: { readonly now: StageRef; readonly other: StageRef };
  /** Creates another record past the API. */
  create(type: ObjectType, properties: Readonly<Record<string, string>>, associatedDeal?: boolean): string;
  /** The deal's present value. */
  readValue(property: string): string;
  /** Changes the deal as a person at its page does. */
  editAsSomebody(properties: Readonly<Record<string, string>>): void;
}

const OWNER = 'maya.chen@northwind.example';
const OTHER = 'dale.ortiz@northwind.example';

export async function startDealPortal(): Promise<DealPortal> {
  const running = await startWatchedPortal({
    clientSecret: 'secret-of-the-test',
    seed: 'empty',
    rateLimit: 'off',
  });
  const { portal } = running;
  const create: DealPortal['create'] = (type, properties, associatedDeal = false) => {
    const context = { method: 'SEED', path: '', body: null, source: { sourceType: 'IMPORT' } };
    const associations = associatedDeal ? [{ toType: 'deals' as const, toId: deal.recordId }] : [];
    return portal.create(type, properties, context, { associations }).id;
  };
  const recordId = create('deals', {
    dealname: 'Aurora Grid: group rollout',
    amount: '84000',
    pipeline: SALES_PIPELINE_ID,
    dealstage: SALES_STAGE.qualified,
    hubspot_owner_id: seedPerson(OWNER).ownerId,
  });
  const deal: RecordRef = { objectType: 'deal', recordId };
  const companyId = create('companies', { name: 'Aurora Grid', country: 'Sweden' }, true);
  return {
    portal: running,
    deal,
    companyId,
    people: { owner: personFrom(OWNER), other: personFrom(OTHER) },
    stages: {
      now: stage(SALES_STAGE.qualified, 'Qualified to buy'),
      other: stage(SALES_STAGE.contract, 'Contract sent'),
    },
    create,
    readValue: (property) => portal.value(portal.require('deals', recordId), property),
    editAsSomebody: (properties) =>
      editAsUser(portal, OTHER, { objectType: 'deals', objectId: recordId, properties }),
  };
}

function personFrom(email: string): Person {
  const { firstName, lastName, userId, ownerId, team } = seedPerson(email);
  return {
    email,
    name: `${firstName} ${lastName}`,
    userId: String(userId),
    ownerId,
    active: true,
    ...(team !== undefined && { team }),
  };
}

function stage(stageId: string, label: string): StageRef {
  return { stageId, label, pipelineId: SALES_PIPELINE_ID, pipelineLabel: 'Sales' };
}
