/** The tenant of what concerns no CRM account: refused access, and the list of connected accounts. */
export const SYSTEM_TENANT = 'handrail';

/** The tenant of a HubSpot account. */
export function tenantOfPortal(portalId: string): string {
  return `hubspot:${portalId}`;
}
