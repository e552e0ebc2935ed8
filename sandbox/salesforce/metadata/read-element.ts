import type { FlowElement } from './flow-definition.ts';
import { readConditions, readFields, readOperand, readRules, targetOf } from './read-operand.ts';
import { MetadataError, type XmlNode } from './xml-node.ts';

type Reader = (node: XmlNode) => FlowElement;

const ASSIGN_OPERATORS = ['Assign', 'Add', 'Subtract'];

/** How each kind of element is read, by the tag it has in a flow file. Every other kind is refused. */
export const ELEMENT_READERS: Readonly<Record<string, Reader>> = {
  assignments: (node) => ({
    kind: 'assignment',
    ...base(node),
    items: node.all('assignmentItems').map((item) => ({
      to: item.required('assignToReference'),
      operator: oneOf(ASSIGN_OPERATORS, item.required('operator')),
      value: readOperand(item.one('value')),
    })),
  }),
  decisions: (node) => ({
    kind: 'decision',
    name: node.required('name'),
    next: targetOf(node, 'defaultConnector'),
    outcomes: node.all('rules').map((rule) => ({
      ...readRules(rule.all('conditions'), rule.textOf('conditionLogic')),
      name: rule.required('name'),
      next: targetOf(rule, 'connector'),
      onlyWhenChanged: rule.flag('doesRequireRecordChangedToMeetCriteria'),
    })),
  }),
  recordUpdates: (node) => ({
    kind: 'update',
    ...fallible(node),
    ...target(node),
    filters: readConditions(node.all('filters'), node.textOf('filterLogic')),
    fields: readFields(node.all('inputAssignments')),
  }),
  recordCreates: (node) => ({
    kind: 'create',
    ...fallible(node),
    ...target(node),
    fields: readFields(node.all('inputAssignments')),
    storeIdIn: node.textOf('assignRecordIdToReference'),
  }),
  recordLookups: (node) => ({
    kind: 'lookup',
    ...fallible(node),
    object: node.required('object'),
    filters: readConditions(node.all('filters'), node.textOf('filterLogic')),
    firstOnly: node.textOf('getFirstRecordOnly') !== 'false',
    sortField: node.textOf('sortField'),
    descending: node.textOf('sortOrder') === 'Desc',
    storeIn: node.textOf('outputReference'),
    outputs: node
      .all('outputAssignments')
      .map((one) => ({ to: one.required('assignToReference'), field: one.required('field') })),
  }),
  loops: (node) => ({
    kind: 'loop',
    name: node.required('name'),
    next: targetOf(node, 'noMoreValuesConnector'),
    collection: node.required('collectionReference'),
    item: node.textOf('assignNextValueToReference'),
    descending: node.textOf('iterationOrder') === 'Desc',
    body: targetOf(node, 'nextValueConnector'),
  }),
  subflows: (node) => ({
    kind: 'subflow',
    ...fallible(node),
    flowName: node.required('flowName'),
    inputs: node
      .all('inputAssignments')
      .map((one) => ({ name: one.required('name'), value: readOperand(one.one('value')) })),
    outputs: node
      .all('outputAssignments')
      .map((one) => ({ to: one.required('assignToReference'), name: one.required('name') })),
  }),
  customErrors: (node) => ({
    kind: 'custom_error',
    ...base(node),
    message: node.one('customErrorMessages')?.required('errorMessage') ?? '',
    field: node.one('customErrorMessages')?.textOf('fieldSelection'),
  }),
};

function base(node: XmlNode) {
  return { name: node.required('name'), next: targetOf(node, 'connector') };
}

function fallible(node: XmlNode) {
  return { ...base(node), onFault: targetOf(node, 'faultConnector') };
}

function target(node: XmlNode) {
  const [input, object] = [node.textOf('inputReference'), node.textOf('object')];
  if (input === undefined && object === undefined) {
    throw new MetadataError(`${node.required('name')} says neither which record nor which object it writes`);
  }
  return { input, object };
}

function oneOf(known: readonly string[], word: string): string {
  if (!known.includes(word)) throw new MetadataError(`the sandbox does not know the operator ${word}`);
  return word;
}
