import type { RoleRequirement } from './requirement.ts';

/** For each voter the address of the person in whose place they decide: mostly their own. */
type Voices = ReadonlyMap<string, string>;

/**
 * Finds for every leaf as many approvers as it needs, so that nobody counts for two of them: neither who decides nor
 * in whose place they decide. A person and their delegate therefore never fill two leaves. Null when there is no such
 * assignment.
 *
 * Exact: every way in which delegates can choose a place, and for each a bipartite matching by augmenting paths
 * (Kuhn), with one seat for each approval a leaf needs. Counting from left to right would not do. With Ben in "lead"
 * and "desk" and Ana in "lead" only, giving Ben to "lead" leaves "desk" short although Ana could have taken his
 * place; the order of rows would then decide who is asked again.
 *
 * @param approvers lower-case e-mail addresses of those who approved
 * @returns the leaf each approver counts for, by address
 */
export function assignApprovers(
  leaves: readonly RoleRequirement[],
  approvers: ReadonlySet<string>,
): ReadonlyMap<string, RoleRequirement> | null {
  for (const voices of waysToSpeak(leaves, approvers)) {
    const assigned = assignVoices(leaves, voices);
    if (assigned) return assigned;
  }
  return null;
}

function assignVoices(
  leaves: readonly RoleRequirement[],
  voices: Voices,
): ReadonlyMap<string, RoleRequirement> | null {
  const seats = leaves.flatMap((leaf) => Array.from({ length: leaf.approve }, () => leaf));
  const seatOf = new Map<string, number>();

  /** Seats somebody at `seat`, moving those who sit elsewhere already; `tried` keeps it from going in circles. */
  function fill(seat: number, tried: Set<string>): boolean {
    const leaf = seats[seat];
    for (const [voter, place] of voices) {
      if (tried.has(voter) || !leaf || !canFill(leaf, voter, place)) continue;
      tried.add(voter);
      const taken = seatOf.get(voter);
      if (taken !== undefined && !fill(taken, tried)) continue;
      seatOf.set(voter, seat);
      return true;
    }
    return false;
  }

  for (const seat of seats.keys()) if (!fill(seat, new Set())) return null;
  return new Map(
    [...seatOf].flatMap(([email, seat]) => {
      const leaf = seats[seat];
      return leaf ? [[email, leaf] as const] : [];
    }),
  );
}

function canFill({ people, delegates = [] }: RoleRequirement, voter: string, place: string): boolean {
  if (!people.some(({ email }) => email === place)) return false;
  return (
    voter === place ||
    delegates.some(({ inPlaceOf, person }) => inPlaceOf === place && person.email === voter)
  );
}

/**
 * Every way in which those who approved can be given a place, so that no place is given twice. Whoever stands in for
 * nobody who is missing speaks for themselves, so that there is a choice only where a delegate has really decided
 * for somebody.
 */
function waysToSpeak(leaves: readonly RoleRequirement[], approvers: ReadonlySet<string>): readonly Voices[] {
  const placesOf = new Map<string, Set<string>>();
  for (const { delegates = [] } of leaves) {
    for (const { person, inPlaceOf } of delegates) {
      if (!approvers.has(person.email)) continue;
      placesOf.set(person.email, (placesOf.get(person.email) ?? new Set()).add(inPlaceOf));
    }
  }
  const isNeeded = (place: string) => !approvers.has(place) || placesOf.has(place);
  let ways: readonly Voices[] = [new Map([...approvers].map((email) => [email, email]))];
  for (const [delegate, places] of placesOf) {
    const needed = [...places].filter(isNeeded);
    ways = ways.flatMap((voices) => [
      voices,
      ...needed
        .filter((place) => !isTaken(voices, place))
        .map((place) => new Map(voices).set(delegate, place)),
    ]);
  }
  return ways.map(withoutOutspoken);
}

/** True when a delegate has been given the place already. */
function isTaken(voices: Voices, place: string): boolean {
  return [...voices].some(([voter, given]) => given === place && voter !== place);
}

/** A place that a delegate fills is not filled by its owner too. */
function withoutOutspoken(voices: Voices): Voices {
  return new Map([...voices].filter(([voter, place]) => voter !== place || !isTaken(voices, place)));
}
