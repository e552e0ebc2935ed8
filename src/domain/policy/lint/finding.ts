/** What lint can find. Stable: scripts branch on these. */
export type LintCode =
  | 'type_count'
  | 'unreachable_row'
  | 'gap'
  | 'overlap'
  | 'not_searched'
  | 'endless_extensions'
  | 'late_review'
  | RoleCode;

/** What a check of the roles can find. */
export const ROLE_CODES = [
  /** A role resolves to nobody who can act. */
  'role_unresolvable',
  /** More approvals or rejections are asked of a role than it has people who can act. */
  'threshold_above_people',
  /** A row hangs on one person, who may be the one who files. */
  'sole_approver',
  'person_unknown',
  'person_inactive',
  /** A role asks for a team that the CRM does not have, or that has nobody in it. */
  'team_unknown',
  /** People of the CRM whose manager nobody named, though a role asks for it. */
  'manager_missing',
  /** People who manage each other. */
  'manager_cycle',
  /** A clock brings in people who are asked anyway. */
  'escalation_to_oneself',
] as const;
export type RoleCode = (typeof ROLE_CODES)[number];

/** One thing to look at. An `error` keeps a policy from being published. */
export interface LintFinding {
  readonly code: LintCode;
  readonly severity: 'error' | 'warning';
  /** Ids of what it is about. */
  readonly exceptionType?: string;
  readonly row?: string;
  readonly role?: string;
  /** The rows and clocks that ask the role. */
  readonly affects?: readonly { readonly exceptionType: string; readonly row?: string }[];
  /** E-mail addresses of those it is about. */
  readonly people?: readonly string[];
  /** What is wrong and what to do, in plain words. */
  readonly message: string;
}

/** A finding about the people behind roles. */
export type RoleFinding = LintFinding & { readonly code: RoleCode };
