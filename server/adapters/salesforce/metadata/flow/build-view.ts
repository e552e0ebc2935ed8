import type { AutomationNode, ForkArm, WriteNode } from '../../../../../src/domain/guard/automation.ts';
import { all, one, text, type XmlObject } from '../xml-shape.ts';
import { effectOf } from './element-effects.ts';
import { everyTarget, type FlowElement, type FlowModel, faultOf, goesOn, nextOf } from './flow-model.ts';
import type { Mark } from './marks.ts';
import type { ConditionReader } from './read-condition.ts';
import { eachOf, takenAt } from './sources.ts';

export interface ViewOptions {
  readonly model: FlowModel;
  readonly conditions: ConditionReader;
  /** What is written to the record whose view this is, by element. */
  readonly marks: ReadonlyMap<string, readonly Mark[]>;
  /** Assignments that fill a variable others read from. */
  readonly captures: ReadonlySet<string>;
  /** Elements that update records of unknown origin. */
  readonly unclear: ReadonlySet<string>;
  /** True in the one view that tells of what nobody can look into. */
  readonly tellsOpaque: boolean;
}

/** The elements of a flow as nodes, as far as they matter to one record. */
export function nodesOf(options: ViewOptions): Map<string, AutomationNode> {
  const nodes = new Map<string, AutomationNode>();
  for (const element of options.model.elements.values())
    for (const node of nodesOfElement(element, options)) nodes.set(node.id, node);
  return nodes;
}

function nodesOfElement(element: FlowElement, options: ViewOptions): readonly AutomationNode[] {
  const { name, raw } = element;
  const effect = options.unclear.has(name)
    ? ({ kind: 'opaque', what: 'an update of records whose origin is not understood' } as const)
    : effectOf(element);
  const marks = options.marks.get(name) ?? [];
  switch (effect.kind) {
    case 'fork':
      return [forkOf(element, options)];
    case 'loop':
      return loopOf(element);
    case 'pause':
      return [{ kind: 'pause', id: name, next: [...new Set([...nextOf(element), ...everyTarget(raw)])] }];
    case 'opaque': {
      const next = [...new Set([...nextOf(element), ...everyTarget(raw)])];
      if (!options.tellsOpaque) return [...withMarks(element, marks, { kind: 'harmless', next }, options)];
      return [{ kind: 'opaque', id: name, what: effect.what, next }];
    }
    default:
      return withMarks(element, marks, { kind: effect.kind, next: nextOf(element) }, options);
  }
}

/** A node for each field that an element writes, and its own node. */
function withMarks(
  element: FlowElement,
  marks: readonly Mark[],
  own: { readonly kind: 'harmless' | 'read'; readonly next: readonly string[] },
  { captures, conditions }: ViewOptions,
): readonly AutomationNode[] {
  const { name } = element;
  const isTaking = captures.has(name) && element.key === 'assignments';
  const last = isTaking ? [takenAt(name)] : own.next;
  const nodes: AutomationNode[] = isTaking ? [{ kind: 'read', id: takenAt(name), next: own.next }] : [];
  if (marks.length === 0) return [{ kind: own.kind, id: name, next: last }, ...nodes];
  const idAt = (at: number) => (at === 0 ? name : `${name} (${at + 1})`);
  marks.forEach(({ property, how, unless }, at) => {
    const next = at + 1 < marks.length ? [idAt(at + 1)] : last;
    const id = unless ? `${idAt(at)} (when found)` : idAt(at);
    nodes.push(writeNode(id, property, how, next));
    if (!unless) return;
    const asked = conditions.ofFilters(element, unless.filters);
    nodes.push({
      kind: 'fork',
      id: idAt(at),
      arms: [{ label: 'not found by its filters', condition: { kind: 'not', of: asked }, next }],
      otherwise: 'found by its filters',
      next: [id],
    });
  });
  return nodes;
}

function writeNode(id: string, property: string, how: WriteNode['how'], next: readonly string[]): WriteNode {
  return { kind: 'write', id, property, target: { kind: 'record' }, how, onlyWhenEmpty: false, next };
}

function forkOf(element: FlowElement, { conditions }: ViewOptions): AutomationNode {
  const { name, raw } = element;
  const arms = all(raw, 'rules').map(
    (rule): ForkArm => ({
      label: labelOf(rule),
      condition: conditions.ofRule(rule),
      next: goesOn(element, one(rule, 'connector')),
    }),
  );
  return {
    kind: 'fork',
    id: name,
    arms,
    otherwise: text(raw, 'defaultConnectorLabel') ?? 'default',
    next: [...goesOn(element, one(raw, 'defaultConnector')), ...faultOf(element)],
  };
}

function labelOf(rule: XmlObject): string {
  return text(rule, 'label') ?? text(rule, 'name') ?? 'without a name';
}

/** After a loop, and in its next round, its variable stands for another record. */
function loopOf(element: FlowElement): readonly AutomationNode[] {
  const { name, raw } = element;
  const [each, done] = [eachOf(name), `${name} (done)`];
  return [
    { kind: 'forget', id: name, of: [each], next: [each, done] },
    { kind: 'read', id: each, next: goesOn(element, one(raw, 'nextValueConnector')) },
    { kind: 'forget', id: done, of: [each], next: goesOn(element, one(raw, 'noMoreValuesConnector')) },
  ];
}
