/** The CRMs that Handrail works in. */
export type Vendor = 'hubspot' | 'salesforce';

/** What people call them. */
export const VENDOR_NAME: Readonly<Record<Vendor, string>> = {
  hubspot: 'HubSpot',
  salesforce: 'Salesforce',
};

const SALESFORCE_ID = /^[0-9A-Za-z]{18}$/;
const HUBSPOT_ID = /^\d{1,17}$/;

/**
 * Whose id it is: Salesforce's have 18 characters, HubSpot's are numbers. Null for text that is neither, such as an id
 * of Salesforce in its short form, which nothing of ours writes.
 */
export function vendorOfId(id: string): Vendor | null {
  if (SALESFORCE_ID.test(id)) return 'salesforce';
  return HUBSPOT_ID.test(id) ? 'hubspot' : null;
}
