import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { fenceOf } from './fence.ts';

/** Rights of the role `handrail_app`; what is not listed it cannot do. */
const GRANTS: Readonly<Record<string, string>> = {
  salesforce_connection: 'select, insert, update',
  connected_org: 'select, insert, delete',
};

const TABLES = [
  // Tokens are sealed by the server before they come here: the database never sees one.
  `create table handrail.salesforce_connection (
    tenant_id     text        not null check (tenant_id <> '') primary key,
    org_id        text        not null,
    instance_url  text        not null,
    installed_by  text        not null,
    scopes        jsonb       not null,
    state         text        not null check (state in ('connected', 'refused', 'uninstalled')),
    refresh_token text,
    access_token  text,
    lease_id      text,
    lease_until   timestamptz,
    connected_at  timestamptz not null,
    updated_at    timestamptz not null default now()
  )`,
  // Of the system's own tenant: an org belongs to one tenant at most.
  `create table handrail.connected_org (
    tenant_id  text not null check (tenant_id <> ''),
    org_id     text not null check (org_id <> ''),
    belongs_to text not null check (belongs_to <> ''),
    primary key (tenant_id, org_id)
  )`,
];

/** Salesforce orgs that are connected by OAuth. */
export const salesforceConnections: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [...TABLES, ...fenceOf(GRANTS)]) await sql.raw(statement).execute(db);
  },
};
