import type { WriteNode } from '../../../../../src/domain/guard/automation.ts';
import { writtenName } from '../field-names.ts';
import { all, one, text, toldText, type XmlObject } from '../xml-shape.ts';
import type { FlowElement, FlowModel } from './flow-model.ts';
import type { Meanings } from './meanings.ts';
import { createReachability } from './reachability.ts';
import { type FieldAssignment, fieldAssignmentsIn } from './sources.ts';
import { type Origin, type Subject, TRIGGERING } from './subjects.ts';

/** A field of a record that an element writes, or takes into its hands to be written. */
export interface Mark {
  readonly subject: Subject;
  /** The element. */
  readonly at: string;
  readonly property: string;
  readonly how: WriteNode['how'];
  /** Filters that the element or a lookup of the same record asks beside the id. */
  readonly unless: { readonly element: string; readonly filters: readonly XmlObject[] } | null;
}

export interface Marks {
  readonly marks: readonly Mark[];
  /** Elements that update records of which nobody knows where they come from. */
  readonly unclear: ReadonlySet<string>;
}

/**
 * What a flow writes, told at the place where the record is chosen: a guard that comes after that guards the update
 * too late or not at all. With a wait between choice and update the update itself is the place.
 *
 * @param isBeforeSave true when setting a field of the record that started the flow is enough to change it
 */
export function marksOf(model: FlowModel, meanings: Meanings, isBeforeSave: boolean): Marks {
  const assignments = fieldAssignmentsIn(model);
  const reaches = createReachability(model);
  const marks: Mark[] = [];
  const unclear = new Set<string>();
  for (const element of model.elements.values()) {
    if (element.key === 'recordUpdates') update(element);
    if (element.key === 'recordCreates' && updatesMatching(element)) found(element);
  }
  if (isBeforeSave) setOn(new Set([TRIGGERING]), null);
  return { marks, unclear };

  function update(element: FlowElement): void {
    const reference = text(element.raw, 'inputReference');
    if (reference === null) found(element);
    else if (all(element.raw, 'inputAssignments').length > 0) direct(element, reference);
    else if (!stored(reference, element.name)) unclear.add(element.name);
  }

  /** Sets fields on records that the element finds by itself. */
  function found(element: FlowElement): void {
    const byId = meanings.idFilter(element);
    const subject = meanings.ofLookup(element);
    const unless = byId && byId.others.length > 0 ? { element: element.name, filters: byId.others } : null;
    for (const input of all(element.raw, 'inputAssignments')) {
      marks.push({ ...markOf(input, element.name, subject), unless });
    }
    // Updates of this kind without fields of their own take a record variable, which is not followed.
    if (all(element.raw, 'inputAssignments').length === 0) unclear.add(element.name);
  }

  /** Sets fields on the records that a variable or path stands for. */
  function direct(element: FlowElement, reference: string): void {
    const origins = meanings.ofRecord(reference);
    if (!origins) unclear.add(element.name);
    const filters = all(element.raw, 'filters');
    const logic = toldText(element.raw, 'filterLogic')?.toLowerCase() ?? 'and';
    for (const origin of origins ?? []) {
      for (const input of all(element.raw, 'inputAssignments')) {
        const unless =
          filters.length > 0 && logic === 'and' ? { element: element.name, filters } : unlessFound(origin);
        marks.push({ ...markOf(input, element.name, origin.subject), unless });
      }
    }
  }

  /** Writes what was set on a variable. False when nobody knows of which records. */
  function stored(variable: string, updatedAt: string): boolean {
    const origins = meanings.ofRecord(variable);
    if (!origins) return false;
    setOn(new Set(origins.map(({ subject }) => subject.id)), updatedAt);
    return true;
  }

  /** Two variables may hold the very same record, so what is set on one of them may be saved by way of the other. */
  function setOn(subjects: ReadonlySet<string>, updatedAt: string | null): void {
    for (const assignment of assignments) {
      const { variable, at } = assignment;
      const origins = meanings.ofRecord(variable) ?? [];
      // A variable that nobody declared, or one written in other capitals.
      if (!isKnown(variable)) unclear.add(updatedAt ?? at);
      const mine = origins.filter(({ subject }) => subjects.has(subject.id));
      markAssigned(assignment, mine, updatedAt);
    }
  }

  function isKnown(variable: string): boolean {
    const head = variable.split('.')[0] ?? '';
    return head.startsWith('$') || model.variables.has(head) || model.elements.has(head);
  }

  function markAssigned(
    assignment: FieldAssignment,
    origins: readonly Origin[],
    updatedAt: string | null,
  ): void {
    const { field, value, at } = assignment;
    for (const origin of origins) {
      const chosenAt = origin.capturedAt ?? at;
      const waits = updatedAt !== null && reaches.withWait(chosenAt, updatedAt);
      marks.push({
        subject: origin.subject,
        at: waits ? updatedAt : chosenAt,
        property: writtenName(origin.subject.object, field),
        how: howOf(value),
        unless: unlessFound(origin),
      });
    }
  }

  function unlessFound({ filteredBy }: Origin): Mark['unless'] {
    const lookup = filteredBy === null ? undefined : model.elements.get(filteredBy);
    const byId = lookup && meanings.idFilter(lookup);
    return byId && lookup ? { element: lookup.name, filters: byId.others } : null;
  }
}

function markOf(input: XmlObject, at: string, subject: Subject): Omit<Mark, 'unless'> {
  return {
    subject,
    at,
    property: writtenName(subject.object, text(input, 'field') ?? ''),
    how: howOf(one(input, 'value')),
  };
}

function howOf(value: unknown): WriteNode['how'] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return 'clears';
  return Object.hasOwn(value, 'elementReference') ? 'copies a value into' : 'sets';
}

/** A "create" that updates what it finds instead. */
function updatesMatching({ raw }: FlowElement): boolean {
  return ['operationOneMatchingRecord', 'operationMultMatchingRecords'].some((key) => {
    const operation = text(raw, key);
    return operation !== null && /update/i.test(operation);
  });
}
