import type {
  Automation,
  AutomationNode,
  Exclusion,
  FieldNames,
  WriteNode,
  WrittenField,
} from './automation.ts';
import { type GuardStrength, judgeCondition, NOTHING_SEEN, negate, strengthOf } from './judge-condition.ts';
import { type Arrival, placesWhenTagged, walkAny, walkHeld } from './walk-automation.ts';

/** The exclusion that does most for held records, and how much that is. */
export interface BestExclusion {
  readonly strength: GuardStrength;
  /** Null when none looks at the tag. */
  readonly exclusion: Exclusion | null;
  /** What in it was not understood, in words. */
  readonly doubts: readonly string[];
}

/** Where records get to in one automation, whatever its entry condition says. */
export interface Reach {
  readonly exclusion: BestExclusion;
  /** True when no held record gets in, since its condition keeps all of them out and there is no other way. */
  readonly keptOut: boolean;
  /** Held from the beginning. */
  readonly held: readonly Arrival[];
  /** Tagged while inside. */
  readonly inside: readonly Arrival[];
  /** Tagged or not. */
  readonly any: readonly Arrival[];
}

/** All automations of a portal with what was found out about them. A portal is worked out once. */
export interface Portal {
  readonly names: FieldNames;
  find(automationId: string): Automation | undefined;
  reach(automation: Automation): Reach;
}

/** @param automations all that could be read: those that are missing cannot be looked into when others enrol in them */
export function createPortal(automations: readonly Automation[], names: FieldNames): Portal {
  const byId = new Map(automations.map((automation) => [automation.id, automation]));
  const reaches = new Map<Automation, Reach>();
  return {
    names,
    find: (automationId) => byId.get(automationId),
    reach(automation) {
      const known = reaches.get(automation);
      if (known) return known;
      const found = reachOf(automation, names);
      reaches.set(automation, found);
      return found;
    },
  };
}

function reachOf(automation: Automation, names: FieldNames): Reach {
  const exclusion = bestExclusion(automation, names);
  const any = walkAny(automation);
  // Kept out and removed when tagged: no held record is ever inside.
  const keptOut = automation.entry.onlyWay === true && entryStrength(automation, names) === 'sure';
  if (exclusion.strength === 'sure') return { exclusion, keptOut, held: [], inside: [], any };
  return {
    exclusion,
    keptOut,
    held: keptOut ? [] : walkHeld(automation, automation.start, names),
    inside: walkHeld(automation, placesWhenTagged(automation, any, names), names),
    any,
  };
}

/** How well the entry condition keeps held records out. */
function entryStrength({ entry }: Automation, names: FieldNames): GuardStrength {
  if (!entry.condition) return 'none';
  return strengthOf(negate(judgeCondition(entry.condition, { names, seen: NOTHING_SEEN })));
}

const BEST_FIRST: readonly GuardStrength[] = ['sure', 'cannot_tell', 'partial'];

function bestExclusion({ exclusions }: Automation, names: FieldNames): BestExclusion {
  const judged = exclusions.map((exclusion) => {
    const judgement = judgeCondition(exclusion.condition, { names, seen: NOTHING_SEEN });
    return { strength: strengthOf(judgement), exclusion, doubts: judgement.notUnderstood };
  });
  for (const wanted of BEST_FIRST) {
    const best = judged.find(({ strength }) => strength === wanted);
    if (best) return best;
  }
  return { strength: 'none', exclusion: null, doubts: [] };
}

/** The governed field a node writes, on the record itself or on associated ones; null when it writes none. */
export function writtenField(
  node: AutomationNode,
  automation: Automation,
  names: FieldNames,
): { readonly node: WriteNode; readonly field: WrittenField } | null {
  if (node.kind !== 'write') return null;
  const kind = node.target.kind === 'record' ? automation.recordKind : node.target.recordKind;
  const field = names.governed.get(node.property.toLowerCase());
  return field && kind !== 'other' ? { node, field } : null;
}
