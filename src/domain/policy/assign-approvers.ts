import type { RoleRequirement } from './requirement.ts';

/**
 * Finds for every leaf as many approvers as it needs, so that nobody counts for two of them. Null when there is no
 * such assignment.
 *
 * Exact: a bipartite matching by augmenting paths (Kuhn), with one seat for each approval a leaf needs. Counting from
 * left to right would not do. With Ben in "lead" and "desk" and Ana in "lead" only, giving Ben to "lead" leaves
 * "desk" short although Ana could have taken his place; the order of rows would then decide who is asked again.
 *
 * @param approvers lower-case e-mail addresses of those who approved
 * @returns the leaf each approver counts for, by address
 */
export function assignApprovers(
  leaves: readonly RoleRequirement[],
  approvers: ReadonlySet<string>,
): ReadonlyMap<string, RoleRequirement> | null {
  const seats = leaves.flatMap((leaf) => Array.from({ length: leaf.approve }, () => leaf));
  const seatOf = new Map<string, number>();

  /** Seats somebody at `seat`, moving those who sit elsewhere already; `tried` keeps it from going in circles. */
  function fill(seat: number, tried: Set<string>): boolean {
    for (const { email } of seats[seat]?.people ?? []) {
      if (!approvers.has(email) || tried.has(email)) continue;
      tried.add(email);
      const taken = seatOf.get(email);
      if (taken !== undefined && !fill(taken, tried)) continue;
      seatOf.set(email, seat);
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
