import { type ChainVerdict, verifyChain } from '../domain/audit/audit-chain.ts';
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
 * Reads a tenant's whole trail and checks its chain, page by page.
 *
 * @param onProgress called after each page with the number of entries read so far
 */
export async function verifyTrail(
  { unitOfWork, sha256 }: Pick<AppContext, 'unitOfWork' | 'sha256'>,
  tenantId: string,
  onProgress: (entries: number) => void = () => {},
): Promise<ChainVerdict> {
  const entries: AuditEntry[] = [];
  for (;;) {
    const fromSeq = (entries.at(-1)?.seq ?? 0) + 1;
    const page = await unitOfWork.transact(tenantId, (tx) => tx.readAudit({ fromSeq, limit: PAGE }));
    entries.push(...page);
    onProgress(entries.length);
    if (page.length < PAGE) return verifyChain(tenantId, entries, sha256);
  }
}
