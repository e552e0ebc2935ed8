import type { AuditDraft, AuditEntry } from './audit-entry.ts';
import { canonicalJson } from './canonical-json.ts';

/** What the first entry of a tenant names as its predecessor. */
export const GENESIS = '0'.repeat(64);

/** The last entry of a chain: where the next one is tied on. */
export interface ChainHead {
  /** 0 for an empty chain. */
  readonly seq: number;
  readonly hash: string;
}

/**
 * Ties a draft to the chain: its body names tenant, sequence number and the hash of the entry before it.
 *
 * @param sha256 hex digest of a text
 */
export function chainEntry(
  tenantId: string,
  head: ChainHead,
  draft: AuditDraft,
  sha256: (text: string) => string,
): AuditEntry {
  const seq = head.seq + 1;
  const body = canonicalJson({ v: 1, tenantId, seq, prev: head.hash, ...draft });
  return { seq, body, hash: sha256(body) };
}

/** Where a chain stops being believable, and why. */
export interface ChainBreak {
  readonly seq: number;
  readonly why: string;
}

/** Where every chain starts. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: GENESIS };

/** Result of reading a chain, or a stretch of it. */
export type ChainVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: ChainHead }
  | { readonly ok: false; readonly entries: number; readonly broken: ChainBreak };

/**
 * Checks a tenant's chain in order: no gap, each body hashes to its stored hash, each names its tenant, its number
 * and the hash before it. Stops at the first break and names it. It cannot see entries cut off at the end; compare
 * the head with one kept elsewhere for that.
 *
 * @param from the head of what was checked before; the start of the chain when left out
 */
export function verifyChain(
  tenantId: string,
  entries: Iterable<AuditEntry>,
  sha256: (text: string) => string,
  from: ChainHead = EMPTY_CHAIN,
): ChainVerdict {
  let head = from;
  let count = 0;
  for (const entry of entries) {
    count += 1;
    const why = findBreak(tenantId, head, entry, sha256);
    if (why) return { ok: false, entries: count, broken: { seq: entry.seq, why } };
    head = { seq: entry.seq, hash: entry.hash };
  }
  return { ok: true, entries: count, head };
}

function findBreak(
  tenantId: string,
  head: ChainHead,
  entry: AuditEntry,
  sha256: (text: string) => string,
): string | null {
  if (entry.seq !== head.seq + 1)
    return `entry ${head.seq + 1} is missing: the next one found is ${entry.seq}`;
  if (sha256(entry.body) !== entry.hash)
    return 'its text does not match its hash: it was altered after it was written';
  const body = parseBody(entry.body);
  if (body === null) return 'its text is not valid JSON';
  if (body.tenantId !== tenantId) return 'it belongs to another tenant';
  if (body.seq !== entry.seq) return `its text says it is entry ${String(body.seq)}`;
  if (body.prev !== head.hash) return 'it does not follow the entry before it: one of the two was replaced';
  return null;
}

function parseBody(text: string): { tenantId?: unknown; seq?: unknown; prev?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
