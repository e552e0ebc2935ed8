import { FormulaError, parseFormula } from '../engine/formula/parse-formula.ts';
import { parseFilterLogic } from './filter-logic.ts';
import type {
  FlowConditions,
  FlowDefinition,
  FlowElement,
  FlowTrigger,
  FlowVariable,
  ScheduledPath,
} from './flow-definition.ts';
import { ELEMENT_READERS } from './read-element.ts';
import { readConditions, readOperand } from './read-operand.ts';
import { MetadataError, readXml, type XmlNode } from './xml-node.ts';

/** Parts of a flow that say nothing about what it does when it runs. */
const DESCRIPTIVE: ReadonlySet<string> = new Set([
  'apiVersion',
  'areMetricsLoggedToDataCloud',
  'customProperties',
  'description',
  'environments',
  'fullName',
  'interviewLabel',
  'isAdditionalPermissionRequiredToRun',
  'isOverridable',
  'isTemplate',
  'label',
  'migratedFromWorkflowRuleName',
  'processMetadataValues',
  'processType',
  'runInMode',
  'sourceTemplate',
  'start',
  'startElementReference',
  'status',
  'timeZoneSidKey',
  'triggerOrder',
]);
const RESOURCES: ReadonlySet<string> = new Set(['variables', 'constants', 'formulas', 'textTemplates']);

/**
 * Reads a flow in source format.
 *
 * @param name API name: its file name without `.flow-meta.xml`
 * @throws MetadataError for malformed XML, and for any part that the sandbox does not run: a flow is never run in part
 */
export function readFlow(name: string, xml: string): FlowDefinition {
  try {
    return readFlowNode(name, xml, readXml(xml, 'Flow'));
  } catch (error) {
    if (!(error instanceof MetadataError) && !(error instanceof FormulaError)) throw error;
    throw new MetadataError(`flow ${name}: ${error.message}`, { cause: error });
  }
}

function readFlowNode(name: string, xml: string, flow: XmlNode): FlowDefinition {
  const elements = new Map<string, FlowElement>();
  for (const part of flow.names) {
    if (DESCRIPTIVE.has(part) || RESOURCES.has(part)) continue;
    const read = ELEMENT_READERS[part];
    if (!read) throw new MetadataError(`the sandbox does not run ${part}`);
    for (const node of flow.all(part)) {
      const element = read(node);
      if (elements.has(element.name)) throw new MetadataError(`two elements are called ${element.name}`);
      elements.set(element.name, element);
    }
  }
  const processType = flow.textOf('processType') ?? 'AutoLaunchedFlow';
  if (processType !== 'AutoLaunchedFlow')
    throw new MetadataError(`the sandbox does not run a ${processType}`);
  const start = flow.one('start');
  const order = flow.textOf('triggerOrder');
  const definition: FlowDefinition = {
    name,
    label: flow.textOf('label') ?? name,
    isActive: flow.textOf('status') === 'Active',
    trigger: start && readTrigger(start),
    order: order === undefined ? undefined : Number(order),
    first: start?.one('connector')?.textOf('targetReference') ?? flow.textOf('startElementReference'),
    elements,
    variables: new Map([...flow.all('variables'), ...flow.all('constants')].map(readVariable)),
    formulas: new Map(
      flow.all('formulas').map((node) => [node.required('name'), parseFormula(node.required('expression'))]),
    ),
    templates: new Map(
      flow.all('textTemplates').map((node) => [node.required('name'), node.textOf('text') ?? '']),
    ),
    xml,
  };
  checkConnectors(definition);
  return definition;
}

function readVariable(node: XmlNode): readonly [string, FlowVariable] {
  const name = node.required('name');
  const value = node.one('value');
  return [
    name,
    {
      name,
      isCollection: node.flag('isCollection'),
      objectType: node.textOf('objectType'),
      value: value && readOperand(value),
    },
  ];
}

const MOMENTS = { RecordBeforeSave: 'before_save', RecordAfterSave: 'after_save' } as const;

function readTrigger(start: XmlNode): FlowTrigger | undefined {
  const type = start.textOf('triggerType');
  if (type === undefined || type === 'None') return undefined;
  const moment = type === 'RecordBeforeSave' || type === 'RecordAfterSave' ? MOMENTS[type] : undefined;
  if (!moment) throw new MetadataError(`the sandbox runs no flow that is triggered by ${type}`);
  const kind = start.required('recordTriggerType');
  if (!['Create', 'Update', 'CreateAndUpdate'].includes(kind)) {
    throw new MetadataError(`the sandbox runs no flow on ${kind}`);
  }
  const formula = start.textOf('filterFormula');
  return {
    object: start.required('object'),
    moment,
    onCreate: kind !== 'Update',
    onUpdate: kind !== 'Create',
    filters: readFilters(start, formula !== undefined),
    formula: formula === undefined ? undefined : parseFormula(formula),
    onlyWhenNewlyMet: start.flag('doesRequireRecordChangedToMeetCriteria'),
    scheduledPaths: start.all('scheduledPaths').map(readScheduledPath),
  };
}

/** With a formula the logic is a word of its own and there are no filters. */
function readFilters(start: XmlNode, hasFormula: boolean): FlowConditions {
  return hasFormula
    ? { conditions: [], logic: parseFilterLogic('and', 0) }
    : readConditions(start.all('filters'), start.textOf('filterLogic'));
}

const UNIT_MS: Readonly<Record<string, number>> = {
  Minutes: 60_000,
  Hours: 3_600_000,
  Days: 86_400_000,
  Months: 30 * 86_400_000,
};

function readScheduledPath(node: XmlNode): ScheduledPath {
  const isImmediate = node.textOf('pathType') === 'AsyncAfterCommit';
  const next = node.one('connector')?.textOf('targetReference');
  const name = node.textOf('name') ?? node.textOf('pathType') ?? '';
  if (isImmediate) return { name, next, offsetMs: 0, fromField: undefined, isImmediate };
  const unit = UNIT_MS[node.required('offsetUnit')];
  const offset = Number(node.required('offsetNumber'));
  if (unit === undefined || !Number.isInteger(offset)) {
    throw new MetadataError(`the scheduled path ${name} has no usable time`);
  }
  const isOfField = node.textOf('timeSource') === 'RecordField';
  return {
    name,
    next,
    offsetMs: offset * unit,
    fromField: isOfField ? node.required('recordField') : undefined,
    isImmediate,
  };
}

/** A connector that leads nowhere is a broken file, not the end of a path. */
function checkConnectors({ first, elements, trigger }: FlowDefinition): void {
  const targets = [first, ...(trigger?.scheduledPaths ?? []).map(({ next }) => next)];
  for (const element of elements.values()) {
    targets.push(element.next);
    if ('onFault' in element) targets.push(element.onFault);
    if (element.kind === 'loop') targets.push(element.body);
    if (element.kind === 'decision') targets.push(...element.outcomes.map(({ next }) => next));
  }
  for (const target of targets) {
    if (target !== undefined && !elements.has(target))
      throw new MetadataError(`there is no element ${target}`);
  }
}
