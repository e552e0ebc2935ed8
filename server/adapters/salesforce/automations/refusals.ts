import { SalesforceCallError } from '../errors.ts';
import type { MetadataDocument, MetadataKind } from '../metadata/read-documents.ts';

/** Salesforce's own refusal of one call. An org that is away, or has no calls left, is another matter. */
export function isRefusal(error: unknown): error is SalesforceCallError {
  return error instanceof SalesforceCallError && error.code !== 'unavailable';
}

/** What people call the kinds of automation. */
const KIND_NAMES: Readonly<Record<MetadataKind, string>> = {
  flow: 'Flows',
  flowDefinition: 'Flow definitions',
  assignmentRules: 'Assignment rules',
  escalationRules: 'Escalation rules',
  workflow: 'Workflow rules',
  approvalProcess: 'Approval processes',
  entitlementProcess: 'Entitlement processes',
  territoryRule: 'Territory rules',
  trigger: 'Apex triggers',
};

const PERMISSIONS: Readonly<Partial<Record<MetadataKind, string>>> = {
  trigger: '"View Setup and Configuration"',
};

/** A whole kind that the org does not show, as one line: it is never left out. */
export function unreadableKind(kind: MetadataKind, error: SalesforceCallError): MetadataDocument {
  const isPermission = error.errorCode === 'INSUFFICIENT_ACCESS' || error.errorCode === 'INVALID_TYPE';
  const permission = PERMISSIONS[kind] ?? '"Modify Metadata Through Metadata API Functions"';
  const why = isPermission
    ? `Salesforce shows none of them to the integration user; give it the permission ${permission}`
    : error.message.replace(/\.$/, '');
  return { kind, name: KIND_NAMES[kind], source: KIND_NAMES[kind], why };
}
