import type { FieldNames } from '../../../../src/domain/guard/automation.ts';
import type { AutomationReading } from '../../../../src/ports/automations.ts';
import type { FlowBook } from './flow/inline-subflows.ts';
import { readFlow } from './flow/read-flow.ts';
import { readApexTrigger } from './rules/read-apex-trigger.ts';
import { readApprovalProcess } from './rules/read-approval-process.ts';
import { readAssignmentRules } from './rules/read-assignment-rules.ts';
import { readEscalationRules } from './rules/read-escalation-rules.ts';
import { readWorkflowRules } from './rules/read-workflow-rules.ts';
import { workflowActions } from './rules/workflow-actions.ts';
import { parseXml, text, type XmlObject, type XmlReading } from './xml-shape.ts';

/** One metadata file in source or metadata format. */
export interface MetadataFile {
  /** The path of the file, with slashes, such as `flows/Route_Leads.flow-meta.xml`. */
  readonly file: string;
  readonly content: string;
}

/** The kinds of files that are read, by the end of their names. */
const KINDS = [
  ['flow', '.flow'],
  ['flowDefinition', '.flowDefinition'],
  ['assignmentRules', '.assignmentRules'],
  ['escalationRules', '.escalationRules'],
  ['workflow', '.workflow'],
  ['approvalProcess', '.approvalProcess'],
  ['trigger', '.trigger'],
] as const;
type MetadataKind = (typeof KINDS)[number][0];

/** The root element that each kind of file must have. */
const ROOTS: Readonly<Record<MetadataKind, string>> = {
  flow: 'Flow',
  flowDefinition: 'FlowDefinition',
  assignmentRules: 'AssignmentRules',
  escalationRules: 'EscalationRules',
  workflow: 'Workflow',
  approvalProcess: 'ApprovalProcess',
  trigger: 'ApexTrigger',
};

interface Parsed {
  readonly kind: MetadataKind;
  readonly name: string;
  readonly file: string;
  /** Apex code; XML is parsed already. */
  readonly content: string;
  readonly isCode: boolean;
  readonly xml: XmlReading | null;
}

/** What a metadata file is by its name, and of what; null for files that hold no automation. */
export function metadataKindOf(file: string): { kind: MetadataKind; name: string; isCode: boolean } | null {
  const bare = (file.split('/').at(-1) ?? file).replace(/-meta\.xml$/, '');
  const found = KINDS.find(([, end]) => bare.endsWith(end));
  if (!found) return null;
  const [kind, end] = found;
  return { kind, name: bare.slice(0, -end.length), isCode: kind === 'trigger' && file.endsWith(bare) };
}

/**
 * Reads all automation of an org's metadata as one portal: flows may call each other, and rules share actions. Files
 * that cannot be read come back as unreadable: none is left out. Never throws.
 */
export function readMetadata(
  files: readonly MetadataFile[],
  names: FieldNames,
): readonly AutomationReading[] {
  const parsed = files.flatMap(({ file, content }): readonly Parsed[] => {
    const kind = metadataKindOf(file);
    return kind ? [{ ...kind, file, content, xml: kind.isCode ? null : parseXml(content) }] : [];
  });
  const book: FlowBook = new Map(
    parsed.filter(({ kind }) => kind === 'flow').map((one) => [one.name, documentOf(one)]),
  );
  return parsed.flatMap((one) => readOne(one, parsed, book, names));
}

function documentOf({ kind, xml }: Parsed): XmlObject | null {
  return xml?.kind === 'read' && xml.root === ROOTS[kind] ? xml.document : null;
}

function readOne(
  one: Parsed,
  all: readonly Parsed[],
  book: FlowBook,
  names: FieldNames,
): readonly AutomationReading[] {
  const { kind, name, file, content, isCode, xml } = one;
  if (isCode) {
    const description = all.find((other) => other.kind === 'trigger' && !other.isCode && other.name === name);
    const status = description ? text(documentOf(description), 'status') : null;
    const automation = readApexTrigger(name, content, status === null || status === 'Active', names);
    return [{ kind: 'read', automation }];
  }
  const document = documentOf(one);
  if (!document) {
    const why = xml?.kind === 'unreadable' ? xml.why : `the file holds no ${ROOTS[kind]}`;
    return [{ kind: 'unreadable', id: file, name, why }];
  }
  switch (kind) {
    case 'flow':
      return [switchedOff(readFlow(name, document, { names, book }), all)];
    case 'assignmentRules':
      return readAssignmentRules(name, document, names).map(asRead);
    case 'escalationRules':
      return readEscalationRules(name, document, names).map(asRead);
    case 'workflow':
      return readWorkflowRules(name, document, names).map(asRead);
    case 'approvalProcess': {
      const object = name.split('.')[0] ?? name;
      const workflow = all.find((other) => other.kind === 'workflow' && other.name === object);
      const actions = workflowActions(object, workflow ? documentOf(workflow) : null);
      return [asRead(readApprovalProcess(name, document, actions, names))];
    }
    default:
      // Descriptions of triggers and flows are read together with what they describe.
      return [];
  }
}

function asRead(automation: Extract<AutomationReading, { kind: 'read' }>['automation']): AutomationReading {
  return { kind: 'read', automation };
}

/** A flow definition with the active version 0 switches its flow off. */
function switchedOff(reading: AutomationReading, all: readonly Parsed[]): AutomationReading {
  if (reading.kind !== 'read') return reading;
  const definition = all.find(
    ({ kind, name }) => kind === 'flowDefinition' && name === reading.automation.id,
  );
  if (!definition || text(documentOf(definition), 'activeVersionNumber') !== '0') return reading;
  return { kind: 'read', automation: { ...reading.automation, enabled: false } };
}
