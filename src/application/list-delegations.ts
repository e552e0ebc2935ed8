import type { Delegation } from '../domain/delegation/delegation.ts';
import { checkStandIn, type StandInTrouble } from '../domain/delegation/stand-in-trouble.ts';
import type { AppContext, Caller } from './context.ts';

/** A delegation with what keeps it from having its full effect. */
export interface ListedDelegation {
  readonly delegation: Delegation;
  readonly trouble: StandInTrouble | null;
}

/**
 * Delegations of a tenant, soonest end first: those that are not over, or all that were ever set.
 */
export async function listDelegations(
  { unitOfWork, clock }: Pick<AppContext, 'unitOfWork' | 'clock'>,
  tenantId: string,
  { all }: { readonly all: boolean },
): Promise<readonly ListedDelegation[]> {
  const now = clock.now();
  const delegations = await unitOfWork.transact(tenantId, (tx) =>
    tx.listDelegations(all ? {} : { notOverAt: now }),
  );
  return delegations.map((delegation) => ({ delegation, trouble: checkStandIn(delegation, delegations) }));
}

/** What one person sees of their own absences. */
export interface OwnDelegations {
  readonly now: Date;
  /** In which they are the one who is away. */
  readonly away: readonly ListedDelegation[];
  /** In which they stand in for somebody. */
  readonly standingIn: readonly ListedDelegation[];
}

/** Delegations of one person that are not over, those to come too. */
export async function listOwnDelegations(
  context: Pick<AppContext, 'unitOfWork' | 'clock'>,
  { tenantId, email }: Caller,
): Promise<OwnDelegations> {
  const listed = await listDelegations(context, tenantId, { all: false });
  return {
    now: context.clock.now(),
    away: listed.filter(({ delegation }) => delegation.delegator.email === email),
    standingIn: listed.filter(({ delegation }) => delegation.delegate.email === email),
  };
}
