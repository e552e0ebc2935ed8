import type { FieldNames } from '../../../../src/domain/guard/automation.ts';
import type { AutomationReading } from '../../../../src/ports/automations.ts';
import { type MetadataDocument, type MetadataKind, readDocuments } from './read-documents.ts';
import { parseXml } from './xml-shape.ts';

/** One metadata file in source or metadata format. */
export interface MetadataFile {
  /** The path of the file, with slashes, such as `flows/Route_Leads.flow-meta.xml`. */
  readonly file: string;
  readonly content: string;
}

/** The kinds of files that are read: the end of their names, and the root element they must have. */
export const METADATA_FILES: Readonly<Record<MetadataKind, { readonly end: string; readonly root: string }>> =
  {
    flow: { end: '.flow', root: 'Flow' },
    flowDefinition: { end: '.flowDefinition', root: 'FlowDefinition' },
    assignmentRules: { end: '.assignmentRules', root: 'AssignmentRules' },
    escalationRules: { end: '.escalationRules', root: 'EscalationRules' },
    workflow: { end: '.workflow', root: 'Workflow' },
    approvalProcess: { end: '.approvalProcess', root: 'ApprovalProcess' },
    entitlementProcess: { end: '.entitlementProcess', root: 'EntitlementProcess' },
    territoryRule: { end: '.territory2Rule', root: 'Territory2Rule' },
    trigger: { end: '.trigger', root: 'ApexTrigger' },
  };

/** What a metadata file is by its name, and of what; null for files that hold no automation. */
export function metadataKindOf(file: string): { kind: MetadataKind; name: string; isCode: boolean } | null {
  const bare = (file.split('/').at(-1) ?? file).replace(/-meta\.xml$/, '');
  for (const [kind, { end }] of Object.entries(METADATA_FILES) as [MetadataKind, { end: string }][]) {
    if (bare.endsWith(end)) {
      return { kind, name: bare.slice(0, -end.length), isCode: kind === 'trigger' && file.endsWith(bare) };
    }
  }
  return null;
}

/**
 * Reads all automation of an org's metadata as one portal: flows may call each other, and rules share actions. Files
 * that cannot be read come back as unreadable: none is left out. Never throws.
 */
export function readMetadata(
  files: readonly MetadataFile[],
  names: FieldNames,
): readonly AutomationReading[] {
  return readDocuments(
    files.flatMap((file) => documentIn(file) ?? []),
    names,
  );
}

function documentIn({ file, content }: MetadataFile): MetadataDocument | null {
  const found = metadataKindOf(file);
  if (!found) return null;
  const { kind, name, isCode } = found;
  const common = { kind, name, source: file };
  if (isCode) return { ...common, code: content };
  const xml = parseXml(content);
  if (xml.kind === 'unreadable') return { ...common, why: xml.why };
  const { root } = METADATA_FILES[kind];
  return xml.root === root
    ? { ...common, document: xml.document }
    : { ...common, why: `the file holds no ${root}` };
}
