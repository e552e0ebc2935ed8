import { parseFilterLogic } from './filter-logic.ts';
import type { FieldInput, FlowConditions, FlowOperand } from './flow-definition.ts';
import { MetadataError, type XmlNode } from './xml-node.ts';

/** Reads a `value` element, which names the type of its value by the element inside. @throws MetadataError */
export function readOperand(node: XmlNode | undefined): FlowOperand {
  const [kind] = node?.names ?? [];
  const text = kind === undefined ? undefined : node?.textOf(kind);
  if (kind === undefined || text === undefined) return { kind: 'constant', value: null };
  switch (kind) {
    case 'stringValue':
      return { kind: 'constant', value: text };
    case 'numberValue':
      return { kind: 'constant', value: Number(text) };
    case 'booleanValue':
      return { kind: 'constant', value: text === 'true' };
    case 'dateValue':
    case 'dateTimeValue':
      return { kind: 'date', value: text };
    case 'elementReference':
      return { kind: 'reference', path: text };
    default:
      throw new MetadataError(`the sandbox does not know a value of the kind ${kind}`);
  }
}

/** Reads `filters` of records, which name a field. @throws MetadataError */
export function readConditions(nodes: readonly XmlNode[], logic: string | undefined): FlowConditions {
  return conditionsOf(nodes, logic, { left: 'field', right: 'value' });
}

/** Reads `conditions` of a decision, which name any resource. @throws MetadataError */
export function readRules(nodes: readonly XmlNode[], logic: string | undefined): FlowConditions {
  return conditionsOf(nodes, logic, { left: 'leftValueReference', right: 'rightValue' });
}

function conditionsOf(
  nodes: readonly XmlNode[],
  logic: string | undefined,
  names: { readonly left: string; readonly right: string },
): FlowConditions {
  return {
    conditions: nodes.map((node) => ({
      left: node.required(names.left),
      operator: knownOperator(node.required('operator')),
      right: readOperand(node.one(names.right)),
    })),
    logic: parseFilterLogic(logic, nodes.length),
  };
}

/** Reads `inputAssignments` of fields. @throws MetadataError */
export function readFields(nodes: readonly XmlNode[]): readonly FieldInput[] {
  return nodes.map((node) => ({ field: node.required('field'), value: readOperand(node.one('value')) }));
}

/** The name of the element that a connector leads to. */
export function targetOf(node: XmlNode, connector: string): string | undefined {
  return node.one(connector)?.textOf('targetReference');
}

/** The operators of conditions that the sandbox knows. */
export const OPERATORS = [
  'EqualTo',
  'NotEqualTo',
  'GreaterThan',
  'GreaterThanOrEqualTo',
  'LessThan',
  'LessThanOrEqualTo',
  'StartsWith',
  'EndsWith',
  'Contains',
  'IsNull',
  'IsBlank',
  'IsEmpty',
  'IsChanged',
  'In',
  'NotIn',
] as const;

function knownOperator(operator: string): string {
  const known: readonly string[] = OPERATORS;
  if (!known.includes(operator))
    throw new MetadataError(`the sandbox does not know the operator ${operator}`);
  return operator;
}
