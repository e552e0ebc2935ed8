import { type Request, Router } from 'express';
import { pathParam, queryFlag, queryLimit, queryText } from '../http/read-request.ts';
import { notFound } from '../hubspot-error.ts';
import type { PortalPerson } from '../store/model.ts';
import type { Portal } from '../store/portal.ts';

/** Owners v3 and the users and teams of settings v3. */
export function peopleRoutes(portal: Portal, startedAt: number): Router {
  const router = Router();
  const { people } = portal;

  router.get('/crm/v3/owners', (req, res) => {
    const email = queryText(req, 'email')?.toLowerCase();
    const archived = queryFlag(req, 'archived');
    const matching = people
      .people()
      .filter((person) => person.active !== archived)
      .filter((person) => email === undefined || person.email.toLowerCase() === email);
    res.json(page(req, matching, (person) => person.ownerId, 100, 500, ownerReply));
  });

  router.get('/crm/v3/owners/:ownerId', (req, res) => {
    const id = pathParam(req, 'ownerId');
    const person =
      queryText(req, 'idProperty') === 'userId' ? people.byUserId(Number(id)) : people.byOwnerId(id);
    if (!person || person.active === queryFlag(req, 'archived')) throw notFound(`Owner ${id} does not exist`);
    res.json(ownerReply(person));
  });

  router.get('/settings/v3/users/teams', (_req, res) => {
    res.json({
      results: people.teams().map((team) => ({
        id: team.id,
        name: team.name,
        userIds: people.membersOf(team.id).map((person) => String(person.userId)),
        secondaryUserIds: people
          .people()
          .filter((person) => person.active && person.secondaryTeamIds.includes(team.id))
          .map((person) => String(person.userId)),
      })),
    });
  });

  router.get('/settings/v3/users', (req, res) => {
    const active = people.people().filter((person) => person.active);
    res.json(page(req, active, (person) => String(person.userId), 100, 100, userReply));
  });

  router.get('/settings/v3/users/:userId', (req, res) => {
    const id = pathParam(req, 'userId');
    const person =
      queryText(req, 'idProperty') === 'EMAIL' ? people.byEmail(id) : people.byUserId(Number(id));
    if (!person?.active) throw notFound(`User ${id} does not exist`);
    res.json(userReply(person));
  });

  function ownerReply(person: PortalPerson): Record<string, unknown> {
    const teamIds = [...(person.primaryTeamId ? [person.primaryTeamId] : []), ...person.secondaryTeamIds];
    const teams = teamIds.flatMap((id) => {
      const team = people.team(id);
      return team ? [{ ...team, primary: id === person.primaryTeamId }] : [];
    });
    return {
      id: person.ownerId,
      email: person.email,
      type: 'PERSON',
      firstName: person.firstName,
      lastName: person.lastName,
      ...(person.active && { userId: person.userId }),
      userIdIncludingInactive: person.userId,
      createdAt: new Date(startedAt).toISOString(),
      updatedAt: new Date(startedAt).toISOString(),
      archived: !person.active,
      ...(teams.length > 0 && { teams }),
    };
  }

  return router;
}

function userReply(person: PortalPerson): Record<string, unknown> {
  return {
    id: String(person.userId),
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    roleId: person.roleId,
    roleIds: [person.roleId],
    superAdmin: person.superAdmin,
    ...(person.primaryTeamId && { primaryTeamId: person.primaryTeamId }),
    secondaryTeamIds: person.secondaryTeamIds,
  };
}

/** One page of a list; `after` is the id of the last item of the page before. */
function page<T>(
  req: Request,
  items: readonly T[],
  id: (item: T) => string,
  standard: number,
  max: number,
  reply: (item: T) => unknown,
): Record<string, unknown> {
  const limit = queryLimit(req, standard, max);
  const after = queryText(req, 'after');
  const start = after === undefined ? 0 : items.findIndex((item) => id(item) === after) + 1;
  const shown = items.slice(start, start + limit);
  const last = shown.at(-1);
  const more = start + limit < items.length && last !== undefined;
  return { results: shown.map(reply), ...(more && { paging: { next: { after: id(last) } } }) };
}
