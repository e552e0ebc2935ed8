import type { ResolvedRequirement } from '../policy/decision.ts';
import { rolesOf } from '../policy/requirement.ts';
import type { PastRequest } from './past-request.ts';

/** How long requests took that a role helped to approve. */
export interface RoleHistory {
  readonly role: string;
  /** Milliseconds from submit to the final decision. */
  readonly medianMs: number;
  /** Requests behind the median. */
  readonly n: number;
}

/** Adds up past requests; memory grows with the number of approvals, eight bytes each. */
export interface WaitingTimes {
  add(request: PastRequest): void;
  histories(): readonly RoleHistory[];
}

/** Collects, for each role, how long the finally decided requests took in which one of its people approved. */
export function collectWaitingTimes(): WaitingTimes {
  const byRole = new Map<string, number[]>();
  return {
    add({ decidedAt, submittedAt, approvedBy, requirement }) {
      if (decidedAt === null) return;
      const took = Date.parse(decidedAt) - Date.parse(submittedAt);
      const approvers = new Set(approvedBy);
      for (const { role, people } of rolesOf(requirement)) {
        if (!people.some(({ email }) => approvers.has(email))) continue;
        const known = byRole.get(role);
        if (known) known.push(took);
        else byRole.set(role, [took]);
      }
    },
    histories: () =>
      [...byRole].map(([role, times]) => ({ role, medianMs: medianOf(times), n: times.length })),
  };
}

/**
 * How long a requirement may be expected to take: the slowest of roles that must all approve, the fastest of
 * alternatives. Null when a role has no history: a guess would look like a figure.
 */
export function expectedWaitMs(
  requirement: ResolvedRequirement,
  medians: ReadonlyMap<string, number>,
): number | null {
  if (requirement.kind === 'role') return medians.get(requirement.role) ?? null;
  const waits: number[] = [];
  for (const part of requirement.of) {
    const wait = expectedWaitMs(part, medians);
    if (wait === null) return null;
    waits.push(wait);
  }
  return requirement.kind === 'all_of' ? Math.max(...waits) : Math.min(...waits);
}

/** @param numbers at least one */
function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2;
}
