/**
 * Statements that show a tenant its own rows of some tables, and let the server do with them what it needs.
 *
 * @param grants rights of the role `handrail_app` by table; what is not listed it cannot do
 */
export function fenceOf(grants: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(grants).flatMap(([table, rights]) => [
    `alter table handrail.${table} enable row level security`,
    `alter table handrail.${table} force row level security`,
    `create policy tenant_only on handrail.${table}
      using (tenant_id = current_setting('handrail.tenant_id', true))`,
    `grant ${rights} on handrail.${table} to handrail_app`,
  ]);
}
