/** Source-format flow XML from short parts, for flows that a test makes up. */

/** A value: true or false, `@reference`, or a text. */
export type Operand = boolean | string;

export interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly right: Operand;
}

export function value(tag: string, of: Operand): string {
  if (typeof of === 'boolean') return `<${tag}><booleanValue>${of}</booleanValue></${tag}>`;
  return of.startsWith('@')
    ? `<${tag}><elementReference>${of.slice(1)}</elementReference></${tag}>`
    : `<${tag}><stringValue>${of}</stringValue></${tag}>`;
}

export function filters(of: readonly Comparison[], logic = 'and'): string {
  if (of.length === 0) return '';
  const each = of.map(
    ({ left, operator, right }) =>
      `<filters><field>${left}</field><operator>${operator}</operator>${value('value', right)}</filters>`,
  );
  return `<filterLogic>${logic}</filterLogic>${each.join('')}`;
}

export function goTo(tag: string, next: string | null): string {
  return next === null ? '' : `<${tag}><targetReference>${next}</targetReference></${tag}>`;
}

/** A decision with one outcome. */
export function decision(
  name: string,
  conditions: readonly Comparison[],
  ways: {
    readonly logic?: string;
    readonly met: string | null;
    readonly else: string | null;
    readonly changed?: boolean;
  },
): string {
  const asked = conditions.map(
    ({ left, operator, right }) =>
      `<conditions><leftValueReference>${left}</leftValueReference><operator>${operator}</operator>${value('rightValue', right)}</conditions>`,
  );
  return `<decisions><name>${name}</name>${goTo('defaultConnector', ways.else)}<rules><name>${name}_Met</name><conditionLogic>${ways.logic ?? 'and'}</conditionLogic>${asked.join('')}${goTo('connector', ways.met)}<doesRequireRecordChangedToMeetCriteria>${ways.changed ?? false}</doesRequireRecordChangedToMeetCriteria></rules></decisions>`;
}

export function assignment(
  name: string,
  items: readonly (readonly [to: string, operator: string, value: Operand])[],
  next: string | null,
): string {
  const each = items.map(
    ([to, operator, of]) =>
      `<assignmentItems><assignToReference>${to}</assignToReference><operator>${operator}</operator>${value('value', of)}</assignmentItems>`,
  );
  return `<assignments><name>${name}</name>${each.join('')}${goTo('connector', next)}</assignments>`;
}

/** An update of a variable or path, or with `object:` in front of what filters find. */
export function update(
  name: string,
  target: { readonly reference: string } | { readonly object: string; readonly where: readonly Comparison[] },
  fields: Readonly<Record<string, Operand>>,
  next: string | null,
): string {
  const inputs = Object.entries(fields).map(
    ([field, of]) => `<inputAssignments><field>${field}</field>${value('value', of)}</inputAssignments>`,
  );
  const where =
    'reference' in target
      ? `<inputReference>${target.reference}</inputReference>`
      : `${filters(target.where)}<object>${target.object}</object>`;
  return `<recordUpdates><name>${name}</name>${goTo('connector', next)}${inputs.join('')}${where}</recordUpdates>`;
}

export function lookup(
  name: string,
  object: string,
  where: readonly Comparison[],
  options: { readonly logic?: string; readonly first: boolean; readonly next: string | null },
): string {
  return `<recordLookups><name>${name}</name>${goTo('connector', options.next)}${filters(where, options.logic)}<getFirstRecordOnly>${options.first}</getFirstRecordOnly><object>${object}</object><storeOutputAutomatically>true</storeOutputAutomatically></recordLookups>`;
}

export function loop(name: string, over: string, each: string | null, done: string | null): string {
  return `<loops><name>${name}</name><collectionReference>${over}</collectionReference>${goTo('nextValueConnector', each)}${goTo('noMoreValuesConnector', done)}</loops>`;
}

export function call(
  name: string,
  flow: string,
  inputs: Readonly<Record<string, Operand>>,
  next: string | null,
): string {
  const each = Object.entries(inputs).map(
    ([input, of]) => `<inputAssignments><name>${input}</name>${value('value', of)}</inputAssignments>`,
  );
  return `<subflows><name>${name}</name>${goTo('connector', next)}<flowName>${flow}</flowName>${each.join('')}</subflows>`;
}

export function variable(
  name: string,
  objectType: string | null,
  isCollection = false,
  isInput = false,
): string {
  return `<variables><name>${name}</name><dataType>${objectType === null ? 'String' : 'SObject'}</dataType><isCollection>${isCollection}</isCollection><isInput>${isInput}</isInput><isOutput>false</isOutput>${objectType === null ? '' : `<objectType>${objectType}</objectType>`}</variables>`;
}

export function flow(start: string, parts: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Flow xmlns="http://soap.sforce.com/2006/04/metadata"><label>Made up</label><processType>AutoLaunchedFlow</processType>${parts.join('')}<start>${start}</start><status>Active</status></Flow>`;
}
