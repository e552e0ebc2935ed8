import { createOrg, type Org, type OrgOptions } from '../../../sandbox/salesforce/create-org.ts';
import { userIdOf } from '../../../sandbox/salesforce/seed/people.ts';

/** When every org of these tests begins. */
export const ORG_NOW = new Date('2026-11-23T10:00:00.000Z');
export const MAYA = 'maya.chen@northwind.example';
export const DALE = 'dale.ortiz@northwind.example';

export const OPPORTUNITY = {
  Name: 'Aurora Grid',
  StageName: 'Qualification',
  CloseDate: '2026-12-31',
} as const;
export const LEAD = { LastName: 'Buyer', Company: 'Aurora Grid' } as const;

/** An org whose clock stands still. */
export function openOrg(options: OrgOptions = {}): Org & { readonly user: (email: string) => string } {
  const org = createOrg({ now: ORG_NOW, ...options });
  return { ...org, user: (email) => userIdOf(org.core, email) };
}

/** Source of flows by their names. */
export function named(flows: Readonly<Record<string, string>>) {
  return Object.entries(flows).map(([name, xml]) => ({ name, xml }));
}
