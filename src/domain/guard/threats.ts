import type { Automation, WriteNode, WrittenField } from './automation.ts';
import { type Portal, writtenField } from './reach.ts';
import type { Arrival, Comers } from './walk-automation.ts';

/** A place from which a held record may be changed. */
export interface Threat {
  /** `write`: it surely changes a governed field; `opaque`: nobody can see what it does. */
  readonly kind: 'write' | 'opaque';
  readonly comers: Comers;
  /** What was not understood, in words. */
  readonly doubts: readonly string[];
  /** The way in the automation that was asked about. */
  readonly arrival: Arrival;
  /** The automations the record is put into on the way, outermost first. */
  readonly through: readonly Automation[];
  /** For `write`. */
  readonly write: { readonly node: WriteNode; readonly field: WrittenField } | null;
  /** For `opaque`: what it is, in words. */
  readonly what: string;
}

const RANK: Readonly<Record<Comers, number>> = { all: 0, some: 1, unclear: 2 };

/** From one automation into the next; longer chains are left to a person. */
const LONGEST_CHAIN = 25;

/**
 * What can happen to held records on these arrivals, in this automation and in those it puts them into. Entry
 * conditions do not count there: an automation that enrols a record does not ask them.
 */
export function threatsOf(
  arrivals: readonly Arrival[],
  automation: Automation,
  portal: Portal,
): readonly Threat[] {
  const entered = new Map<string, number>([[automation.id, RANK.all]]);
  return arrivals.flatMap((arrival) => {
    const { node, comers, doubts } = arrival;
    const here = { comers, doubts, arrival, through: [], write: null, what: '' };
    if (node.kind === 'opaque') return [{ ...here, kind: 'opaque' as const, what: node.what }];
    if (node.kind === 'enrol') return enrolled(node.automationId, automation, here, portal, entered);
    const write = writtenField(node, automation, portal.names);
    return write?.node.target.kind === 'record' ? [{ ...here, kind: 'write' as const, write }] : [];
  });
}

type Way = Omit<Threat, 'kind'>;

function enrolled(
  automationId: string,
  from: Automation,
  way: Way,
  portal: Portal,
  entered: Map<string, number>,
): readonly Threat[] {
  const target = portal.find(automationId);
  if (!target)
    return [{ ...way, kind: 'opaque', what: `enrolment in workflow ${automationId} (it could not be read)` }];
  if (way.through.length >= LONGEST_CHAIN)
    return [{ ...way, kind: 'opaque', what: `a chain of more than ${LONGEST_CHAIN} enrolments` }];
  const { exclusion, held } = portal.reach(target);
  if (exclusion.strength === 'sure') return [];
  const inner: Way = {
    ...tempered(way, exclusion.strength, exclusion.doubts),
    through: [...way.through, target],
  };
  const before = entered.get(automationId);
  if (before !== undefined && before <= RANK[inner.comers]) return [];
  entered.set(automationId, RANK[inner.comers]);
  if (target.recordKind !== from.recordKind)
    return [{ ...way, kind: 'opaque', what: `enrolment in "${target.name}" (it works on other records)` }];
  const doubtful: readonly Threat[] =
    target.doubts.length > 0
      ? [{ ...inner, kind: 'opaque', what: `enrolment in "${target.name}" (it is not understood in full)` }]
      : [];
  const inside = held.flatMap((arrival): readonly Threat[] => {
    const reached: Way = {
      ...inner,
      comers: RANK[arrival.comers] > RANK[inner.comers] ? arrival.comers : inner.comers,
      doubts: [...inner.doubts, ...arrival.doubts],
    };
    const { node } = arrival;
    if (node.kind === 'opaque') return [{ ...reached, kind: 'opaque', what: node.what }];
    if (node.kind === 'enrol') return enrolled(node.automationId, target, reached, portal, entered);
    const write = writtenField(node, target, portal.names);
    return write?.node.target.kind === 'record' ? [{ ...reached, kind: 'write', write }] : [];
  });
  return [...doubtful, ...inside];
}

/** What is left of the stream of held records behind an exclusion that does not surely keep all of them out. */
function tempered(way: Way, strength: 'partial' | 'cannot_tell' | 'none', doubts: readonly string[]): Way {
  if (strength === 'none') return way;
  if (strength === 'cannot_tell') return { ...way, comers: 'unclear', doubts: [...way.doubts, ...doubts] };
  return way.comers === 'all' ? { ...way, comers: 'some' } : way;
}

/** Whether an automation changes a governed field of its records, itself or by enrolling them elsewhere. */
export function touchesGoverned(automation: Automation, portal: Portal): boolean {
  const entered = new Set([automation]);
  // A set's iterator sees what is added while it is read.
  for (const one of entered) {
    for (const { node } of portal.reach(one).any) {
      if (node.kind === 'opaque' || writtenField(node, one, portal.names)) return true;
      if (node.kind !== 'enrol') continue;
      const target = portal.find(node.automationId);
      if (!target) return true;
      entered.add(target);
    }
  }
  return false;
}
