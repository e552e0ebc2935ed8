import { fieldInWords } from '../exception-request/break-glass.ts';
import type { RequestEvent } from '../exception-request/events.ts';
import type { Person } from '../policy/facts.ts';
import { type RoleRequirement, rolesOf } from '../policy/requirement.ts';
import type { AuditActor, AuditDraft } from './audit-entry.ts';
import { auditOfDelegation } from './audit-of-delegation.ts';

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
      return event.request.filedBy ? { kind: 'system' } : auditActor(event.request.requester);
    case 'review_recorded':
      return auditActor(event.review.reviewer);
    case 'question_asked':
    case 'question_answered':
      return auditActor(event.message.by);
    case 'seat_handed_over':
      return auditActor(event.handOver.from);
    case 'extension_reviewed':
      return auditActor(event.review.reviewer);
    case 'extension_asked':
      return auditActor(event.extension.by);
    case 'exception_withdrawn':
    case 'extension_withdrawn':
    case 'break_glass_used':
    case 'exception_reverting':
    case 'exception_ending':
    case 'steps_retried':
    case 'dispute_decided':
      return auditActor(event.by);
    case 'dispute_opened':
      return auditActor(event.dispute.objector);
    case 'dispute_closed':
    case 'approvers_added':
    case 'delegate_added':
    case 'delegate_removed':
    case 'approver_barred':
    case 'approver_readmitted':
    case 'approvers_reminded':
    case 'exception_escalated':
    case 'exception_fell_back':
    case 'exception_lapsed':
    case 'exception_granted_in_bulk':
    case 'exception_approved':
    case 'exception_rejected':
    case 'exception_activated':
    case 'exception_ended':
    case 'extension_approved':
    case 'extension_rejected':
    case 'extension_lapsed':
    case 'approvers_skipped':
    case 'fields_remembered':
    case 'break_glass_confirmed':
    case 'fields_restored':
    case 'exception_reverted':
    case 'steps_failed':
      return { kind: 'system' };
  }
}

function dataOf(event: RequestEvent, sha256: (text: string) => string): AuditDraft['data'] {
  switch (event.type) {
    case 'exception_submitted':
    case 'exception_granted_in_bulk': {
      const { request } = event;
      return {
        ...(request.bulkId !== undefined && { bulkId: request.bulkId }),
        ...(request.retroactive && { retroactiveTo: request.retroactive.changeId }),
        ...(request.filedBy && {
          automationId: request.filedBy.automationId,
          inTheNameOf: request.requester.userId ?? 'unknown',
        }),
        record: request.record,
        ...(request.linked && { linked: request.linked }),
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
    case 'extension_reviewed':
      return {
        outcome: event.review.outcome,
        commentSha256: sha256(event.review.comment),
        ...(event.review.inPlaceOf && {
          inPlaceOf: event.review.inPlaceOf.map(({ userId }) => userId ?? 'unknown'),
        }),
      };
    case 'question_asked':
    case 'question_answered':
      return { textSha256: sha256(event.message.text) };
    case 'seat_handed_over': {
      const { to, reason } = event.handOver;
      return { to: to.userId ?? 'unknown', reasonSha256: sha256(reason) };
    }
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
    case 'delegate_added':
    case 'approver_barred':
      return auditOfDelegation(event.delegation, sha256);
    case 'delegate_removed':
      return { delegationId: event.delegationId, why: event.why };
    case 'approver_readmitted':
      return { delegationId: event.delegationId };
    case 'approvers_reminded':
    case 'exception_lapsed':
      return { dueAt: event.dueAt };
    case 'exception_escalated':
    case 'exception_fell_back':
      return { dueAt: event.dueAt, people: event.people.map(({ userId }) => userId ?? 'unknown') };
    case 'exception_rejected':
    case 'extension_rejected':
    case 'exception_reverting':
      return { reason: event.reason };
    case 'extension_asked': {
      const { number, from, until, reason, decision, requirement } = event.extension;
      return {
        number,
        from,
        until,
        reasonSha256: sha256(reason),
        policyVersion: decision.policyVersion,
        policyHash: decision.policyHash,
        rows: decision.rows.map(({ id, truth }) => ({ id, truth })),
        asked: rolesOf(requirement).map(asked),
      };
    }
    case 'extension_approved':
      return { until: event.until };
    case 'break_glass_used':
      return { dueAt: event.dueAt, reasonSha256: sha256(event.reason) };
    case 'approvers_skipped':
      return { people: event.people.map(({ userId }) => userId ?? 'unknown') };
    case 'fields_remembered':
      return { fields: event.changes.map(({ was }) => fieldInWords(was)) };
    case 'fields_restored':
      return { left: event.left };
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
    case 'extension_withdrawn':
    case 'extension_lapsed':
    case 'break_glass_confirmed':
    case 'exception_reverted':
    case 'steps_retried':
      return {};
  }
}

function asked({ role, approve, deny, distinctFrom, people, leftOut }: RoleRequirement) {
  const userIds = (some: RoleRequirement['people']) => some.map(({ userId }) => userId ?? 'unknown');
  return {
    role,
    approve,
    deny,
    distinctFrom,
    people: userIds(people),
    ...(leftOut && { leftOut: userIds(leftOut) }),
  };
}
