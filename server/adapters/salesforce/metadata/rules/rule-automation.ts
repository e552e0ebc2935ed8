import type {
  Automation,
  AutomationNode,
  Entry,
  WriteNode,
} from '../../../../../src/domain/guard/automation.ts';
import { recordKindOf, SALESFORCE_WORDS } from '../record-objects.ts';

export interface RuleParts {
  readonly id: string;
  readonly name: string;
  readonly object: string;
  readonly enabled: boolean;
  readonly entry: Entry['condition'];
  readonly nodes: readonly AutomationNode[];
  readonly doubts?: readonly string[];
  readonly others?: readonly Automation[];
}

/** The node at which every rule begins. With blanks: no action may be called so. */
export const BEGINNING = 'the start of the rule';

/** A rule as an automation: its criteria are the only way in. */
export function ruleAutomation({
  id,
  name,
  object,
  enabled,
  entry,
  nodes,
  doubts = [],
  others = [],
}: RuleParts): Automation {
  return {
    id,
    name,
    revision: null,
    enabled,
    recordKind: recordKindOf(object),
    entry: { condition: entry, removesWhenUnmet: false, onlyWay: true },
    exclusions: [],
    start: [BEGINNING],
    nodes: new Map(nodes.map((node) => [node.id, node])),
    pausesAnywhere: false,
    doubts,
    others,
    words: { ...SALESFORCE_WORDS, entry: 'its criteria' },
  };
}

/** A write to the record that the rule runs on. */
export function writes(
  id: string,
  property: string,
  next: readonly string[],
  how: WriteNode['how'] = 'sets',
): WriteNode {
  return { kind: 'write', id, property, target: { kind: 'record' }, how, onlyWhenEmpty: false, next };
}
