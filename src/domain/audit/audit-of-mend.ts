import type { Mend } from '../guard/mend/mend.ts';
import type { ReviewMark } from '../guard/review-mark.ts';
import type { AuditDraft } from './audit-entry.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * What the trail holds of a mend: ids, revisions, and the SHA-256 of each document, which may name people and is kept
 * beside the trail, not in it.
 *
 * @param sha256 hex digest of a text
 */
export function auditOfMend(mend: Mend, sha256: (text: string) => string): AuditDraft['data'] {
  const { mendId, automationId, way, formerRevision, appliedRevision, former, proposed, applied, trouble } =
    mend;
  const hash = (document: Mend['applied']) => (document ? sha256(canonicalJson(document)) : undefined);
  return {
    mendId,
    automationId,
    way,
    formerRevision,
    formerSha256: hash(former),
    proposedSha256: hash(proposed),
    ...(applied && { appliedRevision: appliedRevision ?? 'unknown', appliedSha256: hash(applied) }),
    ...(trouble && { trouble: trouble.code }),
  };
}

/** What the trail holds of a mark: the reason is personal text, so only its SHA-256. */
export function auditOfReviewMark(
  { automationId, revision, reason }: ReviewMark,
  sha256: (text: string) => string,
): AuditDraft['data'] {
  return { automationId, revision, reasonSha256: sha256(reason) };
}
