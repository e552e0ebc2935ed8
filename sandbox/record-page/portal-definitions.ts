import type { PortalClient } from './portal-client.ts';
import type { PageUser } from './wire.ts';

/** A property as the portal defines it; only what the page uses. */
export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly fieldType: string;
  readonly groupName: string;
  readonly description?: string;
  readonly displayOrder?: number;
  readonly hidden?: boolean;
  readonly modificationMetadata?: { readonly readOnlyValue?: boolean };
  readonly options?: readonly { readonly label: string; readonly value: string }[];
}

interface Page<T> {
  readonly results: readonly T[];
  readonly paging?: { readonly next?: { readonly after: string } };
}

interface Owner {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly userId?: number;
  readonly teams?: readonly { readonly id: string; readonly name: string; readonly primary: boolean }[];
}

/** A pipeline with its stages in order. */
export interface Pipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly { readonly id: string; readonly label: string }[];
}

const KEPT_MS = 5_000;

/**
 * What the portal says about people, pipelines and properties. Kept for five seconds, so that one page load asks
 * once while a newly installed property group is seen soon.
 */
export class PortalDefinitions {
  readonly #client: PortalClient;
  readonly #kept = new Map<string, { readonly until: number; readonly value: Promise<unknown> }>();

  constructor(client: PortalClient) {
    this.#client = client;
  }

  /** Everybody who can own a record and has a user, main team first in `teams`. */
  users(): Promise<readonly PageUser[]> {
    return this.#keep('users', async () => {
      const owners = await this.#owners();
      return owners.flatMap((owner) =>
        owner.userId === undefined
          ? []
          : [
              {
                ownerId: owner.id,
                userId: owner.userId,
                email: owner.email,
                firstName: owner.firstName,
                lastName: owner.lastName,
                teams: [...(owner.teams ?? [])]
                  .sort((a, b) => Number(b.primary) - Number(a.primary))
                  .map((team) => ({ id: Number(team.id), name: team.name })),
              },
            ],
      );
    });
  }

  /** The definitions of a type's properties, by name. */
  properties(path: string): Promise<ReadonlyMap<string, PropertyDefinition>> {
    return this.#keep(`properties ${path}`, async () => {
      const page = await this.#client.get<Page<PropertyDefinition>>(`/crm/v3/properties/${path}`);
      return new Map(page.results.map((definition) => [definition.name, definition]));
    });
  }

  /** The pipelines of a type; none for types that have no pipelines. */
  pipelines(path: string): Promise<readonly Pipeline[]> {
    if (path !== 'deals' && path !== 'tickets') return Promise.resolve([]);
    return this.#keep(`pipelines ${path}`, async () => {
      const page = await this.#client.get<Page<Pipeline>>(`/crm/v3/pipelines/${path}`);
      return page.results;
    });
  }

  async #owners(): Promise<Owner[]> {
    const owners: Owner[] = [];
    let after: string | undefined;
    do {
      const query = new URLSearchParams({ limit: '100', ...(after === undefined ? {} : { after }) });
      const page: Page<Owner> = await this.#client.get(`/crm/v3/owners?${query}`);
      owners.push(...page.results);
      after = page.paging?.next?.after;
    } while (after !== undefined);
    return owners;
  }

  #keep<T>(key: string, load: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.until > Date.now()) return kept.value as Promise<T>;
    const value = load();
    this.#kept.set(key, { until: Date.now() + KEPT_MS, value });
    value.catch(() => this.#kept.delete(key));
    return value;
  }
}
