import { expect, it } from '@jest/globals';
import type { Automation, AutomationNode, FieldNames } from '../../src/domain/guard/automation.ts';
import { classifyAutomation } from '../../src/domain/guard/classify-automation.ts';
import type { Condition } from '../../src/domain/guard/condition.ts';
import { createPortal } from '../../src/domain/guard/reach.ts';

const NAMES: FieldNames = {
  hold: 'hold',
  heldValue: 'true',
  tags: new Set(['hold']),
  governed: new Map([['owner', 'owner']]),
};
const FREE: Condition = {
  kind: 'seen',
  nodeIds: ['read'],
  property: 'hold',
  test: { kind: 'none_of', values: ['true'] },
};

/** A record goes through these nodes one after the other, then is asked what was seen of it, then is written. */
function verdictOf(before: readonly AutomationNode[]): string {
  const nodes: readonly AutomationNode[] = [
    ...before,
    {
      kind: 'fork',
      id: 'ask',
      arms: [{ label: 'free', condition: FREE, next: ['write'] }],
      otherwise: 'held',
      next: [],
    },
    {
      kind: 'write',
      id: 'write',
      property: 'owner',
      target: { kind: 'record' },
      how: 'sets',
      onlyWhenEmpty: false,
      next: [],
    },
  ];
  const automation: Automation = {
    id: 'flow',
    name: 'Flow',
    revision: null,
    enabled: true,
    recordKind: 'deal',
    entry: { condition: null, removesWhenUnmet: false, onlyWay: true },
    exclusions: [],
    start: [nodes[0]?.id ?? 'ask'],
    nodes: new Map(nodes.map((node) => [node.id, node])),
    pausesAnywhere: false,
    doubts: [],
  };
  return classifyAutomation(automation, createPortal([automation], NAMES)).verdict;
}

const read: AutomationNode = { kind: 'read', id: 'read', next: ['then'] };
const forget = (of: readonly string[]): AutomationNode => ({ kind: 'forget', id: 'then', of, next: ['ask'] });

it.each<readonly [string, string, readonly AutomationNode[]]>([
  ['was read just before', 'respects', [{ ...read, next: ['ask'] }]],
  ['was read, and another variable changed since', 'respects', [read, forget(['other'])]],
  ['was read, and the variable stands for another record since', 'partly', [read, forget(['read'])]],
  ['was read before time passed', 'partly', [read, { kind: 'pause', id: 'then', next: ['ask'] }]],
  ['was never read', 'partly', []],
])('what is known of a record that %s: %s', (_, verdict, before) => {
  expect(verdictOf(before)).toBe(verdict);
});
