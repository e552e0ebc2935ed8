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
  return SALESFORCE + longOrgId(orgId);
}

const CHECK_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * An id of 15 characters with the three that Salesforce appends: one for each five, whose bits say which of them are
 * capitals. An id of 18 characters is given back.
 */
export function longOrgId(id: string): string {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((start) => {
    const bits = [...id.slice(start, start + 5)].map((letter) => (/[A-Z]/.test(letter) ? 1 : 0));
    return CHECK_CHARACTERS.charAt(bits.reduce<number>((sum, bit, place) => sum + bit * 2 ** place, 0));
  });
  return id + suffix.join('');
}
