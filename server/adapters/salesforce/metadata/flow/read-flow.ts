import type {
  Automation,
  AutomationNode,
  AutomationWords,
  FieldNames,
} from '../../../../../src/domain/guard/automation.ts';
import type { AutomationReading } from '../../../../../src/ports/automations.ts';
import { recordKindOf, SALESFORCE_WORDS, wordsFor } from '../record-objects.ts';
import { all, one, text, type XmlObject } from '../xml-shape.ts';
import { nodesOf } from './build-view.ts';
import { type FlowModel, target, twinsIn } from './flow-model.ts';
import { type FlowBook, inlineSubflows } from './inline-subflows.ts';
import { type Mark, marksOf } from './marks.ts';
import { createMeanings, type Meanings } from './meanings.ts';
import { createConditionReader } from './read-condition.ts';
import { fieldAssignmentsIn } from './sources.ts';
import { startedBy } from './started-by.ts';
import { START, type Subject, TRIGGERING } from './subjects.ts';

export interface FlowReadingOptions {
  readonly names: FieldNames;
  /** The flows that this one may call. */
  readonly book: FlowBook;
}

/**
 * Reads a flow or process in source format. What is missing or unknown becomes a doubt or an opaque element. Never
 * throws, whatever the document.
 *
 * @param name the flow's API name: the name of its file
 */
export function readFlow(
  name: string,
  flow: XmlObject,
  { names, book }: FlowReadingOptions,
): AutomationReading {
  const label = text(flow, 'label') ?? name;
  const model = inlineSubflows(flow, book);
  const start = one(flow, 'start');
  if (!start && model.elements.size === 0) {
    const owner = /^([a-z]\w*?)__\w/i.exec(name)?.[1];
    const why = owner
      ? `it belongs to the managed package ${owner}, which hides what it does`
      : 'it holds no elements and does not say what starts it';
    return { kind: 'unreadable', id: name, name: label, why };
  }
  return { kind: 'read', automation: automationOf({ name, label, flow, model, start: start ?? {} }, names) };
}

interface Parts {
  readonly name: string;
  readonly label: string;
  readonly flow: XmlObject;
  readonly model: FlowModel;
  readonly start: XmlObject;
}

function automationOf(parts: Parts, names: FieldNames): Automation {
  const { flow, model } = parts;
  const by = startedBy(flow);
  const meanings = createMeanings(model, by);
  const { marks, unclear } = marksOf(model, meanings, by.isBeforeSave);
  const governed = marks.filter(({ property }) => names.governed.has(property));
  const setByFlow = subjectsTagged(model, meanings, names);
  const view = (subject: Subject) =>
    viewOf(parts, subject, { names, meanings, setByFlow, marks: governed, unclear });
  const main = view({ id: TRIGGERING, object: by.isStartedByRecord ? by.object : '' });
  const others = subjectsOf(governed).filter(({ id }) => id !== TRIGGERING);
  return {
    ...main,
    doubts: [
      ...by.doubts,
      ...twinsIn(flow).map((name) => `two elements are called ${name}`),
      ...missing(main.nodes),
    ],
    others: others.map(view),
  };
}

interface ViewParts {
  readonly names: FieldNames;
  readonly meanings: Meanings;
  readonly setByFlow: ReadonlySet<string>;
  readonly marks: readonly Mark[];
  readonly unclear: ReadonlySet<string>;
}

/** The flow as it looks to one of the records that it may change. */
function viewOf(parts: Parts, subject: Subject, { marks, unclear, ...rest }: ViewParts): Automation {
  const { name, label, flow, model, start } = parts;
  const conditions = createConditionReader({ ...rest, model, subject });
  const mine = Map.groupBy(
    marks.filter((mark) => mark.subject.id === subject.id),
    ({ at }) => at,
  );
  const tellsOpaque = subject.id === TRIGGERING;
  const captures = capturesIn(rest.meanings);
  const nodes = nodesOf({ model, conditions, marks: mine, unclear, captures, tellsOpaque });
  for (const node of startNodes(start, model)) nodes.set(node.id, node);
  // What an element finds comes in there, if the element's filters let it.
  const finder = model.elements.get(subject.id);
  return {
    id: name,
    name: label,
    revision: null,
    enabled: (text(flow, 'status') ?? 'Active') === 'Active',
    recordKind: recordKindOf(subject.object),
    entry: {
      condition: finder ? conditions.ofFilters(finder) : conditions.ofStart(start),
      removesWhenUnmet: false,
      onlyWay: true,
    },
    exclusions: [],
    start: [finder ? finder.name : START],
    nodes,
    pausesAnywhere: false,
    doubts: [],
    words: wordsOf(subject, finder !== undefined),
  };
}

function wordsOf({ id }: Subject, isFound: boolean): AutomationWords {
  if (id === TRIGGERING) return SALESFORCE_WORDS;
  if (isFound) return wordsFor(`that ${id} finds`, `the filters of ${id}`);
  return wordsFor(
    id.startsWith('input:') ? `handed to it as ${id.slice('input:'.length)}` : `behind ${id}`,
    SALESFORCE_WORDS.entry,
  );
}

/** Every record that something is written to; where its object is known in one place, it is known in all. */
function subjectsOf(marks: readonly Mark[]): readonly Subject[] {
  const objects = new Map<string, string | null>();
  for (const { subject } of marks) objects.set(subject.id, objects.get(subject.id) ?? subject.object);
  return [...objects].map(([id, object]) => ({ id, object }));
}

/** Records whose tag the flow sets itself, be it only in its hands: what it sees of them is its own. */
function subjectsTagged(model: FlowModel, meanings: Meanings, names: FieldNames): ReadonlySet<string> {
  return new Set(
    fieldAssignmentsIn(model)
      .filter(({ field }) => names.tags.has(field.toLowerCase()))
      .flatMap(({ variable }) => meanings.ofRecord(variable) ?? [])
      .map(({ subject }) => subject.id),
  );
}

function capturesIn({ sources }: Meanings): ReadonlySet<string> {
  return new Set([...sources.values()].flat().flatMap((source) => ('at' in source ? [source.at] : [])));
}

/** The record is read when the flow starts; a scheduled path starts later, with what was read then. */
function startNodes(start: XmlObject, { first }: FlowModel): readonly AutomationNode[] {
  const paths = all(start, 'scheduledPaths').flatMap((path, at): readonly AutomationNode[] => {
    const next = target(one(path, 'connector'));
    if (next === null) return [];
    const id = `${text(path, 'name') ?? text(path, 'pathType') ?? String(at + 1)} (scheduled path)`;
    return [{ kind: 'pause', id, next: [next] }];
  });
  const next = [...(first === null ? [] : [first]), ...paths.map(({ id }) => id)];
  return [{ kind: 'read', id: START, next }, ...paths];
}

function missing(nodes: ReadonlyMap<string, AutomationNode>): readonly string[] {
  return [...nodes.values()].flatMap((node) => {
    const ways = node.kind === 'fork' ? [...node.arms.flatMap(({ next }) => next), ...node.next] : node.next;
    return ways
      .filter((next) => !nodes.has(next))
      .map((next) => `element ${node.id} leads to ${next}, which is not there`);
  });
}
