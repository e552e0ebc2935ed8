import type { RunningOrg } from '../../../sandbox/salesforce/start-org.ts';

/** A user with the licence that Salesforce sells for programs. @returns their id */
export function addIntegrationUser(org: Pick<RunningOrg, 'plant'>, username: string): string {
  const licence = org.plant('UserLicense', { Name: 'Salesforce Integration' });
  const profile = org.plant('Profile', { Name: 'Minimum Access - API Only', UserLicenseId: licence });
  return org.plant('User', { Username: username, Email: username, LastName: 'Sync', ProfileId: profile });
}
