import { PACKAGE_FLOWS } from '@handrail/contracts/salesforce-vocabulary';
import type { FieldNames } from '../../../../src/domain/guard/automation.ts';
import type { AutomationReading } from '../../../../src/ports/automations.ts';
import type { FlowBook } from './flow/inline-subflows.ts';
import { readFlow } from './flow/read-flow.ts';
import { readApexTrigger } from './rules/read-apex-trigger.ts';
import { readApprovalProcess } from './rules/read-approval-process.ts';
import { readAssignmentRules } from './rules/read-assignment-rules.ts';
import { readEntitlementProcess } from './rules/read-entitlement-process.ts';
import { readEscalationRules } from './rules/read-escalation-rules.ts';
import { readTerritoryRule } from './rules/read-territory-rule.ts';
import { readWorkflowRules } from './rules/read-workflow-rules.ts';
import { type WorkflowActions, workflowActions } from './rules/workflow-actions.ts';
import { text, type XmlObject } from './xml-shape.ts';

export type MetadataKind =
  | 'flow'
  | 'flowDefinition'
  | 'assignmentRules'
  | 'escalationRules'
  | 'workflow'
  | 'approvalProcess'
  | 'entitlementProcess'
  | 'territoryRule'
  | 'trigger';

/** One piece of metadata, out of a file or out of an org: its document, its code, or why there is neither. */
export type MetadataDocument = {
  readonly kind: MetadataKind;
  /** Its API name, such as `Route_Leads`, `Lead` or `Opportunity.Discount`. */
  readonly name: string;
  /** What it is listed as when it cannot be read: the path of its file, or its name in the org. */
  readonly source: string;
  /** Changes with every edit; left out where nothing tells. */
  readonly revision?: string;
} & (
  | { readonly document: XmlObject }
  /** Apex. `isInactive` where the org says so itself. */
  | { readonly code: string; readonly isInactive?: boolean }
  /** Completes "It could not be read: ". `gone` when the org does not know it. */
  | { readonly why: string; readonly gone?: boolean; readonly label?: string }
);

/**
 * Reads automation as one portal: flows may call each other, and rules share actions. What cannot be read comes back
 * as unreadable: none is left out. Never throws.
 */
export function readDocuments(
  documents: readonly MetadataDocument[],
  names: FieldNames,
): readonly AutomationReading[] {
  const org = orgOf(documents);
  return documents.flatMap((one) =>
    readOne(one, org, names).map((reading) =>
      reading.kind === 'read' && one.revision !== undefined
        ? { kind: 'read' as const, automation: { ...reading.automation, revision: one.revision } }
        : reading,
    ),
  );
}

/** What pieces of metadata look up in each other, by name. */
interface Org {
  readonly book: FlowBook;
  readonly of: (kind: MetadataKind, name: string) => XmlObject | null;
}

function orgOf(documents: readonly MetadataDocument[]): Org {
  const byName = new Map<string, XmlObject>();
  const book = new Map<string, XmlObject | null>();
  for (const one of documents) {
    const document = 'document' in one ? one.document : null;
    if (document) byName.set(`${one.kind} ${one.name}`, document);
    if (one.kind === 'flow') book.set(one.name, document);
  }
  return { book, of: (kind, name) => byName.get(`${kind} ${name}`) ?? null };
}

function readOne(one: MetadataDocument, org: Org, names: FieldNames): readonly AutomationReading[] {
  const { kind, name, source } = one;
  if ('code' in one) {
    const status = text(org.of('trigger', name), 'status');
    const isActive = !one.isInactive && (status === null || status === 'Active');
    return [asRead(readApexTrigger(name, one.code, isActive, names))];
  }
  if (!('document' in one)) {
    const { why, gone = false, label = name } = one;
    return [{ kind: 'unreadable', id: source, name: label, why, ...(gone && { gone }) }];
  }
  const { document } = one;
  switch (kind) {
    case 'flow':
      return [switchedOff(readFlow(name, document, { names: namesFor(name, names), book: org.book }), org)];
    case 'assignmentRules':
      return readAssignmentRules(name, document, names).map(asRead);
    case 'escalationRules':
      return readEscalationRules(name, document, names).map(asRead);
    case 'workflow':
      return readWorkflowRules(name, document, names).map(asRead);
    case 'approvalProcess':
      return [asRead(readApprovalProcess(name, document, actionsOf(name.split('.')[0] ?? name, org), names))];
    case 'entitlementProcess': {
      const object = text(document, 'SObjectType') ?? 'Case';
      return [asRead(readEntitlementProcess(name, document, actionsOf(object, org), names))];
    }
    case 'territoryRule':
      return [asRead(readTerritoryRule(name, document))];
    default:
      // Descriptions of triggers and flows are read together with what they describe.
      return [];
  }
}

/**
 * The flows of the package set the tag, as Handrail does, and nobody has to mend that. What else one of them came to
 * write is judged like any flow's.
 */
function namesFor(flow: string, names: FieldNames): FieldNames {
  if (!PACKAGE_FLOWS.some((name) => name === flow)) return names;
  const governed = new Map([...names.governed].filter(([, field]) => field !== 'tag'));
  return { ...names, governed };
}

function actionsOf(object: string, { of }: Org): WorkflowActions {
  return workflowActions(object, of('workflow', object));
}

function asRead(automation: Extract<AutomationReading, { kind: 'read' }>['automation']): AutomationReading {
  return { kind: 'read', automation };
}

/** A flow definition with the active version 0 switches its flow off. */
function switchedOff(reading: AutomationReading, { of }: Org): AutomationReading {
  if (reading.kind !== 'read') return reading;
  if (text(of('flowDefinition', reading.automation.id), 'activeVersionNumber') !== '0') return reading;
  return { kind: 'read', automation: { ...reading.automation, enabled: false } };
}
