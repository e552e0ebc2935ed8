/** One permission that Handrail asks HubSpot for. */
export interface ScopeNeed {
  readonly scope: string;
  /** `optional`: HubSpot grants it only where the account's edition has it, and Handrail works without. */
  readonly need: 'required' | 'optional';
  /** What Handrail does with it, in words an administrator can judge. */
  readonly why: string;
}

/**
 * Every scope Handrail asks for, and why: the least it can do its work with. The authorize address, `handrail doctor`,
 * the install pages and docs/scopes.md come from this table, and a test compares the app's project files with it.
 */
export const SCOPES: readonly ScopeNeed[] = [
  required('crm.objects.deals.read', 'Read the deal a request is about, and its owner and stage.'),
  required('crm.objects.deals.write', 'Write the hold, owner and stage on a deal once somebody approved it.'),
  required('crm.objects.contacts.read', 'Read the contact a request is about.'),
  required(
    'crm.objects.contacts.write',
    'Write the hold and owner on a contact; HubSpot also asks for it to put notes and tasks on any record.',
  ),
  required(
    'crm.objects.companies.read',
    'Read the company of a deal: policies look at its country and size.',
  ),
  required('crm.objects.companies.write', 'Write the hold and owner on a company.'),
  required('tickets', 'Read tickets and write the hold, owner and stage on them.'),
  required(
    'crm.schemas.deals.read',
    'See which properties deals have, to tell a missing fact from a blank one.',
  ),
  required('crm.schemas.deals.write', 'Create and repair the Handoff exception properties of deals.'),
  required('crm.schemas.contacts.read', 'See which properties contacts have.'),
  required('crm.schemas.contacts.write', 'Create and repair the Handoff exception properties of contacts.'),
  required('crm.schemas.companies.read', 'See which properties companies have.'),
  required('crm.schemas.companies.write', 'Create and repair the Handoff exception properties of companies.'),
  required(
    'crm.objects.owners.read',
    'Find out who somebody is: approvers, requesters, owners, their teams.',
  ),
  required('settings.users.teams.read', 'Read the teams that roles of the policy name.'),
];

/** HubSpot demands it of every app that is installed by OAuth; an app with a static token must not name it. */
export const OAUTH_SCOPE: ScopeNeed = required(
  'oauth',
  'Identify the app when it is installed by OAuth. It gives access to no data.',
);

function required(scope: string, why: string): ScopeNeed {
  return { scope, need: 'required', why };
}

/** The names an OAuth installation asks for. */
export function scopesOfNeed(need: ScopeNeed['need']): readonly string[] {
  return [OAUTH_SCOPE, ...SCOPES].filter((one) => one.need === need).map(({ scope }) => scope);
}

/** What of the table was not granted, in its order. */
export function missingScopes(granted: readonly string[], need: ScopeNeed['need']): readonly ScopeNeed[] {
  return [OAUTH_SCOPE, ...SCOPES].filter((one) => one.need === need && !granted.includes(one.scope));
}
