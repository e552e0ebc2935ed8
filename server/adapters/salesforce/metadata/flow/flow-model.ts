import { all, flag, one, text, type XmlObject } from '../xml-shape.ts';

/** One element of a flow. */
export interface FlowElement {
  readonly name: string;
  /** The tag it stands in, such as `recordUpdates`; `opaque` for a call nobody can look into. */
  readonly key: string;
  readonly raw: XmlObject;
  /** For `opaque`: what it is, in words. */
  readonly what?: string;
  /** Where it goes on when it names no next element: set inside a called flow. */
  readonly returnTo: string | null;
}

export interface FlowVariable {
  readonly objectType: string | null;
  readonly isInput: boolean;
}

/** A flow with its parts by name. */
export interface FlowModel {
  readonly elements: ReadonlyMap<string, FlowElement>;
  readonly variables: ReadonlyMap<string, FlowVariable>;
  /** Formulas by name, as written. */
  readonly formulas: ReadonlyMap<string, string>;
  /** Constants that are true or false. */
  readonly constants: ReadonlyMap<string, boolean>;
  /** The first element; null when there is none. */
  readonly first: string | null;
}

/** What stands beside the elements of a flow. */
const NO_ELEMENTS: ReadonlySet<string> = new Set([
  'choices',
  'constants',
  'dynamicChoiceSets',
  'formulas',
  'processMetadataValues',
  'stages',
  'start',
  'textTemplates',
  'variables',
]);

/** Reads the parts of one flow; calls of other flows are left as they are. */
export function modelOf(flow: XmlObject): FlowModel {
  const elements = new Map<string, FlowElement>();
  for (const key of Object.keys(flow)) {
    if (NO_ELEMENTS.has(key)) continue;
    for (const raw of all(flow, key)) {
      const name = text(raw, 'name');
      if (name !== null) elements.set(name, { name, key, raw, returnTo: null });
    }
  }
  return {
    elements,
    variables: new Map(
      all(flow, 'variables').map((raw) => [
        text(raw, 'name') ?? '',
        { objectType: text(raw, 'objectType'), isInput: flag(raw, 'isInput') },
      ]),
    ),
    formulas: new Map(
      all(flow, 'formulas').map((raw) => [text(raw, 'name') ?? '', text(raw, 'expression') ?? '']),
    ),
    constants: new Map(
      all(flow, 'constants').flatMap((raw): readonly [string, boolean][] => {
        const value = text(one(raw, 'value'), 'booleanValue');
        return value === null ? [] : [[text(raw, 'name') ?? '', value === 'true']];
      }),
    ),
    first: target(one(one(flow, 'start'), 'connector')) ?? text(flow, 'startElementReference'),
  };
}

/** Names that more than one element has: only the last of them is found by it. */
export function twinsIn(flow: XmlObject): readonly string[] {
  const names = Object.keys(flow)
    .filter((key) => !NO_ELEMENTS.has(key))
    .flatMap((key) => all(flow, key).flatMap((raw) => text(raw, 'name') ?? []));
  return names.filter((name, at) => names.indexOf(name) !== at);
}

/** Where a connector leads. */
export function target(connector: XmlObject | null): string | null {
  return text(connector, 'targetReference');
}

/** Where an element goes when all is well, and where on a fault. */
export function nextOf(element: FlowElement): readonly string[] {
  return [...goesOn(element, one(element.raw, 'connector')), ...faultOf(element)];
}

/** Where a connector of an element leads, or back to the caller. */
export function goesOn({ returnTo }: FlowElement, connector: XmlObject | null): readonly string[] {
  const next = target(connector) ?? returnTo;
  return next === null ? [] : [next];
}

export function faultOf({ raw }: FlowElement): readonly string[] {
  const fault = target(one(raw, 'faultConnector'));
  return fault === null ? [] : [fault];
}

/** Every element that a piece of a flow names as the next one, however deep. */
export function everyTarget(raw: unknown): readonly string[] {
  if (typeof raw !== 'object' || raw === null) return [];
  return Object.entries(raw).flatMap(([key, inner]) =>
    key === 'targetReference' && typeof inner === 'string' ? [inner] : everyTarget(inner),
  );
}
