import type { Person } from '../policy/facts.ts';
import type { Coverage } from './coverage.ts';

/** A person looked at an automation that nobody else can judge, at one revision of it. */
export interface ReviewMark {
  readonly automationId: string;
  readonly revision: string;
  readonly by: Person;
  readonly reason: string;
  /** ISO 8601 instant. */
  readonly at: string;
}

/** A mark beside a verdict. `void`: the automation was edited since, and must be looked at again. */
export interface ShownMark {
  readonly state: 'in_force' | 'void';
  readonly mark: ReviewMark;
}

/**
 * The mark to show beside a verdict; null when there is none. A mark never changes the verdict, and is told only
 * where a person's look is what is asked for.
 *
 * @param marks of any automations and revisions
 */
export function markOf(
  { automationId, revision, verdict }: Coverage,
  marks: readonly ReviewMark[],
): ShownMark | null {
  if (verdict !== 'needs_review') return null;
  const own = marks.filter((mark) => mark.automationId === automationId);
  const present = own.find((mark) => mark.revision === revision);
  if (present) return { state: 'in_force', mark: present };
  const latest = own.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
  return latest ? { state: 'void', mark: latest } : null;
}
