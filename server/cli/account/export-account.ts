import { type FileHandle, open, rm } from 'node:fs/promises';
import type { ListPosition } from '../../../src/ports/unit-of-work.ts';
import type { Store } from '../../adapters/store/open-store.ts';
import { codeOf } from '../../adapters/store/store-error.ts';
import { UsageError } from '../usage-error.ts';

const PAGE = 500;

/** How much an export holds. */
export interface ExportCounts {
  readonly policyVersions: number;
  readonly requests: number;
  readonly auditEntries: number;
  /** Mends of workflows, with the definitions before and after. */
  readonly mends: number;
  /** People's marks on workflows that need review. */
  readonly reviewMarks: number;
}

/**
 * Writes everything Handrail keeps of an account, one JSON object a line: a header, the policy versions, the requests,
 * the audit entries with the exact text that was hashed, the mends of workflows and the marks on them. The file is new and readable by its owner only: requests
 * hold names and reasons.
 *
 * @throws UsageError when the file is there already or cannot be made; nothing is left behind then
 */
export async function exportAccount(
  store: Store,
  tenantId: string,
  file: string,
  now: Date,
): Promise<ExportCounts> {
  const handle = await openNew(file);
  try {
    await writeLine(handle, { kind: 'handrail_export', version: 1, tenantId, exportedAt: now.toISOString() });
    const counts = {
      policyVersions: await writePolicies(handle, store, tenantId),
      requests: await writeRequests(handle, store, tenantId),
      auditEntries: await writeTrail(handle, store, tenantId),
      ...(await writeGuard(handle, store, tenantId)),
    };
    await handle.sync();
    await handle.close();
    return counts;
  } catch (error) {
    await handle.close();
    // Half an export looks like a whole one.
    await rm(file, { force: true });
    throw error;
  }
}

async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    const why =
      codeOf(error) === 'EEXIST'
        ? 'It is there already'
        : `It cannot be made (${codeOf(error) ?? 'unknown'})`;
    throw new UsageError(`${file}: ${why}. Name another file for the export.`);
  }
}

async function writePolicies(handle: FileHandle, store: Store, tenantId: string): Promise<number> {
  const versions = await store.transact(tenantId, (tx) => tx.listPolicyVersions());
  for (const line of versions.toReversed()) {
    const found = await store.transact(tenantId, (tx) => tx.findPolicyVersion(line.version));
    await writeLine(handle, { kind: 'policy_version', ...line, policy: found?.policy });
  }
  return versions.length;
}

async function writeGuard(
  handle: FileHandle,
  store: Store,
  tenantId: string,
): Promise<Pick<ExportCounts, 'mends' | 'reviewMarks'>> {
  const { mends, marks } = await store.transact(tenantId, async (tx) => ({
    mends: await tx.guard.listMends(),
    marks: await tx.guard.listReviewMarks(),
  }));
  for (const mend of mends.toReversed()) await writeLine(handle, { kind: 'mend', mend });
  for (const mark of marks.toReversed()) await writeLine(handle, { kind: 'review_mark', mark });
  return { mends: mends.length, reviewMarks: marks.length };
}

async function writeRequests(handle: FileHandle, store: Store, tenantId: string): Promise<number> {
  let after: ListPosition | undefined;
  for (let count = 0; ; ) {
    const page = await store.transact(tenantId, (tx) =>
      tx.listRequests({}, { order: 'oldest_first', limit: PAGE, ...(after && { after }) }),
    );
    for (const { state, version } of page) await writeLine(handle, { kind: 'request', version, state });
    count += page.length;
    const last = page.at(-1)?.state.request;
    if (page.length < PAGE || !last) return count;
    after = { submittedAt: last.submittedAt, requestId: last.requestId };
  }
}

async function writeTrail(handle: FileHandle, store: Store, tenantId: string): Promise<number> {
  for (let count = 0; ; ) {
    const fromSeq = count + 1;
    const page = await store.transact(tenantId, (tx) => tx.readAudit({ fromSeq, limit: PAGE }));
    for (const entry of page) await writeLine(handle, { kind: 'audit_entry', ...entry });
    count += page.length;
    if (page.length < PAGE) return count;
  }
}

async function writeLine(handle: FileHandle, value: object): Promise<void> {
  await handle.write(`${JSON.stringify(value)}\n`);
}
