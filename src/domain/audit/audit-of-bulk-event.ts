import type { BulkEvent } from '../bulk-request/events.ts';
import { rolesOf } from '../policy/requirement.ts';
import type { AuditActor, AuditDraft } from './audit-entry.ts';
import { auditActor } from './audit-of-event.ts';

/**
 * One audit entry for one event of a bulk request, kept under the bulk request's id. As for single requests, no
 * personal text enters the trail.
 *
 * @param sha256 hex digest of a text
 */
export function auditOfBulkEvent(
  bulkId: string,
  event: BulkEvent,
  sha256: (text: string) => string,
): AuditDraft {
  return {
    at: event.at,
    type: event.type,
    requestId: bulkId,
    actor: actorOf(event),
    data: dataOf(event, sha256),
  };
}

function actorOf(event: BulkEvent): AuditActor {
  switch (event.type) {
    case 'bulk_submitted':
      return auditActor(event.bulk.requester);
    case 'bulk_review_recorded':
      return auditActor(event.review.reviewer);
    case 'bulk_asked':
    case 'bulk_withdrawn':
    case 'bulk_retried':
      return auditActor(event.by);
    case 'bulk_prepared':
    case 'bulk_refused':
    case 'bulk_approved':
    case 'bulk_rejected':
    case 'bulk_escalated':
    case 'bulk_fell_back':
    case 'bulk_lapsed':
    case 'bulk_needs_attention':
    case 'bulk_done':
      return { kind: 'system' };
  }
}

function dataOf(event: BulkEvent, sha256: (text: string) => string): AuditDraft['data'] {
  switch (event.type) {
    case 'bulk_submitted': {
      const { bulk } = event;
      return {
        objectType: bulk.objectType,
        source: bulk.source.kind === 'ids' ? { kind: 'ids' } : { kind: 'list', listId: bulk.source.listId },
        exceptionType: bulk.exceptionType.id,
        reasonCode: bulk.reasonCode.id,
        reasonSha256: sha256(bulk.reason),
        proposedOwnerId: bulk.proposed.owner?.ownerId,
        proposedStageId: bulk.proposed.stage?.stageId,
        expiresAt: bulk.expiresAt,
        policyVersion: bulk.policyVersion,
        policyHash: bulk.policyHash,
      };
    }
    case 'bulk_prepared':
      return {
        records: event.gathered.records,
        leftOut: event.gathered.leftOut,
        rows: event.gathered.rows.map(({ id, records, unknown }) => ({ id, records, unknown })),
        asked: rolesOf(event.requirement).map(({ role, approve, deny, distinctFrom, people }) => ({
          role,
          approve,
          deny,
          distinctFrom,
          people: people.map(({ userId }) => userId ?? 'unknown'),
        })),
      };
    case 'bulk_refused':
      return { code: event.code };
    case 'bulk_asked':
      return { clock: event.clock?.dues.map(({ kind, dueAt }) => ({ kind, dueAt })) };
    case 'bulk_review_recorded':
      return { outcome: event.review.outcome, commentSha256: sha256(event.review.comment) };
    case 'bulk_rejected':
      return { reason: event.reason };
    case 'bulk_escalated':
    case 'bulk_fell_back':
      return { dueAt: event.dueAt, people: event.people.map(({ userId }) => userId ?? 'unknown') };
    case 'bulk_lapsed':
      return { dueAt: event.dueAt };
    case 'bulk_needs_attention':
    case 'bulk_done':
      return { ...event.counts };
    case 'bulk_approved':
    case 'bulk_withdrawn':
    case 'bulk_retried':
      return {};
  }
}
