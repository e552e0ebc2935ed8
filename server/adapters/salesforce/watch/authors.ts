import { z } from 'zod';
import type { SalesforceClient } from '../client.ts';
import { queryAll, quotedList } from '../queries.ts';
import type { HistoryUser } from './change-source.ts';

const userSchema = z.object({
  Id: z.string(),
  Name: z.string().nullish(),
  UserType: z.string().nullish(),
  Profile: z.object({ UserLicense: z.object({ Name: z.string() }).nullish() }).nullish(),
});

const ownSchema = z.object({ user_id: z.string() });

/** Who the users of history are. */
export interface Authors {
  /** The user that Handrail connects as. @throws SalesforceCallError */
  ownUserId(): Promise<string>;
  /** By the ids asked for; a user that the org does not show is left out. @throws SalesforceCallError */
  usersOf(ids: readonly string[]): Promise<ReadonlyMap<string, HistoryUser>>;
}

/** Reads each user once: what kind of user somebody is hardly ever changes. */
export function createAuthors(client: SalesforceClient): Authors {
  const known = new Map<string, HistoryUser>();
  let own: string | undefined;
  return {
    async ownUserId() {
      own ??= (
        await client.send({
          method: 'GET',
          path: '/services/oauth2/userinfo',
          template: '/services/oauth2/userinfo',
          schema: ownSchema,
          purpose: 'ask who the integration user is',
          patience: 'job',
        })
      ).user_id;
      return own;
    },
    async usersOf(ids) {
      const unknown = [...new Set(ids)].filter((id) => !known.has(id));
      if (unknown.length > 0) {
        const users = await queryAll(client, {
          soql: `SELECT Id, Name, UserType, Profile.UserLicense.Name FROM User WHERE Id IN ${quotedList(unknown)}`,
          record: userSchema,
          purpose: 'read who changed records',
          patience: 'job',
        });
        for (const { Id, Name, UserType, Profile } of users) {
          known.set(Id, {
            name: Name ?? null,
            userType: UserType ?? null,
            licence: Profile?.UserLicense?.Name ?? null,
          });
        }
      }
      return known;
    },
  };
}
