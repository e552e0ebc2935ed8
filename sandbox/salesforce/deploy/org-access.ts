import type { OrgStore } from '../store/org-store.ts';
import type { PermissionSet } from './permission-set.ts';

/**
 * What people may see and do by their permission sets. It concerns what came by a deployment alone: a field that was
 * deployed is seen by nobody whom no permission set lets, administrators included, as in the real org. What the org
 * began with is everybody's.
 */
export class OrgAccess {
  readonly #store: OrgStore;
  readonly #guarded: ReadonlySet<string>;
  readonly #sets: ReadonlyMap<string, PermissionSet>;

  constructor(store: OrgStore, guarded: ReadonlySet<string>, sets: readonly PermissionSet[]) {
    this.#store = store;
    this.#guarded = guarded;
    this.#sets = new Map(sets.map((one) => [one.name, one]));
  }

  /** Whether a field is hidden from somebody. */
  hides(userId: string, objectName: string, fieldName: string): boolean {
    return this.#refuses(userId, objectName, fieldName, ({ readable }) => readable);
  }

  /** Whether somebody may not write a field. */
  locks(userId: string, objectName: string, fieldName: string): boolean {
    return this.#refuses(userId, objectName, fieldName, ({ editable }) => editable);
  }

  /** Whether somebody holds a custom permission. */
  holds(userId: string, permission: string): boolean {
    return this.#of(userId).some(({ customPermissions }) => customPermissions.has(permission));
  }

  /** The names of the permission sets that somebody holds. */
  setsOf(userId: string): readonly string[] {
    return this.#store
      .all('PermissionSetAssignment')
      .filter(({ values }) => values.AssigneeId === userId)
      .map(({ values }) => this.#store.find(String(values.PermissionSetId))?.values.Name)
      .filter((name) => typeof name === 'string');
  }

  #of(userId: string): readonly PermissionSet[] {
    return this.setsOf(userId).flatMap((name) => this.#sets.get(name) ?? []);
  }

  #refuses(
    userId: string,
    objectName: string,
    fieldName: string,
    allowed: (set: PermissionSet) => ReadonlySet<string>,
  ): boolean {
    const name = `${objectName}.${fieldName}`;
    if (!this.#guarded.has(name)) return false;
    return !this.#of(userId).some((set) => allowed(set).has(name.toLowerCase()));
  }
}
