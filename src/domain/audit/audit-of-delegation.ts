import type { Delegation } from '../delegation/delegation.ts';
import type { AuditDraft } from './audit-entry.ts';

/**
 * What the trail holds of a delegation: both people as user ids, the dates, and the SHA-256 of the reason, which is
 * personal text.
 *
 * @param sha256 hex digest of a text
 */
export function auditOfDelegation(
  { delegationId, delegator, delegate, from, until, reason }: Delegation,
  sha256: (text: string) => string,
): AuditDraft['data'] {
  return {
    delegationId,
    delegator: delegator.userId ?? 'unknown',
    delegate: delegate.userId ?? 'unknown',
    from,
    until,
    reasonSha256: sha256(reason),
  };
}
