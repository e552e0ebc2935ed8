import { type ChainVerdict, EMPTY_CHAIN, verifyChain } from '../domain/audit/audit-chain.ts';
import type { AuditEntry } from '../domain/audit/audit-entry.ts';
import type { StoredRequest } from '../ports/unit-of-work.ts';
import type { AppContext } from './context.ts';
import { findRequest } from './find-request.ts';

const PAGE = 1000;

/**
 * The trail of one request, oldest entry first.
 *
 * @throws Refusal `request_not_found`
 */
export async function readTrail(
  { unitOfWork }: AppContext,
  tenantId: string,
  requestId: string,
): Promise<{ readonly stored: StoredRequest; readonly entries: readonly AuditEntry[] }> {
  return unitOfWork.transact(tenantId, async (tx) => {
    const stored = await findRequest(tx, requestId);
    return { stored, entries: await tx.readAudit({ requestId, limit: PAGE }) };
  });
}

/**
 * Reads a tenant's whole trail and checks its chain, one page in memory at a time.
 *
 * @param onProgress called after each page with the number of entries read so far
 */
export async function verifyTrail(
  { unitOfWork, sha256 }: Pick<AppContext, 'unitOfWork' | 'sha256'>,
  tenantId: string,
  onProgress: (entries: number) => void = () => {},
): Promise<ChainVerdict> {
  let head = EMPTY_CHAIN;
  let entries = 0;
  for (;;) {
    const fromSeq = head.seq + 1;
    const page = await unitOfWork.transact(tenantId, (tx) => tx.readAudit({ fromSeq, limit: PAGE }));
    const verdict = verifyChain(tenantId, page, sha256, head);
    entries += verdict.entries;
    onProgress(entries);
    if (!verdict.ok || page.length < PAGE) return { ...verdict, entries };
    head = verdict.head;
  }
}
