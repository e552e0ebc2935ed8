/** What lint can find. Stable: scripts branch on these. */
export type LintCode =
  | 'type_count'
  | 'unreachable_row'
  | 'gap'
  | 'overlap'
  | 'not_searched'
  | 'endless_extensions'
  | 'late_review'
  | 'sole_approver'
  | 'role_unresolvable'
  | 'person_unknown'
  | 'person_inactive';

/** One thing to look at. An `error` keeps a policy from being published. */
export interface LintFinding {
  readonly code: LintCode;
  readonly severity: 'error' | 'warning';
  /** Ids of what it is about. */
  readonly exceptionType?: string;
  readonly row?: string;
  readonly role?: string;
  /** What is wrong and what to do, in plain words. */
  readonly message: string;
}
