import { conflict, HubspotError, notFound, validationError } from '../hubspot-error.ts';
import type { PortalClock } from '../portal-clock.ts';
import type { Flow, FlowInput } from './flow-document.ts';

const FIRST_FLOW_ID = 610_000_001;
/** Keys that a client must not send back in a PUT. */
const DROPPED_IN_PUT = ['createdAt', 'updatedAt', 'dataSources'] as const;

/** The portal's automation v4 flows. A PUT replaces a flow whole: what it leaves out is gone. */
export class FlowStore {
  readonly #flows = new Map<string, Flow>();
  readonly #clock: PortalClock;
  readonly #listeners: Array<(flowId: string) => void> = [];
  #nextId = FIRST_FLOW_ID;
  #alter: (input: FlowInput) => FlowInput = (input) => input;

  constructor(clock: PortalClock) {
    this.#clock = clock;
  }

  /** Calls `listener` after a flow was made, replaced or deleted. */
  onChange(listener: (flowId: string) => void): void {
    this.#listeners.push(listener);
  }

  /** From now on a flow that is replaced is kept as `alter` makes it: HubSpot takes a document and keeps another. */
  alterReplaced(alter: (input: FlowInput) => FlowInput): void {
    this.#alter = alter;
  }

  list(): Flow[] {
    return [...this.#flows.values()];
  }

  find(id: string): Flow | undefined {
    return this.#flows.get(id);
  }

  /** @throws HubspotError 404 when there is no such flow */
  require(id: string): Flow {
    const flow = this.#flows.get(id);
    if (!flow) throw notFound(`Flow ${id} does not exist`);
    return flow;
  }

  /**
   * @param id for seeds that publish their flow ids
   * @throws HubspotError 400 for a document HubSpot refuses, 500 for a rotation without users or teams
   */
  create(input: FlowInput, id = String(this.#nextId++)): Flow {
    checkFlow(input);
    if (input.objectTypeId === undefined) throw validationError('objectTypeId: must be given');
    const at = new Date(this.#clock.now()).toISOString();
    const flow: Flow = {
      ...input,
      id,
      objectTypeId: input.objectTypeId,
      revisionId: '1',
      crmObjectCreationStatus: 'COMPLETE',
      nextAvailableActionId: nextActionId(input),
      createdAt: at,
      updatedAt: at,
      dataSources: [],
    };
    this.#put(flow);
    return flow;
  }

  /**
   * Replaces a flow whole.
   *
   * @param sent the body's keys as sent, to tell what must not be there
   * @throws HubspotError 400 for a document HubSpot refuses, 404 for an unknown flow, 409 when `revisionId` is not
   * the latest
   */
  replace(id: string, input: FlowInput, sent: Readonly<Record<string, unknown>>): Flow {
    const former = this.require(id);
    const extra = DROPPED_IN_PUT.filter((key) => key in sent);
    if (extra.length > 0) throw validationError(`Invalid input JSON: ${extra.join(', ')} must not be sent`);
    if (former.crmObjectCreationStatus !== 'COMPLETE')
      throw validationError(`Flow ${id} is still being created`);
    if (input.type !== former.type) throw validationError(`Flow ${id} is a ${former.type}`);
    if (typeof sent.revisionId !== 'string') throw validationError('revisionId: must be given');
    if (sent.revisionId !== former.revisionId) {
      throw conflict('CONFLICT', `Flow ${id} is at revision ${former.revisionId}, not ${sent.revisionId}`);
    }
    checkFlow(input);
    const flow: Flow = {
      ...this.#alter(input),
      id,
      flowType: former.flowType,
      objectTypeId: former.objectTypeId,
      revisionId: String(Number(former.revisionId) + 1),
      crmObjectCreationStatus: 'COMPLETE',
      nextAvailableActionId: nextActionId(input),
      createdAt: former.createdAt,
      updatedAt: new Date(this.#clock.now()).toISOString(),
      dataSources: former.dataSources,
    };
    this.#put(flow);
    return flow;
  }

  /** @throws HubspotError 404 when there is no such flow */
  delete(id: string): void {
    this.require(id);
    this.#flows.delete(id);
    for (const listener of this.#listeners) listener(id);
  }

  #put(flow: Flow): void {
    this.#flows.set(flow.id, flow);
    for (const listener of this.#listeners) listener(flow.id);
  }
}

function checkFlow(input: FlowInput): void {
  const ids = new Set(input.actions.map((action) => action.actionId));
  if (ids.size !== input.actions.length) throw validationError('actions: actionId used twice');
  if (input.startActionId !== undefined && !ids.has(input.startActionId)) {
    throw validationError(`startActionId: there is no action ${input.startActionId}`);
  }
  if (input.type === 'CONTACT_FLOW') {
    if (input.suppressionListIds === undefined) throw validationError('suppressionListIds: must be given');
    if (input.canEnrollFromSalesforce === undefined)
      throw validationError('canEnrollFromSalesforce: must be given');
    if (input.suppressionFilterBranch)
      throw validationError('suppressionFilterBranch: unknown for a CONTACT_FLOW');
  }
  for (const action of input.actions) {
    if (action.type !== 'SINGLE_CONNECTION' || action.actionTypeId !== '0-11') continue;
    const { user_ids: users, team_ids: teams } = action.fields;
    const isEmpty = (list: unknown): boolean => !Array.isArray(list) || list.length === 0;
    if (isEmpty(users) && isEmpty(teams)) throw new HubspotError(500, 'INTERNAL_ERROR', 'internal error');
  }
}

function nextActionId(input: FlowInput): string {
  const ids = input.actions.map((action) => Number(action.actionId)).filter(Number.isFinite);
  return String(Math.max(0, ...ids) + 1);
}
