import { z } from 'zod';
import type { SalesforceClient } from '../client.ts';
import { queryAll, quotedList } from '../queries.ts';
import { rowResultsSchema } from '../schema.ts';

/** Who gets what: the permission sets of the package, by role. */
export const PERMISSION_SET = {
  requester: 'Handrail_Requester',
  approver: 'Handrail_Approver',
  revops: 'Handrail_RevOps',
  integration: 'Handrail_Integration',
} as const;
export type PackageRole = keyof typeof PERMISSION_SET;

/** Somebody who shall hold a permission set. */
export interface WantedAssignment {
  /** Their user name in Salesforce. */
  readonly username: string;
  readonly role: PackageRole;
}

/** What became of one. */
export interface AssignmentEntry extends WantedAssignment {
  readonly outcome: 'assigned' | 'unchanged' | 'unknown_user' | 'inactive_user' | 'refused';
  readonly detail?: string;
}

/** An assignment that stands. */
export interface StandingAssignment {
  readonly id: string;
  readonly username: string;
  readonly role: PackageRole;
}

const ROWS = 200;
const NAMES = 100;
const userSchema = z.object({ Id: z.string(), Username: z.string(), IsActive: z.boolean() });
const setSchema = z.object({ Id: z.string(), Name: z.string() });
const assignmentSchema = z.object({
  Id: z.string(),
  AssigneeId: z.string(),
  Assignee: z.object({ Username: z.string() }).nullish(),
  PermissionSet: z.object({ Name: z.string() }).nullish(),
});

/**
 * Gives permission sets to those who lack them. Safe to repeat: what stands is left as it is, and nobody loses
 * anything.
 *
 * @param dryRun only says what would be done; sets that are not there yet count as to be assigned
 * @throws SalesforceCallError
 */
export async function assignPermissionSets(
  client: SalesforceClient,
  wanted: readonly WantedAssignment[],
  { dryRun }: { readonly dryRun: boolean },
): Promise<readonly AssignmentEntry[]> {
  if (wanted.length === 0) return [];
  const users = await findUsers(client, [...new Set(wanted.map(({ username }) => username))]);
  const sets = await findSets(client);
  const standing = new Set(
    (await standingAssignments(client)).map(({ username, role }) => `${username.toLowerCase()} ${role}`),
  );
  const entries: AssignmentEntry[] = [];
  const missing: { readonly entry: WantedAssignment; readonly row: object }[] = [];
  for (const entry of unique(wanted)) {
    const user = users.get(entry.username.toLowerCase());
    const setId = sets.get(PERMISSION_SET[entry.role]);
    if (!user) entries.push({ ...entry, outcome: 'unknown_user' });
    else if (!user.IsActive) entries.push({ ...entry, outcome: 'inactive_user' });
    else if (standing.has(`${user.Username.toLowerCase()} ${entry.role}`))
      entries.push({ ...entry, outcome: 'unchanged' });
    else if (dryRun) entries.push({ ...entry, outcome: 'assigned' });
    else if (setId === undefined)
      entries.push({ ...entry, outcome: 'refused', detail: 'The permission set is not there.' });
    else {
      const attributes = { type: 'PermissionSetAssignment' };
      missing.push({ entry, row: { attributes, AssigneeId: user.Id, PermissionSetId: setId } });
    }
  }
  for (let at = 0; at < missing.length; at += ROWS) {
    const rows = missing.slice(at, at + ROWS);
    const results = await client.send({
      method: 'POST',
      path: '/composite/sobjects',
      template: '/composite/sobjects',
      body: { allOrNone: false, records: rows.map(({ row }) => row) },
      schema: rowResultsSchema,
      purpose: 'assign the permission sets',
      patience: 'job',
    });
    for (const [place, { entry }] of rows.entries()) {
      const result = results[place];
      const [error] = result?.errors ?? [];
      // Somebody else was quicker, or an earlier attempt lost its reply.
      const stands = result?.success === true || error?.statusCode === 'DUPLICATE_VALUE';
      entries.push(
        stands
          ? { ...entry, outcome: 'assigned' }
          : { ...entry, outcome: 'refused', detail: error?.message ?? 'Salesforce gave no reason.' },
      );
    }
  }
  return entries;
}

/** Everybody who holds a permission set of the package. @throws SalesforceCallError */
export async function standingAssignments(client: SalesforceClient): Promise<readonly StandingAssignment[]> {
  const found = await queryAll(client, {
    soql: `SELECT Id, AssigneeId, Assignee.Username, PermissionSet.Name FROM PermissionSetAssignment WHERE PermissionSet.Name IN ${quotedList(Object.values(PERMISSION_SET))}`,
    record: assignmentSchema,
    purpose: 'read who holds the permission sets',
    patience: 'job',
  });
  return found.flatMap(({ Id, Assignee, PermissionSet }) => {
    const role = roleOf(PermissionSet?.Name);
    return role && Assignee ? [{ id: Id, username: Assignee.Username, role }] : [];
  });
}

/** Takes the package's permission sets from everybody. @returns how many were taken @throws SalesforceCallError */
export async function unassignPermissionSets(client: SalesforceClient): Promise<number> {
  const standing = await standingAssignments(client);
  for (const { id } of standing) {
    await client.send({
      method: 'DELETE',
      path: `/sobjects/PermissionSetAssignment/${id}`,
      template: '/sobjects/PermissionSetAssignment/{id}',
      schema: z.unknown(),
      purpose: 'take the permission sets back',
      patience: 'job',
    });
  }
  return standing.length;
}

async function findUsers(client: SalesforceClient, usernames: readonly string[]) {
  const found = new Map<string, z.infer<typeof userSchema>>();
  for (let at = 0; at < usernames.length; at += NAMES) {
    const users = await queryAll(client, {
      soql: `SELECT Id, Username, IsActive FROM User WHERE Username IN ${quotedList(usernames.slice(at, at + NAMES))}`,
      record: userSchema,
      purpose: 'find the people of the install',
      patience: 'job',
    });
    for (const user of users) found.set(user.Username.toLowerCase(), user);
  }
  return found;
}

async function findSets(client: SalesforceClient): Promise<ReadonlyMap<string, string>> {
  const sets = await queryAll(client, {
    soql: `SELECT Id, Name FROM PermissionSet WHERE Name IN ${quotedList(Object.values(PERMISSION_SET))}`,
    record: setSchema,
    purpose: 'find the permission sets',
    patience: 'job',
  });
  return new Map(sets.map(({ Id, Name }) => [Name, Id]));
}

function roleOf(name: string | undefined): PackageRole | undefined {
  return (Object.keys(PERMISSION_SET) as PackageRole[]).find((role) => PERMISSION_SET[role] === name);
}

function unique(wanted: readonly WantedAssignment[]): readonly WantedAssignment[] {
  return [...new Map(wanted.map((one) => [`${one.username.toLowerCase()} ${one.role}`, one])).values()];
}
