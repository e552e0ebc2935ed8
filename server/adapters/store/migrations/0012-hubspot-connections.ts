import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Rights of the role `handrail_app`; what is not listed it cannot do. */
const GRANTS: Readonly<Record<string, string>> = {
  hubspot_connection: 'select, insert, update',
  connected_tenant: 'select, insert, delete',
  used_install_state: 'select, insert, delete',
};

const TABLES = [
  // Tokens are sealed by the server before they come here: the database never sees one.
  `create table handrail.hubspot_connection (
    tenant_id         text        not null check (tenant_id <> '') primary key,
    portal_id         text        not null,
    installed_by      text        not null,
    scopes            jsonb       not null,
    state             text        not null check (state in ('connected', 'refused', 'uninstalled')),
    refresh_token     text,
    access_token      text,
    access_expires_at timestamptz,
    lease_id          text,
    lease_until       timestamptz,
    connected_at      timestamptz not null,
    updated_at        timestamptz not null default now()
  )`,
  // Row-level security shows a transaction one tenant, so the list of all of them belongs to the system's own tenant.
  `create table handrail.connected_tenant (
    tenant_id text not null check (tenant_id <> ''),
    connected text not null check (connected <> ''),
    primary key (tenant_id, connected)
  )`,
  `create table handrail.used_install_state (
    tenant_id  text        not null check (tenant_id <> ''),
    state_hash text        not null,
    expires_at timestamptz not null,
    primary key (tenant_id, state_hash)
  )`,
];

function fenced(table: string, rights: string): string[] {
  return [
    `alter table handrail.${table} enable row level security`,
    `alter table handrail.${table} force row level security`,
    `create policy tenant_only on handrail.${table}
      using (tenant_id = current_setting('handrail.tenant_id', true))`,
    `grant ${rights} on handrail.${table} to handrail_app`,
  ];
}

/** HubSpot accounts that are connected by OAuth. */
export const hubspotConnections: Migration = {
  async up(db: Kysely<unknown>) {
    const fences = Object.entries(GRANTS).flatMap(([table, rights]) => fenced(table, rights));
    for (const statement of [...TABLES, ...fences]) await sql.raw(statement).execute(db);
  },
};
