import { all, one, text, type XmlObject } from '../xml-shape.ts';

/** What starts a flow. */
export interface StartedBy {
  readonly object: string | null;
  readonly isStartedByRecord: boolean;
  readonly isBeforeSave: boolean;
  /** Variables that stand for the record that started it. */
  readonly current: ReadonlySet<string>;
  readonly doubts: readonly string[];
}

const PROCESS_TYPES: ReadonlySet<string | null> = new Set([
  'ApprovalWorkflow',
  'AutoApprovalEvaluationFlow',
  'AutoLaunchedFlow',
  'CustomEvent',
  'Flow',
  'InvocableProcess',
  'Orchestrator',
  'Workflow',
]);

const TRIGGERS: ReadonlySet<string | null> = new Set([
  null,
  'PlatformEvent',
  'RecordAfterSave',
  'RecordBeforeDelete',
  'RecordBeforeSave',
  'Scheduled',
]);

/** Reads what starts a flow, or a process of Process Builder, whose start is told in its metadata values. */
export function startedBy(flow: XmlObject): StartedBy {
  const start = one(flow, 'start');
  const type = text(flow, 'processType');
  const trigger = text(start, 'triggerType');
  const doubts = [
    ...(PROCESS_TYPES.has(type) ? [] : [`it is a flow of the type ${type ?? 'none'}, which is not known`]),
    ...(TRIGGERS.has(trigger) ? [] : [`it is started by ${trigger}, which is not known`]),
  ];
  if (type === 'Workflow') {
    const current = processValue(flow, 'ObjectVariable');
    const object = text(processValue(flow, 'ObjectType'), 'stringValue');
    const variable = text(current, 'elementReference');
    if (object === null || variable === null) doubts.push('it does not say on which records it works');
    return {
      object,
      isStartedByRecord: object !== null,
      isBeforeSave: false,
      current: new Set(variable === null ? [] : [variable]),
      doubts,
    };
  }
  const object = text(start, 'object');
  if (trigger?.startsWith('Record') && object === null)
    doubts.push('it does not say on which records it works');
  return {
    object,
    isStartedByRecord: object !== null || trigger !== null,
    isBeforeSave: trigger === 'RecordBeforeSave',
    current: new Set(),
    doubts,
  };
}

function processValue(flow: XmlObject, name: string): XmlObject | null {
  const found = all(flow, 'processMetadataValues').find((value) => text(value, 'name') === name);
  return one(found ?? null, 'value');
}
