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
  { name: 'CustomApplication', folder: 'applications', suffix: 'app', keyPrefix: '02u' },
  { name: 'CustomField', folder: 'objects', suffix: 'field', keyPrefix: '00N' },
  { name: 'CustomObject', folder: 'objects', suffix: 'object', keyPrefix: '01I' },
  { name: 'CustomPermission', folder: 'customPermissions', suffix: 'customPermission', keyPrefix: '0CP' },
  { name: 'CustomTab', folder: 'tabs', suffix: 'tab', keyPrefix: '01r' },
  { name: 'ExternalClientApplication', folder: 'externalClientApps', suffix: 'eca', keyPrefix: '0xI' },
  {
    name: 'ExtlClntAppGlobalOauthSettings',
    folder: 'extlClntAppGlobalOauthSets',
    suffix: 'ecaGlblOauth',
    keyPrefix: '0xM',
  },
  {
    name: 'ExtlClntAppOauthConfigurablePolicies',
    folder: 'extlClntAppOauthPolicies',
    suffix: 'ecaOauthPlcy',
    keyPrefix: '0xN',
  },
  {
    name: 'ExtlClntAppOauthSettings',
    folder: 'extlClntAppOauthSettings',
    suffix: 'ecaOauth',
    keyPrefix: '0xL',
  },
  { name: 'EscalationRules', folder: 'escalationRules', suffix: 'escalationRules', keyPrefix: '01Q' },
  { name: 'Flow', folder: 'flows', suffix: 'flow', keyPrefix: '300' },
  { name: 'FlowDefinition', folder: 'flowDefinitions', suffix: 'flowDefinition', keyPrefix: '300' },
  { name: 'FlexiPage', folder: 'flexipages', suffix: 'flexipage', keyPrefix: '0M0' },
  { name: 'Layout', folder: 'layouts', suffix: 'layout', keyPrefix: '00h' },
  { name: 'ListView', folder: 'objects', suffix: 'listView', keyPrefix: '00B' },
  { name: 'PermissionSet', folder: 'permissionsets', suffix: 'permissionset', keyPrefix: '0PS' },
  {
    name: 'PlatformEventChannelMember',
    folder: 'platformEventChannelMembers',
    suffix: 'platformEventChannelMember',
    keyPrefix: '0v8',
  },
  { name: 'RecordType', folder: 'objects', suffix: 'recordType', keyPrefix: '012' },
  { name: 'Territory2Rule', folder: 'territory2Models', suffix: 'territory2Rule', keyPrefix: '0MI' },
  { name: 'ValidationRule', folder: 'objects', suffix: 'validationRule', keyPrefix: '03d' },
  { name: 'Workflow', folder: 'workflows', suffix: 'workflow', keyPrefix: '01Q' },
];

export function metadataType(name: string): MetadataType | undefined {
  return METADATA_TYPES.find((type) => type.name === name);
}
