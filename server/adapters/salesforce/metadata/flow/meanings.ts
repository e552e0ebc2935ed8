import { relatedObject } from '../record-objects.ts';
import { all, one, text, texts, toldText, type XmlObject } from '../xml-shape.ts';
import type { FlowElement, FlowModel } from './flow-model.ts';
import { type Source, sourcesIn, takenAt } from './sources.ts';
import {
  BY_CALLER,
  canonical,
  type Meaning,
  type Origin,
  START,
  type Subject,
  TRIGGERING,
} from './subjects.ts';

/** What the references of one flow stand for. */
export interface Meanings {
  /** A reference that ends in a field, a formula or a constant. */
  ofValue(reference: string): Meaning;
  /** The records that a variable or a path stands for; null when their origin is not known for sure. */
  ofRecord(reference: string): readonly Origin[] | null;
  /** The record whose id a reference is; null when that is not known. */
  ofId(reference: string): Origin | null;
  /** What a lookup finds, or an update with filters changes. */
  ofLookup(element: FlowElement): Subject;
  /** Filters beside the id when the element names its record by id; null when it does not. */
  idFilter(element: FlowElement): { readonly owner: Origin; readonly others: readonly XmlObject[] } | null;
  readonly sources: ReadonlyMap<string, readonly Source[]>;
}

export interface MeaningOptions {
  /** The object whose records start the flow; null when no record does. */
  readonly object: string | null;
  readonly isStartedByRecord: boolean;
  /** Variables that stand for the record that started it, as in a process of Process Builder. */
  readonly current: ReadonlySet<string>;
}

const DEEPEST = 30;
const OTHER: Meaning = { kind: 'other' };

