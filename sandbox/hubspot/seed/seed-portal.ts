import type { Portal } from '../store/portal.ts';
import { OPERATIONS_TEAM, SEED_PEOPLE, SEED_TEAMS } from './people.ts';
import { DEAL_PIPELINES, TICKET_PIPELINES } from './pipelines.ts';
import { seedRecords } from './records.ts';
import { installStandardProperties } from './standard-properties.ts';

/**
 * Fills a fresh portal. Every portal gets people, pipelines and HubSpot's own properties; `believable` adds
 * records. Handrail's properties are not among them: installing them is Handrail's work.
 */
export function seedPortal(portal: Portal, seed: 'believable' | 'empty'): void {
  const teams = [...SEED_TEAMS, OPERATIONS_TEAM];
  for (const { id, name } of teams) portal.people.addTeam({ id, name });
  for (const { job, team, ...person } of SEED_PEOPLE) {
    const teamId = teams.find((one) => one.name === team)?.id;
    portal.people.addPerson({
      ...person,
      roleId: job === 'rep' ? '9101' : '9102',
      superAdmin: job === 'revops',
      ...(teamId !== undefined && { primaryTeamId: teamId }),
      secondaryTeamIds: [],
      active: true,
    });
  }
  portal.pipelines.set('deals', [...DEAL_PIPELINES]);
  portal.pipelines.set('tickets', [...TICKET_PIPELINES]);
  installStandardProperties(portal);
  if (seed === 'believable') seedRecords(portal);
  portal.writeLog.clear();
}
