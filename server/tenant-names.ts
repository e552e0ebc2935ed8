import { longId } from './adapters/salesforce/long-id.ts';

/** The tenant of what concerns no CRM account: refused access, and the list of connected accounts. */
export const SYSTEM_TENANT = 'handrail';

const HUBSPOT = 'hubspot:';
const SALESFORCE = 'salesforce:';

/** The tenant of a HubSpot account. */
export function tenantOfPortal(portalId: string): string {
  return HUBSPOT + portalId;
}

/** The number of the HubSpot account whose tenant this is. */
export function portalOfTenant(tenantId: string): string {
  return tenantId.slice(HUBSPOT.length);
}

/** True for a tenant that a HubSpot account gave its name. */
export function isPortalTenant(tenantId: string): boolean {
  return tenantId.startsWith(HUBSPOT);
}

/**
 * The tenant of a Salesforce org that belongs to no other tenant.
 *
 * @param orgId 15 or 18 characters
 */
export function tenantOfOrg(orgId: string): string {
  return SALESFORCE + longId(orgId);
}
