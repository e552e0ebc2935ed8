/** One type of metadata that an org keeps. */
export interface MetadataType {
  /** What the Metadata API calls it, and its file's outermost element. */
  readonly name: string;
  /** Its folder in a package. */
  readonly folder: string;
  /** The end of its file's name, without the dot. */
  readonly suffix: string;
  /** Its content is no XML, so it has a description in a file beside it. */
  readonly hasDescription?: boolean;
  /** What begins the ids of its components. */
  readonly keyPrefix: string;
}

/** Every type of metadata that the org shows. */
export const METADATA_TYPES: readonly MetadataType[] = [
  { name: 'ApexTrigger', folder: 'triggers', suffix: 'trigger', hasDescription: true, keyPrefix: '01q' },
  { name: 'ApprovalProcess', folder: 'approvalProcesses', suffix: 'approvalProcess', keyPrefix: '04a' },
  { name: 'AssignmentRules', folder: 'assignmentRules', suffix: 'assignmentRules', keyPrefix: '01Q' },
  {
    name: 'EntitlementProcess',
    folder: 'entitlementProcesses',
    suffix: 'entitlementProcess',
    keyPrefix: '552',
  },
  { name: 'EscalationRules', folder: 'escalationRules', suffix: 'escalationRules', keyPrefix: '01Q' },
  { name: 'Flow', folder: 'flows', suffix: 'flow', keyPrefix: '300' },
  { name: 'FlowDefinition', folder: 'flowDefinitions', suffix: 'flowDefinition', keyPrefix: '300' },
  { name: 'Territory2Rule', folder: 'territory2Models', suffix: 'territory2Rule', keyPrefix: '0MI' },
  { name: 'ValidationRule', folder: 'objects', suffix: 'validationRule', keyPrefix: '03d' },
  { name: 'Workflow', folder: 'workflows', suffix: 'workflow', keyPrefix: '01Q' },
];

export function metadataType(name: string): MetadataType | undefined {
  return METADATA_TYPES.find((type) => type.name === name);
}
