import type { ChangeVerdict } from '@handrail/contracts/vocabulary';
import type { Names } from '../../domain/watch/change-in-words.ts';
import type { ChangeFilter, StoredChange } from '../../ports/judgement-store.ts';
import type { AppContext } from '../context.ts';
import { namesOf } from './remedy-case.ts';

/** Judged changes with what is needed to tell them. */
export interface ListedChanges {
  /** Newest first. */
  readonly changes: readonly StoredChange[];
  /** Of all changes since the same moment, whatever is listed. */
  readonly counts: Readonly<Record<ChangeVerdict, number>>;
  readonly names: Names;
}

/** Lists judged changes, counts all, and names people as the CRM last named them. */
export async function listJudged(
  { unitOfWork }: Pick<AppContext, 'unitOfWork'>,
  tenantId: string,
  { limit, ...filter }: ChangeFilter & { readonly limit: number },
): Promise<ListedChanges> {
  return unitOfWork.transact(tenantId, async (tx) => ({
    changes: await tx.judgements.listChanges(filter, limit),
    counts: await tx.judgements.countVerdicts(filter),
    names: namesOf(await tx.findPeople()),
  }));
}
