import { groupRuleOf } from '../domain/buying-group/buying-group.ts';
import { type AssociatedPage, CrmError } from '../ports/crm.ts';
import type { HandoffTransaction } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';
import { findRequest } from './find-request.ts';
import { type GroupInHand, isSamePlace, type Turn } from './group-in-hand.ts';
import { settlePage } from './settle-page.ts';

/** Turns of one job: with a page each, they fit into the time a job may take. */
const TURNS_A_JOB = 20;
/** How soon a group is taken up again after the CRM did not answer. */
const AGAIN_AFTER_MS = 60_000;

/**
 * Brings the records of a buying group to where the exception of its company says they must be, one page a turn:
 * first a look at the CRM for records that are new, closed or gone, then the writes. Each turn is recorded before the
 * next begins, so that whatever is killed in between goes on from there; a write that took effect and was not recorded
 * is found on the record and not done a second time. A record that cannot be written is told, and the others go on.
 */
export async function coverGroup(context: AppContext, tenantId: string, requestId: string): Promise<void> {
  const { unitOfWork } = context;
  for (let turn = 0; turn < TURNS_A_JOB; turn += 1) {
    const next = await takeTurn(context, tenantId, requestId);
    if (next === 'done') return;
    if (next === 'crm_away') {
      await unitOfWork.transact(tenantId, (tx) => comeBackSoon(context, tx, requestId));
      return;
    }
  }
  await unitOfWork.transact(tenantId, (tx) => tx.enqueue({ kind: 'cover_group', requestId }));
}

async function takeTurn(context: AppContext, tenantId: string, requestId: string): Promise<Turn> {
  const inHand = await context.unitOfWork.transact(tenantId, async (tx) => {
    const group = await tx.coverage.findGroup(requestId);
    return group?.position ? { group, state: (await findRequest(tx, requestId)).state } : null;
  });
  switch (inHand?.group.position?.phase) {
    case 'look':
      return lookAtPage(context, tenantId, inHand);
    case 'settle':
      return settlePage(context, tenantId, inHand);
    default:
      return 'done';
  }
}

/** Reads one page of the company's records and notes them. */
async function lookAtPage(
  { unitOfWork, crmOf }: AppContext,
  tenantId: string,
  { group, state }: GroupInHand,
): Promise<Turn> {
  const rule = groupRuleOf(state.request);
  const { position, requestId, company } = group;
  if (position?.phase !== 'look' || !rule) throw new Error('nothing to look at (this is a bug)');
  const { objectType } = position;
  let page: AssociatedPage;
  try {
    page = await crmOf(tenantId).listAssociated(company, objectType, position.after ?? undefined);
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    if (error.code !== 'record_not_found') return 'crm_away';
    // A company that was deleted has no records any more: all are let go.
    page = { records: [] };
  }
  const seen = page.records.map(({ recordId, title, closed }) => ({
    objectType,
    recordId,
    title,
    belongs: closed && rule.only === 'open' ? ('closed' as const) : ('open' as const),
  }));
  await unitOfWork.transact(tenantId, async (tx) => {
    const now = await tx.coverage.lockGroup(requestId);
    if (!now || !isSamePlace(now, group)) return;
    await tx.coverage.noteSeen(requestId, group.round, seen);
    const following = rule.objects[rule.objects.indexOf(objectType) + 1];
    if (page.next !== undefined) {
      await tx.coverage.saveGroup({ ...now, position: { ...position, after: page.next } });
    } else if (following) {
      const next = { phase: 'look', objectType: following, after: null } as const;
      await tx.coverage.saveGroup({ ...now, position: next });
    } else {
      await tx.coverage.noteGone(requestId, group.round);
      await tx.coverage.saveGroup({ ...now, position: { phase: 'settle', after: null } });
    }
  });
  return 'more';
}

async function comeBackSoon({ clock }: AppContext, tx: HandoffTransaction, requestId: string): Promise<void> {
  const group = await tx.coverage.lockGroup(requestId);
  if (!group?.position) return;
  const nextSweepAt = new Date(clock.now().getTime() + AGAIN_AFTER_MS).toISOString();
  await tx.coverage.saveGroup({ ...group, nextSweepAt });
}