/** Follows every variable of a flow back to the records it may stand for. */
export function createMeanings(
  model: FlowModel,
  { object, isStartedByRecord, current }: MeaningOptions,
): Meanings {
  const sources = sourcesIn(model);
  const found = new Map<string, readonly Origin[] | null>();
  const triggering: Origin = {
    subject: { id: TRIGGERING, object },
    reads: [START],
    filteredBy: null,
    fields: null,
    capturedAt: null,
  };

  /** The variable at the head of a reference, and what follows it. */
  function split(reference: string): { head: string; rest: readonly string[] } {
    const [head = '', ...rest] = canonical(reference).split('.');
    const [first] = rest;
    // A call's outputs are read through its name.
    if (first !== undefined && model.variables.has(`${head}/${first}`))
      return { head: `${head}/${first}`, rest: rest.slice(1) };
    return { head, rest };
  }

  function originsOf(variable: string, depth: number): readonly Origin[] | null {
    if (variable === TRIGGERING || current.has(variable)) return isStartedByRecord ? [triggering] : null;
    const known = found.get(variable);
    if (known !== undefined) return known;
    if (depth > DEEPEST) return null;
    // Variables that are filled from each other are not followed.
    found.set(variable, null);
    const declared = model.variables.get(variable);
    const parts = (sources.get(variable) ?? []).map((source) => originsOfSource(source, depth + 1));
    if (declared?.isInput) parts.push([input(variable, declared.objectType)]);
    const isKnown = parts.length > 0 && parts.every((part) => part !== null);
    const origins = isKnown ? parts.flatMap((part) => part ?? []) : null;
    found.set(variable, origins);
    return origins;
  }

  function originsOfSource(source: Source, depth: number): readonly Origin[] | null {
    switch (source.kind) {
      case 'lookup':
        return [lookupOrigin(source.element)];
      case 'loop':
        return captured(recordOrigins(source.over, depth), source.at, null);
      case 'record':
        return captured(recordOrigins(source.from, depth), takenAt(source.at), source.at);
      case 'id': {
        const owner = source.from === null ? null : idOwner(source.from, depth);
        return owner && captured([owner], takenAt(source.at), source.at);
      }
      default:
        return null;
    }
  }

  function captured(
    origins: readonly Origin[] | null,
    at: string,
    capturedAt: string | null,
  ): readonly Origin[] | null {
    return (
      origins?.map((origin) => ({
        ...origin,
        reads: [...origin.reads, at],
        capturedAt: capturedAt ?? origin.capturedAt,
      })) ?? null
    );
  }

  function input(variable: string, objectType: string | null): Origin {
    return {
      subject: { id: `input:${variable}`, object: objectType },
      reads: [BY_CALLER],
      filteredBy: null,
      fields: null,
      capturedAt: null,
    };
  }

  function lookupOrigin(element: FlowElement): Origin {
    const byId = idFilter(element);
    const asked = texts(element.raw, 'queriedFields');
    const takesAll = asked.length === 0 && text(element.raw, 'outputReference') === null;
    return {
      subject: ofLookup(element),
      reads: [element.name],
      filteredBy: byId && byId.others.length > 0 ? element.name : null,
      fields: takesAll ? null : new Set(asked.map((field) => field.toLowerCase())),
      capturedAt: null,
    };
  }

  function recordOrigins(reference: string, depth: number): readonly Origin[] | null {
    const { head, rest } = split(reference);
    return rest.reduce<readonly Origin[] | null>(
      (origins, relationship) => origins?.map((origin) => related(origin, relationship)) ?? null,
      originsOf(head, depth),
    );
  }

  function fieldMeaning(reference: string, depth: number): Meaning {
    const { head, rest } = split(reference);
    const field = rest.at(-1);
    if (field === undefined) return scalar(head, depth);
    const origins = rest
      .slice(0, -1)
      .reduce<readonly Origin[] | null>(
        (all, relationship) => all?.map((origin) => related(origin, relationship)) ?? null,
        originsOf(head, depth),
      );
    return origins ? { kind: 'field', origins, field: field.toLowerCase() } : OTHER;
  }

  /** A variable that holds one value: only one that is filled in one place can be relied on. */
  function scalar(variable: string, depth: number): Meaning {
    const expression = model.formulas.get(variable);
    if (expression !== undefined) return { kind: 'formula', expression };
    const value = model.constants.get(variable);
    if (value !== undefined) return { kind: 'constant', value };
    const filled = sources.get(variable) ?? [];
    const declared = model.variables.get(variable);
    if (declared?.isInput && filled.length === 0)
      return { kind: 'field', field: 'id', origins: [input(variable, null)] };
    const [only] = filled;
    if (filled.length !== 1 || declared?.isInput || !only || depth > DEEPEST) return OTHER;
    if (only.kind === 'field')
      return { kind: 'field', field: only.field.toLowerCase(), origins: [lookupOrigin(only.element)] };
    if (only.kind !== 'record') return OTHER;
    const meaning = fieldMeaning(only.from, depth + 1);
    if (meaning.kind !== 'field') return OTHER;
    return { ...meaning, origins: captured(meaning.origins, takenAt(only.at), null) ?? [] };
  }

  function idOwner(reference: string, depth: number): Origin | null {
    const meaning = fieldMeaning(reference, depth);
    if (meaning.kind !== 'field') return null;
    const [only] = meaning.origins;
    if (!only || meaning.origins.length > 1) return null;
    if (meaning.field === 'id') return only;
    const relationship = /^([a-z]+)id$/.exec(meaning.field)?.[1];
    return relationship && relatedObject(only.subject.object, relationship) !== null
      ? related(only, relationship)
      : null;
  }

  function idFilter(element: FlowElement) {
    const logic = toldText(element.raw, 'filterLogic')?.toLowerCase() ?? 'and';
    const filters = all(element.raw, 'filters');
    if (logic !== 'and') return null;
    for (const filter of filters) {
      const reference = text(one(filter, 'value'), 'elementReference');
      const isId = text(filter, 'field')?.toLowerCase() === 'id' && text(filter, 'operator') === 'EqualTo';
      const owner = isId && reference !== null ? idOwner(reference, 0) : null;
      if (owner) return { owner, others: filters.filter((other) => other !== filter) };
    }
    return null;
  }

  function ofLookup(element: FlowElement): Subject {
    const object = text(element.raw, 'object');
    const owner = idFilter(element)?.owner.subject;
    return owner ? { ...owner, object: owner.object ?? object } : { id: element.name, object };
  }

  return {
    ofValue(reference) {
      if (reference.startsWith('$Permission.')) return { kind: 'permission', name: reference };
      if (/^\$GlobalConstant\.(true|false)$/i.test(reference))
        return { kind: 'constant', value: /true$/i.test(reference) };
      return fieldMeaning(reference, 0);
    },
    ofRecord: (reference) => recordOrigins(reference, 0),
    ofId: (reference) => idOwner(reference, 0),
    ofLookup,
    idFilter,
    sources,
  };
}

function related(origin: Origin, relationship: string): Origin {
  const name = relationship.toLowerCase();
  return {
    ...origin,
    subject: {
      id: `${origin.subject.id}.${name}`,
      object: relatedObject(origin.subject.object, relationship),
    },
    filteredBy: null,
    fields: null,
  };
}
