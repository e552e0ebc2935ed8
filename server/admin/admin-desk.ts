import { isAdministrator } from '../../src/application/admin/administrators.ts';
import type { AppContext, Caller } from '../../src/application/context.ts';
import type { StoredConnection } from '../adapters/store/hubspot-connections.ts';
import type { Store } from '../adapters/store/open-store.ts';

/** How the server reaches an account, as its settings page tells it. */
export type AccountAccess =
  | { readonly auth: 'static' }
  | { readonly auth: 'oauth'; readonly connection: StoredConnection | null };

/** What the settings page needs beside what the core knows. */
export interface AdminDesk {
  /** Whether somebody may use the settings page. */
  isAdministrator(caller: Caller): Promise<boolean>;
  accessOf(tenantId: string): Promise<AccountAccess>;
}

/** What the desk is made of. */
export interface AdminDeskParts {
  readonly context: Pick<AppContext, 'unitOfWork' | 'clock'>;
  readonly store: Pick<Store, 'transact'>;
  readonly auth: 'static' | 'oauth';
  /** The role of the policy whose people administer. */
  readonly role: string;
}

export function createAdminDesk({ context, store, auth, role }: AdminDeskParts): AdminDesk {
  async function accessOf(tenantId: string): Promise<AccountAccess> {
    if (auth === 'static') return { auth };
    return { auth, connection: await store.transact(tenantId, (tx) => tx.connection.find()) };
  }

  return {
    accessOf,
    async isAdministrator(caller) {
      const access = await accessOf(caller.tenantId);
      const installedBy = access.auth === 'oauth' ? (access.connection?.installedBy ?? null) : null;
      return isAdministrator(context, caller, { role, installedBy });
    },
  };
}
