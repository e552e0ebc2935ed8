import type { FieldValue } from '../../domain/exception-request/break-glass.ts';
import type { FiledState } from '../../domain/exception-request/state.ts';
import type { PeopleSnapshot } from '../../domain/policy/directory.ts';
import type { Names } from '../../domain/watch/change-in-words.ts';
import { wantedValue } from '../../domain/watch/wanted-value.ts';
import type { StoredChange } from '../../ports/judgement-store.ts';
import type { HandoffTransaction } from '../../ports/unit-of-work.ts';
import { readBooks } from './record-exceptions.ts';

/** Everything that mending one change needs to know, as the books have it now. */
export interface RemedyCase {
  readonly stored: StoredChange;
  /** The exception it was held against, while it is in force. */
  readonly state: FiledState | null;
  /** True when it was held against an exception that is over by now. */
  readonly isOver: boolean;
  /** What must stand in the field; null when nobody can tell. */
  readonly wanted: FieldValue | null;
  readonly people: PeopleSnapshot | null;
  readonly names: Names;
}

/** Reads what the books say of a change that is to be mended; null when there is none. */
export async function readCase(tx: HandoffTransaction, changeId: string): Promise<RemedyCase | null> {
  const stored = await tx.judgements.findChange(changeId);
  if (!stored) return null;
  const { change, requestId } = stored.judged;
  const people = await tx.findPeople();
  const books = await readBooks(tx, change.record);
  const against = books.exceptions.find(({ exception }) => exception.requestId === requestId);
  const inForce = against && against.exception.overAt === null ? against : undefined;
  // A tag that nothing covered may be covered by now: what was found without an exception is then as it should be.
  const covering =
    requestId === undefined ? books.exceptions.find(({ exception }) => exception.overAt === null) : inForce;
  const wanted = wantedValue({
    change,
    state: covering?.state ?? null,
    throughGroup: covering?.exception.through === 'group',
    ownWrites: books.ownWrites,
    judged: books.judged,
  });
  return {
    stored,
    state: covering?.state ?? null,
    isOver: requestId !== undefined && inForce === undefined,
    wanted,
    people,
    names: namesOf(people),
  };
}

function named(
  ids: readonly (string | undefined)[],
  name: string,
): readonly (readonly [id: string, name: string])[] {
  return ids.flatMap((id) => (id === undefined ? [] : [[id, name] as const]));
}

/** What the people of a CRM are called. */
export function namesOf(people: PeopleSnapshot | null): Names {
  const all = people?.people ?? [];
  const byUser = new Map(
    all.flatMap(({ userId, elsewhere, name }) => named([userId, elsewhere?.userId], name)),
  );
  const byOwner = new Map(
    all.flatMap(({ ownerId, elsewhere, name }) => named([ownerId, elsewhere?.ownerId], name)),
  );
  return { ofUser: (id) => byUser.get(id), ofOwner: (id) => byOwner.get(id) };
}
