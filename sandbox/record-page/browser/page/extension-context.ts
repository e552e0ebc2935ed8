import { APP_NAME, type PageSession, type PageUser } from '../../wire.ts';
import type { AppPageContext, RecordContext } from '../card-bridge.ts';

/** What a card on a record is told. */
export function recordContext(
  session: PageSession,
  user: PageUser,
  objectTypeId: string,
  objectId: number,
): RecordContext {
  return { location: 'crm.record.sidebar', crm: { objectId, objectTypeId }, ...baseContext(session, user) };
}

/** What a page of the app itself is told. */
export function appPageContext(
  session: PageSession,
  user: PageUser,
  location: AppPageContext['location'],
): AppPageContext {
  return { location, ...baseContext(session, user) };
}

function baseContext(session: PageSession, user: PageUser): Omit<AppPageContext, 'location'> {
  const teammates = (teamId: number) =>
    session.users
      .filter((other) => other.teams.some((team) => team.id === teamId))
      .map((other) => other.userId);
  return {
    user: {
      id: user.userId,
      email: user.email,
      emails: [user.email],
      firstName: user.firstName,
      lastName: user.lastName,
      roles: [],
      teams: user.teams.map((team) => ({ ...team, teammates: teammates(team.id) })),
      locale: 'en-us',
      language: 'en',
      permissions: [],
    },
    portal: { id: session.portalId, timezone: 'UTC', dataHostingLocation: 'na1' },
    extension: { appId: session.appId, appName: APP_NAME, cardTitle: APP_NAME },
    variables: session.variables,
  };
}
