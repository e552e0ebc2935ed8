/** The tenant of what concerns no CRM account: refused access, and the list of connected accounts. */
export const SYSTEM_TENANT = 'handrail';

const HUBSPOT = 'hubspot:';

/** The tenant of a HubSpot account. */
export function tenantOfPortal(portalId: string): string {
  return HUBSPOT + portalId;
}

/** The number of the HubSpot account whose tenant this is. */
export function portalOfTenant(tenantId: string): string {
  return tenantId.slice(HUBSPOT.length);
}
