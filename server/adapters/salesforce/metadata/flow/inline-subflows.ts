import { all, one, text, type XmlObject } from '../xml-shape.ts';
import { type FlowElement, type FlowModel, type FlowVariable, modelOf, twinsIn } from './flow-model.ts';

/** The other flows of the org by name; null for one that is there and cannot be read. */
export type FlowBook = ReadonlyMap<string, XmlObject | null>;

/** Called flows are looked into so deep, and so many elements in all; the rest is left to a person. */
const DEEPEST = 10;
const MOST_ELEMENTS = 5_000;

interface Draft {
  readonly elements: Map<string, FlowElement>;
  readonly variables: Map<string, FlowVariable>;
  readonly formulas: Map<string, string>;
  readonly constants: Map<string, boolean>;
  /** Elements that calls have added so far. */
  added: number;
}

/**
 * A flow with the flows that it calls put in the place of the calls. What belongs to a call is named after it:
 * `Call/Set_Owner`. A flow that is missing, hidden, started by records or calls itself stays an opaque element.
 */
export function inlineSubflows(flow: XmlObject, book: FlowBook): FlowModel {
  const model = modelOf(flow);
  const draft: Draft = {
    elements: new Map(),
    variables: new Map(model.variables),
    formulas: new Map(model.formulas),
    constants: new Map(model.constants),
    added: 0,
  };
  for (const element of model.elements.values()) place(element, draft, book, []);
  return { ...draft, first: model.first };
}

function place(element: FlowElement, draft: Draft, book: FlowBook, callers: readonly string[]): void {
  if (element.key !== 'subflows') {
    draft.elements.set(element.name, element);
    return;
  }
  const flowName = text(element.raw, 'flowName') ?? 'without a name';
  const called = book.get(flowName);
  const why = whyNot(flowName, called, callers, draft);
  if (why !== null || !called) {
    const what = `the flow ${flowName} that it calls (${why ?? 'it could not be read'})`;
    draft.elements.set(element.name, { ...element, key: 'opaque', what });
    return;
  }
  putIn(element, modelOf(called), draft, book, [...callers, flowName]);
}

function whyNot(
  flowName: string,
  called: XmlObject | null | undefined,
  callers: readonly string[],
  draft: Draft,
): string | null {
  if (!called) return 'it could not be read';
  if (callers.includes(flowName)) return 'it calls itself';
  if (callers.length >= DEEPEST) return `a chain of more than ${DEEPEST} calls`;
  if (draft.added > MOST_ELEMENTS) return 'too many calls to look into';
  if (text(one(called, 'start'), 'triggerType') !== null) return 'it is started by records, not by calls';
  if (twinsIn(called).length > 0) return 'two of its elements have one name';
  return null;
}

function putIn(
  call: FlowElement,
  model: FlowModel,
  draft: Draft,
  book: FlowBook,
  callers: readonly string[],
): void {
  const { name, raw, returnTo } = call;
  const inner = (reference: string) => `${name}/${reference}`;
  const back = `${name} (return)`;
  draft.elements.set(name, {
    ...call,
    key: 'assignments',
    raw: {
      assignmentItems: all(raw, 'inputAssignments').map((input) => ({
        assignToReference: inner(text(input, 'name') ?? ''),
        operator: 'Assign',
        value: one(input, 'value') ?? {},
      })),
      connector: { targetReference: model.first === null ? back : inner(model.first) },
    },
    returnTo: null,
  });
  draft.elements.set(back, {
    name: back,
    key: 'assignments',
    raw: {
      assignmentItems: all(raw, 'outputAssignments').map((output) => ({
        assignToReference: text(output, 'assignToReference') ?? '',
        operator: 'Assign',
        value: { elementReference: inner(text(output, 'name') ?? '') },
      })),
      ...(one(raw, 'connector') && { connector: one(raw, 'connector') }),
    },
    returnTo,
  });
  // An input that the call leaves out is empty, so it is nobody's record.
  for (const [variable, { objectType }] of model.variables)
    draft.variables.set(inner(variable), { objectType, isInput: false });
  for (const [formula, expression] of model.formulas)
    draft.formulas.set(inner(formula), inFormula(expression, name));
  for (const [constant, value] of model.constants) draft.constants.set(inner(constant), value);
  draft.added += model.elements.size;
  for (const element of model.elements.values()) {
    const renamed = renameIn(element.raw, name);
    place({ ...element, name: inner(element.name), raw: renamed, returnTo: back }, draft, book, callers);
  }
}

/** Keys whose text names an element or a variable. */
const REFERENCES: ReadonlySet<string> = new Set([
  'assignNextValueToReference',
  'assignRecordIdToReference',
  'assignToReference',
  'collectionReference',
  'elementReference',
  'inputReference',
  'leftValueReference',
  'outputReference',
  'targetReference',
]);

function renameIn(raw: XmlObject, prefix: string): XmlObject {
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [key, renameValue(key, value, prefix)]),
  );
}

function renameValue(key: string, value: unknown, prefix: string): unknown {
  if (Array.isArray(value)) return value.map((inner) => renameValue(key, inner, prefix));
  if (typeof value === 'object' && value !== null) return renameIn(value as XmlObject, prefix);
  if (typeof value !== 'string' || !REFERENCES.has(key) || value.startsWith('$')) return value;
  return `${prefix}/${value}`;
}

function inFormula(expression: string, prefix: string): string {
  return expression.replace(
    /\{!\s*(?!\$)([^{}]+?)\s*\}/g,
    (_, reference: string) => `{!${prefix}/${reference}}`,
  );
}
