import type { OrgStore } from '../store/org-store.ts';
import { type BaseOrg, type CompiledOrg, compileOrg } from './compile-org.ts';
import type { Components, OrgComponent } from './component.ts';
import { OrgAccess } from './org-access.ts';
import { customPrefix } from './read-custom-object.ts';

/** Prefixes of custom objects that the sandbox knows without a deployment are left free. */
const FIRST_PREFIX = 62;

/** The metadata of an org beyond what it began with. */
export class DeployedMetadata {
  readonly #base: BaseOrg;
  readonly #store: OrgStore;
  #components: Components = new Map();
  #access: OrgAccess;

  constructor(base: Pick<BaseOrg, 'objects' | 'automation'>, store: OrgStore) {
    const given = new Map<string, string>();
    const prefixOf = (objectName: string): string => {
      const prefix = given.get(objectName) ?? customPrefix(FIRST_PREFIX + given.size);
      given.set(objectName, prefix);
      return prefix;
    };
    this.#base = { ...base, prefixOf };
    this.#store = store;
    this.#access = new OrgAccess(store, new Set(), []);
  }

  /** What was deployed and not removed, by `Type:FullName`. */
  get components(): Components {
    return this.#components;
  }

  get access(): OrgAccess {
    return this.#access;
  }

  find(type: string, fullName: string): OrgComponent | undefined {
    return this.#components.get(`${type}:${fullName}`);
  }

  /** The org that these components would make. Changes nothing. */
  compile(components: Components): CompiledOrg {
    return compileOrg(this.#base, components);
  }

  /** Takes components over. @param compiled what they make, without failures */
  put(components: Components, compiled: CompiledOrg): void {
    this.#components = components;
    this.#access = new OrgAccess(this.#store, compiled.guarded, compiled.permissionSets);
  }
}
