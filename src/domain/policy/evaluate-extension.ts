import { withBoth } from './changed-facts.ts';
import type { PolicyDecision, ResolvedRequirement } from './decision.ts';
import { evaluatePolicy, type PolicyQuestion } from './evaluate-policy.ts';
import type { FactMap } from './facts.ts';

const DAY = 24 * 60 * 60 * 1000;

/** An exception that is to last longer, as the record is now. */
export interface ExtensionQuestion extends PolicyQuestion {
  /** What the request was filed on; `facts` are the fresh ones. */
  readonly filedFacts: FactMap;
  /** ISO 8601 instants. */
  readonly submittedAt: string;
  readonly until: string;
}

/**
 * Answers who must approve an extension: the decision rights of the request's own policy version, on fresh facts and
 * with the whole validity from filing to the new end, so that two short steps are judged as the long one they make.
 *
 * A fact that cannot be read now counts twice: as unknown, and as it was when the request was filed. Whoever either
 * of the two asks is asked, so a reading that fails never relaxes anything.
 */
export function evaluateExtension({ filedFacts, submittedAt, until, ...question }: ExtensionQuestion): {
  readonly facts: FactMap;
  readonly decision: PolicyDecision;
  readonly requirement: ResolvedRequirement | null;
} {
  const days = Math.ceil((Date.parse(until) - Date.parse(submittedAt)) / DAY);
  const facts: FactMap = {
    ...filedFacts,
    ...question.facts,
    'request.validity_days': { state: 'known', value: days },
  };
  const decision = evaluatePolicy({ ...question, facts });
  const unread = Object.entries(facts).filter(([, fact]) => fact.state === 'unreadable');
  if (unread.length === 0) return { facts, decision, requirement: decision.requirement };
  const before = unread.flatMap(([name]) => {
    const fact = filedFacts[name];
    return fact ? [[name, fact] as const] : [];
  });
  const asFiled = evaluatePolicy({ ...question, facts: { ...facts, ...Object.fromEntries(before) } });
  return { facts, decision, requirement: both(decision.requirement, asFiled.requirement) };
}

function both(
  one: ResolvedRequirement | null,
  other: ResolvedRequirement | null,
): ResolvedRequirement | null {
  return one && other ? withBoth(one, other) : (one ?? other);
}
