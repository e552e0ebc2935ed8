import type { RequestEvent } from '../exception-request/events.ts';
import type { Person } from '../policy/facts.ts';
import { type RoleRequirement, rolesOf } from '../policy/requirement.ts';
import type { AuditActor, AuditDraft } from './audit-entry.ts';

/**
 * One audit entry for one event. Personal text does not enter the trail: people are user ids, a reason or comment
 * is its SHA-256, which proves it later without holding it.
 *
 * @param sha256 hex digest of a text
 */
export function auditOfEvent(
  requestId: string,
  event: RequestEvent,
  sha256: (text: string) => string,
): AuditDraft {
  return { at: event.at, type: event.type, requestId, actor: actorOf(event), data: dataOf(event, sha256) };
}

/** A person as an actor of the trail; the system when there is nobody. */
export function auditActor(person: Person | null): AuditActor {
  return person ? { kind: 'user', userId: person.userId ?? 'unknown' } : { kind: 'system' };
}

function actorOf(event: RequestEvent): AuditActor {
  switch (event.type) {
    case 'exception_submitted':
      return auditActor(event.request.requester);
    case 'review_recorded':
      return auditActor(event.review.reviewer);
    case 'exception_withdrawn':
    case 'exception_ending':
    case 'steps_retried':
    case 'dispute_decided':
      return auditActor(event.by);
    case 'dispute_opened':
      return auditActor(event.dispute.objector);
    case 'dispute_closed':
    case 'approvers_added':
    case 'approvers_reminded':
    case 'exception_escalated':
    case 'exception_fell_back':
    case 'exception_lapsed':
    case 'exception_approved':
    case 'exception_rejected':
    case 'exception_activated':
    case 'exception_ended':
    case 'steps_failed':
      return { kind: 'system' };
  }
}

function dataOf(event: RequestEvent, sha256: (text: string) => string): AuditDraft['data'] {
  switch (event.type) {
    case 'exception_submitted': {
      const { request } = event;
      return {
        record: request.record,
        exceptionType: request.exceptionType.id,
        reasonCode: request.reasonCode.id,
        reasonSha256: sha256(request.reason),
        proposedOwnerId: request.proposed.owner?.ownerId,
        proposedStageId: request.proposed.stage?.stageId,
        formerOwnerId: request.former.owner?.ownerId,
        formerStageId: request.former.stage?.stageId,
        expiresAt: request.expiresAt,
        clock: request.clock?.dues.map(({ kind, dueAt }) => ({ kind, dueAt })),
        policyVersion: request.policyVersion,
        policyHash: request.decision.policyHash,
        rows: request.decision.rows.map(({ id, truth }) => ({ id, truth })),
        asked: rolesOf(request.requirement).map(asked),
        standardPath:
          request.standardPath.state === 'known' ? request.standardPath.ruleId : request.standardPath.state,
      };
    }
    case 'review_recorded':
      return { outcome: event.review.outcome, commentSha256: sha256(event.review.comment) };
    case 'approvers_added':
      // A policy may read any field of the record, also one that names a person.
      return {
        changed: event.added.changed.map(({ name, from, to }) => ({
          fact: name,
          fromSha256: sha256(from),
          toSha256: sha256(to),
        })),
        asked: event.added.parts.flatMap(rolesOf).map(asked),
      };
    case 'approvers_reminded':
    case 'exception_lapsed':
      return { dueAt: event.dueAt };
    case 'exception_escalated':
    case 'exception_fell_back':
      return { dueAt: event.dueAt, people: event.people.map(({ userId }) => userId ?? 'unknown') };
    case 'exception_rejected':
      return { reason: event.reason };
    case 'exception_ending':
      return { reason: event.reason };
    case 'dispute_opened':
      return {
        number: event.dispute.number,
        standing: event.dispute.standing,
        ground: event.dispute.ground,
        reasonSha256: sha256(event.dispute.reason),
        dueAt: event.dispute.dueAt,
        role: event.dispute.panel.role,
        people: event.dispute.panel.people.map(({ userId }) => userId ?? 'unknown'),
      };
    case 'dispute_decided':
      return { number: event.number, outcome: event.outcome, commentSha256: sha256(event.comment) };
    case 'dispute_closed':
      return {
        number: event.number,
        status: event.status,
        ...(event.dueAt !== undefined && { dueAt: event.dueAt }),
      };
    case 'steps_failed':
      return { stepKey: event.failure.stepKey, phase: event.failure.phase };
    case 'exception_approved':
    case 'exception_withdrawn':
    case 'exception_activated':
    case 'exception_ended':
    case 'steps_retried':
      return {};
  }
}

function asked({ role, approve, deny, distinctFrom, people }: RoleRequirement) {
  return { role, approve, deny, distinctFrom, people: people.map(({ userId }) => userId ?? 'unknown') };
}
