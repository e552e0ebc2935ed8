import { partsOf } from '../policy/changed-facts.ts';
import type { PolicyDecision, ResolvedRequirement } from '../policy/decision.ts';
import type { Fact, FactMap } from '../policy/facts.ts';
import { type RoleRequirement, rolesOf } from '../policy/requirement.ts';

/** A record that stands for others in an explanation. */
export interface ExampleRecord {
  readonly recordId: string;
  readonly title: string;
}

/** A part of what is asked, with how many records ask it. */
export interface AskedPart {
  readonly part: ResolvedRequirement;
  readonly records: number;
  readonly example: ExampleRecord;
}

/** A decision right that some records could not exclude. */
export interface KeptRow {
  readonly id: string;
  readonly label: string;
  /** Records that keep the row; for `unknown` of them only because a fact is missing. */
  readonly records: number;
  readonly unknown: number;
  /** The sentence of the example. */
  readonly because: string;
  readonly example: ExampleRecord;
}

/** What the records of a bulk request ask together, as far as they have been looked at. */
export interface Gathered {
  /** Records that can be carried out. */
  readonly records: number;
  readonly leftOut: number;
  readonly parts: readonly AskedPart[];
  readonly rows: readonly KeptRow[];
  /** Facts that are the same for all records so far; others count as unreadable. Null before the first record. */
  readonly facts: FactMap | null;
}

/** A record held against the policy. */
export interface JudgedRecord extends ExampleRecord {
  readonly decision: PolicyDecision;
  /** Who must approve for this record alone; the requester is not among them. */
  readonly requirement: ResolvedRequirement;
  readonly facts: FactMap;
}

export const NOTHING_GATHERED: Gathered = { records: 0, leftOut: 0, parts: [], rows: [], facts: null };

const DIFFERS: Fact = { state: 'unreadable', why: 'it differs between the records' };

/**
 * Adds a record to what is asked. Pure, and it only adds: whoever satisfies what is asked of all has satisfied what
 * each record asks alone, and whoever could reject one of them can reject all. A role that several records ask of
 * the same people is asked once, on the strictest terms of them all.
 */
export function gather(sofar: Gathered, record: JudgedRecord): Gathered {
  const example = { recordId: record.recordId, title: record.title };
  return {
    records: sofar.records + 1,
    leftOut: sofar.leftOut,
    parts: withParts(sofar.parts, partsOf(record.requirement), example),
    rows: withRows(sofar.rows, record.decision, example),
    facts: sofar.facts === null ? record.facts : common(sofar.facts, record.facts),
  };
}

/** Who must approve for all records together; null before the first record. */
export function requirementOf({ parts }: Gathered): ResolvedRequirement | null {
  return parts.length === 0 ? null : { kind: 'all_of', of: parts.map(({ part }) => part) };
}

function withParts(
  sofar: readonly AskedPart[],
  parts: readonly ResolvedRequirement[],
  example: ExampleRecord,
): readonly AskedPart[] {
  const byKey = new Map(sofar.map((asked) => [keyOf(asked.part), asked]));
  // One record counts once for a part, also when two of its rows ask it.
  const counted = new Set<string>();
  for (const part of parts) {
    const key = keyOf(part);
    const known = byKey.get(key);
    const records = (known?.records ?? 0) + (counted.has(key) ? 0 : 1);
    counted.add(key);
    byKey.set(
      key,
      known ? { ...known, part: strictest(known.part, part), records } : { part, records, example },
    );
  }
  return [...byKey.values()];
}

/** The same role of the same people is one part; an alternative is one with all its terms. */
function keyOf(part: ResolvedRequirement): string {
  return part.kind === 'role'
    ? JSON.stringify([part.role, emailsOf(part)])
    : JSON.stringify([part.kind, part.of.map(termsOf)]);
}

function termsOf(part: ResolvedRequirement): unknown {
  if (part.kind !== 'role') return [part.kind, part.of.map(termsOf)];
  return [part.role, emailsOf(part), part.approve, part.deny, part.distinctFrom, part.delegable];
}

function emailsOf({ people }: RoleRequirement): readonly string[] {
  return people.map(({ email }) => email).sort();
}

function strictest(one: ResolvedRequirement, other: ResolvedRequirement): ResolvedRequirement {
  if (one.kind !== 'role' || other.kind !== 'role') return one;
  return {
    ...one,
    approve: Math.max(one.approve, other.approve),
    deny: Math.min(one.deny, other.deny),
    distinctFrom: [...new Set([...one.distinctFrom, ...other.distinctFrom])].sort(),
    delegable: one.delegable && other.delegable,
  };
}

function withRows(
  sofar: readonly KeptRow[],
  { rows }: PolicyDecision,
  example: ExampleRecord,
): readonly KeptRow[] {
  const byId = new Map(sofar.map((row) => [row.id, row]));
  for (const { id, label, truth, because } of rows) {
    if (truth === 'false') continue;
    const known = byId.get(id) ?? { id, label, records: 0, unknown: 0, because, example };
    const unknown = known.unknown + (truth === 'unknown' ? 1 : 0);
    byId.set(id, { ...known, records: known.records + 1, unknown });
  }
  return [...byId.values()];
}

function common(sofar: FactMap, facts: FactMap): FactMap {
  return Object.fromEntries(
    Object.entries(sofar).map(([name, fact]) => [name, isSame(fact, facts[name]) ? fact : DIFFERS]),
  );
}

function isSame(one: Fact, other: Fact | undefined): boolean {
  if (one.state === 'known') return other?.state === 'known' && one.value === other.value;
  return one.state === other?.state;
}

/** Labels of the roles that are asked, each once. */
export function rolesAsked({ parts }: Gathered): readonly string[] {
  return [...new Set(parts.flatMap(({ part }) => rolesOf(part)).map(({ label }) => label))];
}
