import type { Automation, AutomationNode, FieldNames, ForkNode } from './automation.ts';
import { judgeCondition, NOTHING_SEEN } from './judge-condition.ts';

/**
 * Which held records come this way:
 * `all` as far as the tag is concerned, `some` because a fork looks at the tag together with other things,
 * `unclear` because a fork on the way was not understood.
 */
export type Comers = 'all' | 'some' | 'unclear';

/** One node on the way, with the arm taken to leave it. */
export interface PathStep {
  readonly nodeId: string;
  readonly arm: string | null;
}

/** A node that can be reached, and how. */
export interface Arrival {
  readonly node: AutomationNode;
  readonly comers: Comers;
  /** What was not understood on the way; empty unless `comers` is `unclear`. */
  readonly doubts: readonly string[];
  /** From where the walk began to this node. */
  path(): readonly PathStep[];
}

interface State {
  readonly nodeId: string;
  readonly comers: Comers;
  /** Check and read nodes on the way, whose answers are of now. */
  readonly seen: ReadonlySet<string>;
  readonly doubts: readonly string[];
  readonly from: State | null;
  readonly arm: string | null;
}

interface Exit {
  readonly next: readonly string[];
  readonly arm: string | null;
  readonly comers: Comers;
  readonly doubts: readonly string[];
}

const RANK: Readonly<Record<Comers, number>> = { all: 0, some: 1, unclear: 2 };

/**
 * Where a held record can get to: every fork is judged for a record on hold. Each node is told once, by the way on
 * which most held records come. Loops end the walk; its length grows with the number of edges, not of paths.
 *
 * @param starts node ids to begin with
 */
export function walkHeld(
  automation: Automation,
  starts: readonly string[],
  names: FieldNames,
): readonly Arrival[] {
  return walk(automation, starts, (node, state) =>
    node.kind === 'fork'
      ? heldExits(node, state.seen, names)
      : [{ next: node.next, arm: null, comers: 'all', doubts: [] }],
  );
}

/** Where a record can get to that may be tagged or not: every arm of every fork is open. */
export function walkAny(automation: Automation): readonly Arrival[] {
  return walk(automation, automation.start, (node) => {
    const plain: Exit = { next: node.next, arm: null, comers: 'all', doubts: [] };
    if (node.kind !== 'fork') return [plain];
    return [
      ...node.arms.map(({ label, next }) => ({ ...plain, next, arm: label })),
      { ...plain, arm: node.otherwise },
    ];
  });
}

/**
 * Where a record can stand when it is tagged while inside: after each pause, after a write of the hold by the
 * automation itself, or anywhere when every action may have to wait. Tagging in the very moment between two actions
 * is left out: no guard inside the CRM can rule it out.
 */
export function placesWhenTagged(
  automation: Automation,
  reached: readonly Arrival[],
  names: FieldNames,
): readonly string[] {
  if (automation.pausesAnywhere) return reached.map(({ node }) => node.id);
  return [...new Set(reached.flatMap(({ node }) => placesOf(node, names)))];
}

/** Code and calls to other systems may take their time. A check that waits is answered at the end of the wait. */
function placesOf(node: AutomationNode, names: FieldNames): readonly string[] {
  switch (node.kind) {
    case 'check':
      return [node.id];
    case 'pause':
    case 'opaque':
      return node.next;
    case 'write':
      return node.property.toLowerCase() === names.hold ? node.next : [];
    default:
      return [];
  }
}

/** The arms a held record may take: an arm that surely holds ends the search, one that surely does not is passed. */
function heldExits(fork: ForkNode, seen: ReadonlySet<string>, names: FieldNames): readonly Exit[] {
  const exits: Exit[] = [];
  let comers: Comers = 'all';
  let doubts: readonly string[] = [];
  for (const { label, condition, next } of fork.arms) {
    const judgement = judgeCondition(condition, { names, seen });
    if (judgement.truth === 'false') continue;
    if (judgement.truth === 'true') return [...exits, { next, arm: label, comers, doubts }];
    // Those who come to this arm and those who go past it are each but a part of the held records.
    if (judgement.notUnderstood.length > 0) {
      comers = 'unclear';
      doubts = [...doubts, ...judgement.notUnderstood];
    } else if (judgement.looksAtTag) comers = worse(comers, 'some');
    exits.push({ next, arm: label, comers, doubts });
  }
  return [...exits, { next: fork.next, arm: fork.otherwise, comers, doubts }];
}

function walk(
  automation: Automation,
  starts: readonly string[],
  exitsOf: (node: AutomationNode, state: State) => readonly Exit[],
): readonly Arrival[] {
  // Ways that most held records take come first, so the first state of a node is the one to tell.
  const queues: readonly State[][] = [[], [], []];
  const push = (state: State) => queues[RANK[state.comers]]?.push(state);
  const visited = new Map<string, Set<string>>();
  const told = new Map<string, State>();
  for (const nodeId of starts)
    push({ nodeId, comers: 'all', seen: NOTHING_SEEN, doubts: [], from: null, arm: null });
  for (const queue of queues) {
    // The queue grows while it is read; an array's iterator sees what is added.
    for (const state of queue) {
      const node = automation.nodes.get(state.nodeId);
      if (!node) continue;
      const known = firstVisit(visited, state);
      if (!known) continue;
      if (!told.has(state.nodeId)) told.set(state.nodeId, state);
      const seen = seenAfter(node, known);
      for (const exit of exitsOf(node, { ...state, seen: known })) {
        const comers = worse(state.comers, exit.comers);
        const doubts = exit.doubts.length > 0 ? [...state.doubts, ...exit.doubts] : state.doubts;
        for (const nodeId of exit.next) push({ nodeId, comers, seen, doubts, from: state, arm: exit.arm });
      }
    }
  }
  return [...told.values()].flatMap((state) => {
    const node = automation.nodes.get(state.nodeId);
    if (!node) return [];
    const { comers, doubts } = state;
    // Few arrivals are ever told, and a way can be hundreds of steps long.
    return [{ node, comers, doubts: [...new Set(doubts)], path: () => pathTo(state) }];
  });
}

/** Each node is visited once for each set of what was seen before; beyond this many, as if nothing had been seen. */
const MOST_VISITS = 16;

/** What is known to have been seen when a node is visited in a new way; null when it was visited like this before. */
function firstVisit(
  visited: Map<string, Set<string>>,
  { nodeId, comers, seen }: State,
): ReadonlySet<string> | null {
  const place = `${nodeId} ${comers}`;
  const visits = visited.get(place) ?? new Set();
  visited.set(place, visits);
  const known = visits.size < MOST_VISITS ? seen : NOTHING_SEEN;
  const key = known.size === 0 ? '' : [...known].toSorted().join('\n');
  if (visits.has(key)) return null;
  visits.add(key);
  return known;
}

function seenAfter(node: AutomationNode, seen: ReadonlySet<string>): ReadonlySet<string> {
  if (node.kind === 'forget') return new Set([...seen].filter((one) => !node.of.includes(one)));
  if (node.kind !== 'check' && node.kind !== 'read') return seen;
  return seen.has(node.id) ? seen : new Set([...seen, node.id]);
}

function worse(a: Comers, b: Comers): Comers {
  return RANK[a] >= RANK[b] ? a : b;
}

function pathTo(state: State): readonly PathStep[] {
  const steps: PathStep[] = [];
  let arm: string | null = null;
  for (let at: State | null = state; at; at = at.from) {
    steps.push({ nodeId: at.nodeId, arm });
    arm = at.arm;
  }
  return steps.toReversed();
}
