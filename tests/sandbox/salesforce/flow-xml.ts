/** Parts of source-format flows, so that a test shows only what it is about. */

/** A record-triggered flow. @param body elements, and whatever else stands beside the start */
export function recordFlow(options: {
  readonly object?: string;
  readonly when?: 'RecordBeforeSave' | 'RecordAfterSave';
  readonly on?: 'Create' | 'Update' | 'CreateAndUpdate';
  /** What stands in the start besides object and trigger. */
  readonly start?: string;
  readonly first?: string;
  readonly body: string;
  readonly status?: string;
  readonly order?: number;
}): string {
  const { object = 'Opportunity', when = 'RecordBeforeSave', on = 'CreateAndUpdate', first } = options;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
  <apiVersion>67.0</apiVersion>
  <label>Test flow</label>
  <processType>AutoLaunchedFlow</processType>
  ${options.order === undefined ? '' : `<triggerOrder>${options.order}</triggerOrder>`}
  ${options.body}
  <start>
    ${first === undefined ? '' : `<connector><targetReference>${first}</targetReference></connector>`}
    <object>${object}</object>
    <recordTriggerType>${on}</recordTriggerType>
    <triggerType>${when}</triggerType>
    ${options.start ?? ''}
  </start>
  <status>${options.status ?? 'Active'}</status>
</Flow>`;
}

/** A flow that only others call. */
export function subflow(body: string, first: string): string {
  return `<Flow xmlns="http://soap.sforce.com/2006/04/metadata"><label>Called</label><processType>AutoLaunchedFlow</processType>${body}<start><connector><targetReference>${first}</targetReference></connector></start><status>Active</status></Flow>`;
}

/** An entry condition. */
export function filter(field: string, operator: string, value: string): string {
  return `<filters><field>${field}</field><operator>${operator}</operator><value>${value}</value></filters>`;
}

export const text = (value: string) => `<stringValue>${value}</stringValue>`;
export const flag = (value: boolean) => `<booleanValue>${value}</booleanValue>`;
export const ref = (path: string) => `<elementReference>${path}</elementReference>`;

/** An assignment of one value. */
export function assign(name: string, to: string, value: string, next?: string): string {
  return `<assignments><name>${name}</name><assignmentItems><assignToReference>${to}</assignToReference><operator>Assign</operator><value>${value}</value></assignmentItems>${connector(next)}</assignments>`;
}

/** An Update Records element on records of the flow. */
export function update(
  name: string,
  input: string,
  fields: Readonly<Record<string, string>>,
  next?: string,
): string {
  return `<recordUpdates><name>${name}</name><inputReference>${input}</inputReference>${inputs(fields)}${connector(next)}</recordUpdates>`;
}

/** An Update Records element on whatever its filters find. */
export function updateWhere(
  name: string,
  object: string,
  filters: string,
  fields: Readonly<Record<string, string>>,
  extra = '',
): string {
  return `<recordUpdates><name>${name}</name><object>${object}</object><filterLogic>and</filterLogic>${filters}${inputs(fields)}${extra}</recordUpdates>`;
}

export function inputs(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(
      ([field, value]) =>
        `<inputAssignments><field>${field}</field><value>${value}</value></inputAssignments>`,
    )
    .join('');
}

/** A decision with one outcome. */
export function decide(name: string, conditions: string, yes: string | undefined, no?: string): string {
  return `<decisions><name>${name}</name>${no === undefined ? '' : `<defaultConnector><targetReference>${no}</targetReference></defaultConnector>`}<rules><name>${name}_yes</name><conditionLogic>and</conditionLogic>${conditions}${connector(yes)}</rules></decisions>`;
}

export function condition(left: string, operator: string, value: string): string {
  return `<conditions><leftValueReference>${left}</leftValueReference><operator>${operator}</operator><rightValue>${value}</rightValue></conditions>`;
}

export function connector(to: string | undefined): string {
  return to === undefined ? '' : `<connector><targetReference>${to}</targetReference></connector>`;
}
