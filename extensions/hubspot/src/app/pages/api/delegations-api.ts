import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import {
  type DelegationInput,
  type DelegationsReply,
  delegationsReplySchema,
} from '@handrail/contracts/delegations';
import type { Failed } from 'handrail-hubspot-cards/api/failure.ts';
import { createServerCalls } from 'handrail-hubspot-cards/api/server-calls.ts';

export type Absences = Extract<DelegationsReply, { ok: true }>;

/** Calls to Handrail's server. None of them throws: a fault is a result with `ok: false`. */
export interface DelegationsApi {
  /** The caller's own absences, and those in which they stand in for somebody. */
  read(): Promise<Absences | Failed>;
  /** Sets one of the caller's own; the same one is set once however often it is called. */
  set(wish: DelegationInput): Promise<Absences | Failed>;
  end(delegationId: string): Promise<Absences | Failed>;
}

/** @param origin the server's public origin, from the project profile's `API_ORIGIN` */
export function createDelegationsApi(origin: string): DelegationsApi {
  const { ask, command } = createServerCalls(origin);
  return {
    read: () => ask(delegationsReplySchema, CARD_ROUTES.delegations),
    set: (wish) => command(delegationsReplySchema, CARD_ROUTES.delegations, wish),
    end: (delegationId) => command(delegationsReplySchema, CARD_ROUTES.endDelegation(delegationId), {}),
  };
}
