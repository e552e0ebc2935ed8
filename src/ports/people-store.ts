import type { PeopleSnapshot } from '../domain/policy/directory.ts';
import type { RoleFinding } from '../domain/policy/lint/finding.ts';

/** What a check of the roles found. */
export interface RoleCheck {
  /** ISO 8601 instants. */
  readonly checkedAt: string;
  readonly peopleReadAt: string;
  readonly policyVersion: number;
  readonly findings: readonly RoleFinding[];
}

/** The part of a transaction that keeps the people of the CRM, so that no submit waits for them. */
export interface PeopleStore {
  /** The people as last read; null when they never were. */
  findPeople(): Promise<PeopleSnapshot | null>;
  /** Replaces what was read before. */
  savePeople(snapshot: PeopleSnapshot): Promise<void>;
  /** The newest check; null when there was none. */
  findRoleCheck(): Promise<RoleCheck | null>;
  /** Replaces the check before. */
  saveRoleCheck(check: RoleCheck): Promise<void>;
}
