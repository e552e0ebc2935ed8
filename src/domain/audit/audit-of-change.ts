import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import type { ChangeVerdict, RemedyKind, RemedyOutcome } from '@handrail/contracts/vocabulary';
import type { FieldChange } from '../watch/field-change.ts';
import type { JudgedChange } from '../watch/judgement.ts';
import type { AuditActor, AuditDraft } from './audit-entry.ts';

/**
 * The audit entry of a judged change; null for one with nothing out of the ordinary, of which there may be any number.
 * Values enter the trail where they are ids of the CRM; any other is its SHA-256.
 */
export function auditOfJudgement(
  { changeId, change, judgedAt, verdict, reason, requestId, remedies }: JudgedChange,
  sha256: (text: string) => string,
): AuditDraft | null {
  if (verdict === 'ours' || verdict === 'standard_routing' || verdict === 'import') return null;
  const { record, field, property, from, to, changedAt, source } = change;
  const value = (kept: string | null) =>
    kept === null || isIdField(change) ? kept : `sha256:${sha256(kept)}`;
  return {
    at: judgedAt,
    type: 'change_judged',
    actor: actorOf(change, verdict),
    ...(requestId !== undefined && { requestId }),
    data: {
      changeId,
      record,
      verdict,
      reason,
      field,
      property,
      from: value(from),
      to: value(to),
      changedAt,
      source: { kind: source.kind, type: source.type, id: source.id, userId: source.userId },
      remedies,
    },
  };
}

/** The audit entry of what became of a remedy. @param more ids only */
export function auditOfRemedy(
  { changeId, change, requestId }: JudgedChange,
  kind: RemedyKind,
  outcome: RemedyOutcome,
  at: Date,
  more: Readonly<Record<string, unknown>> = {},
): AuditDraft {
  const { record, field, property } = change;
  return {
    at: at.toISOString(),
    type: 'change_remedied',
    actor: { kind: 'system' },
    ...(requestId !== undefined && { requestId }),
    data: { changeId, record, field, property, remedy: kind, outcome, ...more },
  };
}

/** In whose name automation may have written is no actor. */
function actorOf({ source: { kind, userId } }: FieldChange, verdict: ChangeVerdict): AuditActor {
  const isPerson = kind === 'person' || (kind === 'running_user' && verdict === 'untracked_override');
  return isPerson ? { kind: 'user', userId: userId ?? 'unknown' } : { kind: 'system' };
}

/** Fields whose values are ids that the CRM gave, or a ticked box. */
function isIdField({ field, property }: FieldChange): boolean {
  switch (field) {
    case 'owner':
    case 'stage':
    case 'lifecycle_stage':
    case 'lead_status':
      return true;
    case 'team':
      return false;
    case 'tag':
      return property === RECORD_PROPERTY.routingHold;
  }
}
