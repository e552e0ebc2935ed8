import type { ChangeSource } from '../../../../src/domain/watch/field-change.ts';

/** A user of the org, as far as it tells what they are. */
export interface HistoryUser {
  readonly name: string | null;
  readonly userType: string | null;
  /** What the licence of their profile is called. */
  readonly licence: string | null;
}

/** What a row of history is told by. */
export interface HistoryAuthor {
  readonly userId: string;
  /** Null for a user that the org does not show. */
  readonly user: HistoryUser | null;
  /** The user that Handrail itself connects as. */
  readonly ownUserId: string;
  /** Salesforce's word for the field of the row. */
  readonly rowField: string;
}

/**
 * Rows of an owner that say more than who was running: Salesforce marks what a rule did, and what somebody took from a
 * queue (from memory of the object reference: to be proved in an org).
 */
const BY_ROW: Readonly<Record<string, Omit<ChangeSource, 'userId'>>> = {
  ownerassignment: { kind: 'workflow', type: 'ownerAssignment', label: 'an assignment rule' },
  ownerescalated: { kind: 'workflow', type: 'ownerEscalated', label: 'an escalation rule' },
  owneraccepted: { kind: 'person', type: 'ownerAccepted' },
};

/** Users nobody logs in as (User.UserType). */
const BY_USER_TYPE: Readonly<Record<string, ChangeSource['kind']>> = {
  AutomatedProcess: 'workflow',
  CloudIntegrationUser: 'integration',
  Guest: 'other',
};

/** Licences for programs carry the word in their names: "Salesforce Integration", "Analytics Cloud Integration User". */
const FOR_PROGRAMS = /\bintegration\b/i;

/**
 * Says who a row of field history comes from. The row names the **running user**: a flow, a rule or Apex that somebody
 * set off runs in their name, so a person's row is never surely that person's own.
 */
export function changeSourceOf({ userId, user, ownUserId, rowField }: HistoryAuthor): ChangeSource {
  const byRow = BY_ROW[rowField.toLowerCase()];
  if (byRow) return { ...byRow, userId };
  if (sameId(userId, ownUserId)) return { kind: 'own_user', userId };
  const { name = null, userType = null, licence = null } = user ?? {};
  const kind = BY_USER_TYPE[userType ?? ''] ?? (licence && FOR_PROGRAMS.test(licence) ? 'integration' : null);
  if (kind === null) return { kind: 'running_user', userId };
  const type = kind === 'integration' && licence ? licence : userType;
  return {
    kind,
    userId,
    ...(type && { type }),
    ...(name && { label: name }),
    ...(kind === 'integration' && { isForeign: true }),
  };
}

/** Ids come with 15 or 18 characters; the last three only repeat the rest. */
function sameId(a: string, b: string): boolean {
  return a.slice(0, 15) === b.slice(0, 15);
}
