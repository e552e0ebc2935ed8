/** Whose manager a role may be. */
export const MANAGED_PEOPLE = ['requester', 'owner', 'proposed_owner'] as const;
export type ManagedPerson = (typeof MANAGED_PEOPLE)[number];

/** The fact that holds a person's e-mail address. */
export const EMAIL_FACT: Readonly<Record<ManagedPerson, string>> = {
  requester: 'request.requester_email',
  owner: 'owner.email',
  proposed_owner: 'request.proposed_owner_email',
};

/** Where a role finds its people when they are not written beside it. */
export type RoleSource =
  /** Everybody of a team of the CRM. */
  | { readonly kind: 'team'; readonly team: string }
  /** Whoever leads a team, by the org chart. */
  | { readonly kind: 'team_lead'; readonly team: string }
  /** Whoever leads the team that a fact names, or that `teams` names for the fact's value. */
  | {
      readonly kind: 'team_lead_by_fact';
      readonly fact: string;
      readonly teams?: Readonly<Record<string, string>>;
    }
  /** The manager of somebody who has to do with the request, by the org chart. */
  | { readonly kind: 'manager'; readonly of: ManagedPerson };

/** How a role becomes people. E-mail addresses are lower case. */
export type Role =
  | { readonly id: string; readonly label: string; readonly people: readonly string[] }
  | {
      readonly id: string;
      readonly label: string;
      /** People by the value of a fact: the lead of a region, the manager of a team. */
      readonly byFact: {
        readonly fact: string;
        readonly people: Readonly<Record<string, readonly string[]>>;
      };
      /** Asked when the fact is unknown or has no line of its own. */
      readonly otherwise: readonly string[];
    }
  | {
      readonly id: string;
      readonly label: string;
      readonly source: RoleSource;
      /** Asked when the source names nobody, cannot be read, or names only people who are not active. */
      readonly otherwise: readonly string[];
    };

/** Who leads whom, as far as the CRM does not say it. E-mail addresses are lower case. */
export interface OrgChart {
  /** Leads by the name of their team. */
  readonly teamLeads: Readonly<Record<string, readonly string[]>>;
  /** Each person's manager. */
  readonly managers: Readonly<Record<string, string>>;
}

export const NO_ORG_CHART: OrgChart = { teamLeads: {}, managers: {} };

/** The leads of a team by its name in any case; empty when the chart names none. */
export function leadsOf({ teamLeads }: OrgChart, team: string): readonly string[] {
  const wanted = team.trim().toLowerCase();
  return Object.entries(teamLeads).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? [];
}

/** The fact that chooses a role's people, if one does. */
export function factOfRole(role: Role): string | undefined {
  if ('people' in role) return undefined;
  if ('byFact' in role) return role.byFact.fact;
  if (role.source.kind === 'team_lead_by_fact') return role.source.fact;
  return role.source.kind === 'manager' ? EMAIL_FACT[role.source.of] : undefined;
}
