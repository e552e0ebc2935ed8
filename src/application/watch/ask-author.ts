import { isUser, type Person } from '../../domain/policy/facts.ts';
import { askingTask } from '../../domain/watch/remedy-in-words.ts';
import type { RemedyResult } from '../../ports/judgement-store.ts';
import type { JudgeContext } from './judge-context.ts';
import { step } from './put-back-field.ts';
import { firstRecipient } from './raise-fight.ts';
import type { RemedyCase } from './remedy-case.ts';

const DAY = 24 * 60 * 60 * 1000;
const DUE_IN = 2 * DAY;

/**
 * Makes a task on the record for whoever made an untracked override: file a request afterwards, or change it back. An
 * author nobody can name, or who cannot be given a task, leaves it to the record's owner, and without one to RevOps.
 *
 * @returns also who got it
 * @throws CrmError when it is worth another try, or refused
 */
export async function askAuthor(
  context: JudgeContext,
  tenantId: string,
  found: RemedyCase,
): Promise<{ readonly result: RemedyResult; readonly to: Person | null }> {
  const { stored, people, names } = found;
  // A request that was filed meanwhile says more than a task would.
  if (stored.explainedBy !== undefined) return { result: { outcome: 'over' }, to: null };
  const { judged } = stored;
  const { userId } = judged.change.source;
  const author = people?.people.find((one) => isUser(one, userId)) ?? null;
  const to = await assigneeOf(context, tenantId, found, author);
  const isPutBack = judged.remedies.includes('put_back');
  const crm = context.crmOf(tenantId);
  const written = await crm.applyStep(
    step(judged, 'ask', {
      kind: 'create_task',
      ...askingTask(judged, author, isPutBack, names),
      dueAt: new Date(context.clock.now().getTime() + DUE_IN).toISOString(),
      ...(to?.ownerId !== undefined && { ownerId: to.ownerId }),
    }),
  );
  const reference = 'reference' in written ? written.reference : undefined;
  return { result: { outcome: 'asked', ...(reference !== undefined && { note: reference }) }, to };
}

async function assigneeOf(
  context: JudgeContext,
  tenantId: string,
  found: RemedyCase,
  author: Person | null,
): Promise<Person | null> {
  if (author?.ownerId !== undefined && author.active !== false) return author;
  const { owner } = await context.crmOf(tenantId).loadHandoff(found.stored.judged.change.record, []);
  if (owner?.ownerId !== undefined && owner.active !== false) return owner;
  return firstRecipient(context, tenantId, found);
}
