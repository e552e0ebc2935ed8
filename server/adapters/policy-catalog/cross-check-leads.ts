import { leadsOf, NO_ORG_CHART, type OrgChart, type Role } from '../../../src/domain/policy/role.ts';
import type { FromFile } from './cross-checks.ts';
import { didYouMean } from './issue-in-words.ts';
import type { PolicyProblem } from './policy-file-error.ts';

/**
 * Roles that ask for leads or managers whom `people.yml` does not name. Without the check such a role would quietly ask
 * those who stand in.
 *
 * @param orgChart left out when there is no such file
 */
export function crossCheckLeads(
  roles: readonly FromFile<readonly Role[]>[],
  orgChart: OrgChart = NO_ORG_CHART,
): readonly PolicyProblem[] {
  return roles.flatMap(({ source, value }) =>
    value.flatMap((role) =>
      problemsOf(role, orgChart).map(({ path, message }) => source.problemAt([role.id, ...path], message)),
    ),
  );
}

interface LeadProblem {
  readonly path: readonly string[];
  readonly message: string;
}

function problemsOf(role: Role, orgChart: OrgChart): readonly LeadProblem[] {
  if (!('source' in role)) return [];
  const { source } = role;
  switch (source.kind) {
    case 'team':
      return [];
    case 'team_lead':
      return noLead(['lead_of'], source.team, orgChart);
    case 'team_lead_by_fact': {
      const { teams } = source;
      if (teams) {
        return Object.entries(teams).flatMap(([value, team]) =>
          noLead(['lead_of', 'teams', value], team, orgChart),
        );
      }
      if (Object.keys(orgChart.teamLeads).length > 0) return [];
      return [{ path: ['lead_of'], message: 'needs team_leads in people.yml, which names none.' }];
    }
    case 'manager':
      if (Object.keys(orgChart.managers).length > 0) return [];
      return [{ path: ['manager_of'], message: 'needs managers in people.yml, which names none.' }];
  }
}

function noLead(path: readonly string[], team: string, orgChart: OrgChart): readonly LeadProblem[] {
  if (leadsOf(orgChart, team).length > 0) return [];
  const known = Object.keys(orgChart.teamLeads);
  const message = `people.yml names no lead of the team "${team}".${didYouMean(team, known)} Add it to team_leads.`;
  return [{ path, message }];
}
