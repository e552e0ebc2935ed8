/** How components of a type lie in an archive. */
export interface ComponentType {
  readonly type: string;
  readonly folder: string;
  /** What the file of a component ends in; undefined for a bundle, which is a folder of its own. */
  readonly suffix: string | undefined;
  /** Its outermost element. */
  readonly root: string;
  /** Its components lie in folders, which are members too. */
  readonly hasFolders?: boolean;
}

const plain = (type: string, folder: string, suffix: string): ComponentType => ({
  type,
  folder,
  suffix,
  root: type,
});

/** The types that the sandbox org takes. Any other one is unknown to it, and refused as in an org without the feature. */
export const COMPONENT_TYPES: readonly ComponentType[] = [
  plain('AssignmentRules', 'assignmentRules', 'assignmentRules'),
  plain('CustomApplication', 'applications', 'app'),
  plain('CustomLabels', 'labels', 'labels'),
  plain('CustomObject', 'objects', 'object'),
  plain('CustomPermission', 'customPermissions', 'customPermission'),
  plain('CustomTab', 'tabs', 'tab'),
  { ...plain('Dashboard', 'dashboards', 'dashboard'), hasFolders: true },
  plain('ExternalClientApplication', 'externalClientApps', 'eca'),
  plain('ExtlClntAppGlobalOauthSettings', 'extlClntAppGlobalOauthSets', 'ecaGlblOauth'),
  plain('ExtlClntAppOauthConfigurablePolicies', 'extlClntAppOauthPolicies', 'ecaOauthPlcy'),
  plain('ExtlClntAppOauthSettings', 'extlClntAppOauthSettings', 'ecaOauth'),
  plain('FlexiPage', 'flexipages', 'flexipage'),
  plain('Flow', 'flows', 'flow'),
  plain('FlowDefinition', 'flowDefinitions', 'flowDefinition'),
  plain('Layout', 'layouts', 'layout'),
  { type: 'LightningComponentBundle', folder: 'lwc', suffix: undefined, root: 'LightningComponentBundle' },
  plain('PermissionSet', 'permissionsets', 'permissionset'),
  plain('PlatformEventChannelMember', 'platformEventChannelMembers', 'platformEventChannelMember'),
  plain('QuickAction', 'quickActions', 'quickAction'),
  { ...plain('Report', 'reports', 'report'), hasFolders: true },
  plain('ReportType', 'reportTypes', 'reportType'),
];

/** The parts of an object's file that are components themselves, by their element. */
export const OBJECT_PARTS: Readonly<Record<string, string>> = {
  compactLayouts: 'CompactLayout',
  fields: 'CustomField',
  listViews: 'ListView',
  recordTypes: 'RecordType',
  validationRules: 'ValidationRule',
};

/** Types whose members stand inside the file of another type. */
export const INNER_TYPES: ReadonlySet<string> = new Set([...Object.values(OBJECT_PARTS), 'CustomLabel']);

export function typeOfFolder(folder: string): ComponentType | undefined {
  return COMPONENT_TYPES.find((one) => one.folder === folder);
}

export function isKnownType(type: string): boolean {
  return INNER_TYPES.has(type) || COMPONENT_TYPES.some((one) => one.type === type);
}
