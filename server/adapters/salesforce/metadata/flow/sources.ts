import { all, one, text } from '../xml-shape.ts';
import type { FlowElement, FlowModel } from './flow-model.ts';
import { canonical } from './subjects.ts';

/** One place where a variable is filled. */
export type Source =
  | { readonly kind: 'lookup'; readonly element: FlowElement }
  /** With one field of what a lookup finds. */
  | { readonly kind: 'field'; readonly element: FlowElement; readonly field: string }
  | { readonly kind: 'loop'; readonly over: string; readonly at: string }
  /** With another variable, or by adding it to a collection. */
  | { readonly kind: 'record'; readonly from: string; readonly at: string }
  /** By giving it an id; null when the id is no reference. */
  | { readonly kind: 'id'; readonly from: string | null; readonly at: string }
  | { readonly kind: 'unknown'; readonly at: string };

/** A field that is set on a record variable. */
export interface FieldAssignment {
  readonly variable: string;
  readonly field: string;
  readonly value: unknown;
  readonly at: string;
}

const FILLS: ReadonlySet<string | null> = new Set(['Assign', 'Add', 'AddAtStart']);
const TAKES_AWAY: ReadonlySet<string | null> = new Set([
  'RemoveAll',
  'RemoveFirst',
  'RemoveUncommon',
  'RemovePosition',
]);

/** Where each variable of a flow is filled. */
export function sourcesIn({ elements }: FlowModel): ReadonlyMap<string, readonly Source[]> {
  const sources = new Map<string, Source[]>();
  const add = (variable: string | null, source: Source) => {
    if (variable === null) return;
    const known = sources.get(variable);
    if (known) known.push(source);
    else sources.set(variable, [source]);
  };
  for (const element of elements.values()) {
    const { key, name, raw } = element;
    if (key === 'recordLookups') {
      const fields = all(raw, 'outputAssignments');
      for (const one of fields)
        add(text(one, 'assignToReference'), { kind: 'field', element, field: text(one, 'field') ?? '' });
      if (fields.length === 0) add(text(raw, 'outputReference') ?? name, { kind: 'lookup', element });
    } else if (key === 'loops') {
      const variable = text(raw, 'assignNextValueToReference') ?? name;
      add(variable, { kind: 'loop', over: text(raw, 'collectionReference') ?? '', at: eachOf(name) });
    } else if (key === 'assignments') {
      for (const { variable, source } of assignedIn(element)) add(variable, source);
    } else {
      for (const variable of outputsOf(element)) add(variable, { kind: 'unknown', at: name });
    }
  }
  return sources;
}

/** The node at which an assignment has filled its variables. */
export function takenAt(assignment: string): string {
  return `${assignment} (taken)`;
}

/** The node at which a loop hands out its next record. */
export function eachOf(loop: string): string {
  return `${loop} (each)`;
}

function assignedIn({ name, raw }: FlowElement): readonly { variable: string; source: Source }[] {
  return all(raw, 'assignmentItems').flatMap((item): readonly { variable: string; source: Source }[] => {
    const reference = text(item, 'assignToReference') ?? '';
    const operator = text(item, 'operator');
    const from = text(one(item, 'value'), 'elementReference');
    const [variable = '', field, ...deeper] = reference.split('.');
    if (reference.startsWith('$') || TAKES_AWAY.has(operator)) return [];
    if (field === undefined) {
      const fills = FILLS.has(operator) && from !== null;
      return [
        { variable, source: fills ? { kind: 'record', from, at: name } : { kind: 'unknown', at: name } },
      ];
    }
    if (field.toLowerCase() !== 'id' || deeper.length > 0) return [];
    return [{ variable, source: { kind: 'id', from: operator === 'Assign' ? from : null, at: name } }];
  });
}

/** Variables that other elements fill in ways that are not followed. */
function outputsOf({ name, raw }: FlowElement): readonly string[] {
  const named = ['outputParameters', 'outputAssignments'].flatMap((key) =>
    all(raw, key).map((output) => text(output, 'assignToReference')),
  );
  const single = ['outputReference', 'assignNextValueToReference'].map((key) => text(raw, key));
  return [name, ...[...named, ...single].flatMap((one) => (one === null ? [] : [one.split('.')[0] ?? '']))];
}

/** Every field that a flow sets on a variable. */
export function fieldAssignmentsIn({ elements }: FlowModel): readonly FieldAssignment[] {
  return [...elements.values()]
    .filter(({ key }) => key === 'assignments')
    .flatMap(({ name, raw }) =>
      all(raw, 'assignmentItems').flatMap((item) => {
        const reference = canonical(text(item, 'assignToReference') ?? '');
        const dot = reference.lastIndexOf('.');
        if (dot < 0) return [];
        const field = reference.slice(dot + 1);
        if (field.toLowerCase() === 'id') return [];
        return [{ variable: reference.slice(0, dot), field, value: one(item, 'value'), at: name }];
      }),
    );
}
