import type { DecisionRightResult, PolicyDecision, ResolvedRequirement } from './decision.ts';
import { evaluatePolicy, type PolicyQuestion } from './evaluate-policy.ts';
import type { FactMap } from './facts.ts';
import { mapRoles, type RoleRequirement, rolesOf, without } from './requirement.ts';
import { factInWords } from './words.ts';

/** A fact that is not what it was when the request was filed, in words. */
export interface FactChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What a request was filed on, as far as a later look at the facts needs it. */
export interface FiledDecision {
  readonly facts: FactMap;
  readonly decision: PolicyDecision;
  readonly requesterEmail: string;
  /** What is asked already: as filed, and what earlier changes of facts added. */
  readonly asked: readonly ResolvedRequirement[];
}

/** What later facts add to a request. Both lists are empty when nobody else has to be asked. */
export interface ChangedFacts {
  readonly changed: readonly FactChange[];
  readonly added: readonly ResolvedRequirement[];
}

/**
 * Names of the record's facts that decided who is asked: those that a row reads, excluded rows too, and those that
 * choose the people of a role. Facts of the request itself are frozen and cannot change.
 */
export function factsThatMattered({ rows }: PolicyDecision): readonly string[] {
  return [...new Set(rows.flatMap(factsOfRow))].filter((name) => !name.startsWith('request.')).sort();
}

/**
 * Holds fresh facts against those a request was filed on, under the policy version it was filed under: what must be
 * asked that was not asked yet, and which facts brought it about. It only adds.
 *
 * A fact that cannot be read now keeps the value it was filed with: nothing was seen to change, so nothing is asked
 * and nothing is let go. A fact that was read and is blank is a change, and rows it no longer excludes add theirs.
 *
 * @param question the pinned policy and type; its facts are the fresh ones
 */
export function changedFacts(filed: FiledDecision, question: PolicyQuestion): ChangedFacts {
  const facts = seenFacts(filed, question.facts);
  const after = evaluatePolicy({ ...question, facts });
  // People join and leave teams: whom the filed facts would ask today is no change of facts.
  const unchanged = evaluatePolicy({ ...question, facts: filed.facts }).rows;
  const known = [
    ...filed.asked.flatMap(partsOf),
    ...unchanged
      .filter(({ truth }) => truth !== 'false')
      .flatMap(({ require }) => partsOf(without(require, filed.requesterEmail))),
  ];
  const added: ResolvedRequirement[] = [];
  const causes = new Set<string>();
  for (const row of after.rows) {
    if (row.truth === 'false') continue;
    const missing = partsOf(without(row.require, filed.requesterEmail)).filter(
      (part) => !known.some((other) => covers(other, part)),
    );
    if (missing.length === 0) continue;
    known.push(...missing);
    added.push(...missing.map((part) => explained(part, row)));
    for (const name of factsOfRow(row)) causes.add(name);
  }
  const changed = [...causes].sort().flatMap((name) => changeOf(name, filed.facts, facts));
  return { changed, added };
}

/**
 * Both requirements at once: what is asked, with those parts of the other that it does not cover. Whoever satisfies the
 * result has satisfied each.
 */
export function withBoth(asked: ResolvedRequirement, other: ResolvedRequirement): ResolvedRequirement {
  const known = partsOf(asked);
  return withAdded(
    asked,
    partsOf(other).filter((part) => !known.some((one) => covers(one, part))),
  );
}

/** What was asked with what was added: an AND of both. */
export function withAdded(
  requirement: ResolvedRequirement,
  added: readonly ResolvedRequirement[],
): ResolvedRequirement {
  return added.length === 0 ? requirement : { kind: 'all_of', of: [...partsOf(requirement), ...added] };
}

function seenFacts({ facts, decision }: FiledDecision, fresh: FactMap): FactMap {
  const seen = factsThatMattered(decision).flatMap((name) => {
    const fact = fresh[name];
    return fact && fact.state !== 'unreadable' ? [[name, fact] as const] : [];
  });
  return { ...facts, ...Object.fromEntries(seen) };
}

function changeOf(name: string, before: FactMap, after: FactMap): readonly FactChange[] {
  const [was, is] = [before[name], after[name]];
  const from = was ? factInWords(was) : 'not known';
  const to = is ? factInWords(is) : 'not known';
  return from === to ? [] : [{ name, from, to }];
}

function factsOfRow({ when, require }: DecisionRightResult): readonly string[] {
  return [
    ...when.groups.flatMap(({ conditions }) => conditions.map(({ condition }) => condition.property)),
    ...rolesOf(require).flatMap(({ fact }) => (fact === undefined ? [] : [fact])),
  ];
}

function partsOf(requirement: ResolvedRequirement): readonly ResolvedRequirement[] {
  return requirement.kind === 'all_of' ? requirement.of.flatMap(partsOf) : [requirement];
}

/** True when whoever satisfies the one has satisfied the other. */
function covers(one: ResolvedRequirement, other: ResolvedRequirement): boolean {
  if (one.kind === 'role' && other.kind === 'role') {
    return (
      one.role === other.role &&
      emailsOf(one) === emailsOf(other) &&
      one.approve >= other.approve &&
      one.deny <= other.deny &&
      (other.delegable || !one.delegable) &&
      other.distinctFrom.every((role) => one.distinctFrom.includes(role))
    );
  }
  if (one.kind !== other.kind || one.kind === 'role' || other.kind === 'role') return false;
  return (
    one.of.length === other.of.length &&
    one.of.every((part, at) => {
      const counterpart = other.of[at];
      return counterpart !== undefined && covers(part, counterpart);
    })
  );
}

function emailsOf({ people }: RoleRequirement): string {
  return people
    .map(({ email }) => email)
    .sort()
    .join();
}

/** The filed decision does not hold the row as it stands now, so its sentence goes with what it added. */
function explained(part: ResolvedRequirement, { because }: DecisionRightResult): ResolvedRequirement {
  return mapRoles(part, (role) => ({ ...role, because: `${role.because}. ${because.replace(/\.$/, '')}` }));
}
