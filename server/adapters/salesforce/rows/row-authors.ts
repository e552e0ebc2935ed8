import { z } from 'zod';
import type { RowAuthor } from '../../../../src/ports/request-rows.ts';
import type { SalesforceClient } from '../client.ts';
import { readRecords } from '../read-records.ts';

const identitySchema = z.object({ user_id: z.string() });

const authorSchema = z.object({
  Email: z.string().nullish(),
  IsActive: z.boolean(),
  UserType: z.string().nullish(),
});

/** Finds who wrote rows. Whom Handrail itself connects as is asked once. */
export function createRowAuthors(client: SalesforceClient) {
  let self: Promise<string> | undefined;

  function ownUserId(): Promise<string> {
    self ??= client
      .send({
        method: 'GET',
        path: '/services/oauth2/userinfo',
        template: '/services/oauth2/userinfo',
        schema: identitySchema,
        purpose: 'find out which user it connects as',
        patience: 'job',
      })
      .then(
        ({ user_id }) => user_id,
        (error: unknown) => {
          self = undefined;
          throw error;
        },
      );
    return self;
  }

  return async (userIds: readonly string[]): Promise<ReadonlyMap<string, RowAuthor>> => {
    const own = await ownUserId();
    const users = await readRecords(client, 'User', {
      ids: userIds,
      fields: ['Id', 'Email', 'IsActive', 'UserType'],
      patience: 'job',
    });
    return new Map(
      [...users].flatMap(([userId, record]) => {
        const parsed = authorSchema.safeParse(record);
        if (!parsed.success) return [];
        const { Email, IsActive, UserType } = parsed.data;
        const kind = isSame(userId, own) ? 'integration' : UserType === 'Standard' ? 'person' : 'other';
        const email = Email?.trim().toLowerCase() || null;
        return [[userId, { userId, email, active: IsActive, kind }] as const];
      }),
    );
  };
}

/** Ids come with 15 or 18 characters; the last three only repeat the rest. */
function isSame(one: string, other: string): boolean {
  return one.slice(0, 15) === other.slice(0, 15);
}
