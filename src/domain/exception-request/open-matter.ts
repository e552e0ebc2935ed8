import type { MatterKind } from '@handrail/contracts/vocabulary';
import type { PolicyDecision, ResolvedRequirement } from '../policy/decision.ts';
import type { FactMap } from '../policy/facts.ts';
import { isReviewOwed } from './break-glass.ts';
import { openExtension } from './extension.ts';
import { type FiledState, isUndecided, type Review } from './state.ts';

/** What approvers are asked to decide right now. */
export interface OpenMatter {
  readonly kind: MatterKind;
  /** Who must approve by now. */
  readonly requirement: ResolvedRequirement;
  /** Decisions on this matter only. */
  readonly reviews: readonly Review[];
  /** What it was asked on: fresh facts are held against it. */
  readonly facts: FactMap;
  readonly decision: PolicyDecision;
  /** Who is asked already: as asked first, and what changes of facts have added. */
  readonly asked: readonly ResolvedRequirement[];
}

/**
 * What waits for a decision: the request itself, the review that a break-glass request owes, or an extension of an
 * exception in force. At most one of them at a time. Null when nothing does.
 */
export function openMatter(state: FiledState): OpenMatter | null {
  const { request, requirement, reviews, additions } = state;
  const extension = state.status === 'active' ? openExtension(state) : undefined;
  if (extension) {
    const { facts, decision } = extension;
    return {
      kind: 'extension',
      requirement: extension.requirement,
      reviews: extension.reviews,
      facts,
      decision,
      asked: [extension.requirement],
    };
  }
  const owed = isReviewOwed(state);
  if (!owed && !isUndecided(state)) return null;
  return {
    kind: owed ? 'break_glass' : 'request',
    requirement,
    reviews,
    facts: request.facts,
    decision: request.decision,
    asked: [request.requirement, ...additions.flatMap(({ parts }) => parts)],
  };
}
