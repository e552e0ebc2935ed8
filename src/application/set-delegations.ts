import { auditOfDelegation } from '../domain/audit/audit-of-delegation.ts';
import { auditActor } from '../domain/audit/audit-of-event.ts';
import { checkDelegation, type DelegationDraft } from '../domain/delegation/check-delegation.ts';
import { type Delegation, isOver } from '../domain/delegation/delegation.ts';
import type { Rejection } from '../domain/exception-request/commands.ts';
import type { Person } from '../domain/policy/facts.ts';
import type { CrmPort } from '../ports/crm.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';
import { Refusal } from './refusal.ts';

/** What setting needs of the context. */
export type DelegationContext = Pick<AppContext, 'unitOfWork' | 'crmOf' | 'clock' | 'ids' | 'sha256'>;

/** What somebody wants: people by e-mail address, in lower case. */
export interface DelegationWish {
  readonly delegator: string;
  readonly delegate: string;
  /** ISO 8601 instants. */
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

/** Wishes of a list that cannot be met; nothing of the list was set then. */
export class DelegationsRefused extends Error {
  override readonly name = 'DelegationsRefused';
  /** Each with its place in the list, from 0. */
  readonly refused: readonly { readonly index: number; readonly rejection: Rejection }[];

  constructor(refused: DelegationsRefused['refused']) {
    super(refused.map(({ rejection }) => rejection.message).join(' '));
    this.refused = refused;
  }
}

/**
 * Sets delegations, all of them or none, with one audit entry each. One that stands already in every word is left as
 * it is, so that a call or a file can be repeated. People are looked up in the CRM, and each must be an active user.
 *
 * Open requests follow with `applyDueDelegations`.
 *
 * @param by who sets them, as the CRM vouched for them
 * @throws DelegationsRefused; CrmError `unavailable`
 */
export async function setDelegations(
  context: DelegationContext,
  tenantId: string,
  by: Person,
  wishes: readonly DelegationWish[],
): Promise<readonly Delegation[]> {
  const find = await lookUp(context.crmOf(tenantId), wishes);
  return context.unitOfWork.transact(tenantId, async (tx) => {
    await tx.lockDelegations();
    const now = context.clock.now();
    const standing = await tx.listDelegations({ notOverAt: now });
    const refused: { index: number; rejection: Rejection }[] = [];
    const set: Delegation[] = [];
    for (const [index, wish] of wishes.entries()) {
      const named = peopleOf(wish, find);
      const draft = { ...named, from: wish.from, until: wish.until, reason: wish.reason.trim() };
      if ('unknown' in draft) {
        refused.push({ index, rejection: unknownPerson(draft.unknown) });
        continue;
      }
      const known = [...standing, ...set];
      const repeated = known.find((one) => isSame(one, draft));
      const rejection = repeated ? null : checkDelegation(draft, known, now);
      if (rejection) refused.push({ index, rejection });
      else set.push(repeated ?? (await write(context, tx, made(context, draft, by, now))));
    }
    if (refused.length > 0) throw new DelegationsRefused(refused);
    return set;
  });
}

/** The same for one. @throws Refusal; CrmError `unavailable` */
export async function setDelegation(
  context: DelegationContext,
  tenantId: string,
  by: Person,
  wish: DelegationWish,
): Promise<Delegation> {
  try {
    const [delegation] = await setDelegations(context, tenantId, by, [wish]);
    if (!delegation) throw new Error('a delegation was neither set nor refused (this is a bug)');
    return delegation;
  } catch (error) {
    const [first] = error instanceof DelegationsRefused ? error.refused : [];
    throw first ? new Refusal(first.rejection) : error;
  }
}

/**
 * Ends a delegation before its time. One that is over already is left as it is.
 *
 * @param whose only a delegation of this person's own; absent for whoever may end any
 * @throws Refusal `delegation_not_found`, also for somebody else's: nothing tells the two apart
 */
export async function endDelegation(
  { unitOfWork, clock, sha256 }: Pick<AppContext, 'unitOfWork' | 'clock' | 'sha256'>,
  tenantId: string,
  by: Person,
  { delegationId, whose }: { readonly delegationId: string; readonly whose?: string },
): Promise<Delegation> {
  return unitOfWork.transact(tenantId, async (tx) => {
    await tx.lockDelegations();
    const delegation = await tx.findDelegation(delegationId);
    if (!delegation || (whose !== undefined && delegation.delegator.email !== whose)) {
      throw new Refusal({
        code: 'delegation_not_found',
        message: 'There is no such delegation. Reload to see those that stand.',
      });
    }
    const at = clock.now().toISOString();
    if (isOver(delegation, at)) return delegation;
    const ended = { ...delegation, until: at, endedEarly: { by, at, plannedUntil: delegation.until } };
    await tx.saveDelegation(ended);
    await tx.appendAudit([
      { at, type: 'delegation_ended', actor: auditActor(by), data: auditOfDelegation(ended, sha256) },
    ]);
    return ended;
  });
}

async function write(
  { sha256 }: DelegationContext,
  tx: HandoffTransaction,
  delegation: Delegation,
): Promise<Delegation> {
  await tx.saveDelegation(delegation);
  await tx.appendAudit([
    {
      at: delegation.setAt,
      type: 'delegation_set',
      actor: auditActor(delegation.setBy),
      data: auditOfDelegation(delegation, sha256),
    },
  ]);
  return delegation;
}

function made({ ids }: DelegationContext, draft: DelegationDraft, setBy: Person, now: Date): Delegation {
  return { delegationId: ids.delegationId(), ...draft, setBy, setAt: now.toISOString() };
}

function isSame(one: Delegation, draft: DelegationDraft): boolean {
  return (
    one.delegator.email === draft.delegator.email &&
    one.delegate.email === draft.delegate.email &&
    Date.parse(one.from) === Date.parse(draft.from) &&
    Date.parse(one.until) === Date.parse(draft.until) &&
    one.reason === draft.reason
  );
}

type Find = (email: string) => Person | undefined;

async function lookUp(crm: CrmPort, wishes: readonly DelegationWish[]): Promise<Find> {
  const emails = [...new Set(wishes.flatMap(({ delegator, delegate }) => [delegator, delegate]))];
  const people = new Map<string, Person>();
  // One after the other: a long list must not use up the account's rate limit at once.
  for (const email of emails) {
    const person = await crm.resolveUser(email);
    if (person && person.active !== false && person.userId !== undefined) people.set(email, person);
  }
  return (email) => people.get(email);
}

/** Both people as the CRM knows them, or the first address it does not know. */
function peopleOf({ delegator, delegate }: DelegationWish, find: Find) {
  const [away, there] = [find(delegator), find(delegate)];
  if (away && there) return { delegator: away, delegate: there };
  return { unknown: away ? delegate : delegator };
}

function unknownPerson(email: string): Rejection {
  return {
    code: 'unknown_person',
    message: `The CRM knows no active user ${email}. Check the address, or have the user added in the CRM.`,
  };
}
