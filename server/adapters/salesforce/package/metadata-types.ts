/** How files of one folder of a source-format package become components. */
export interface MetadataFolder {
  readonly type: string;
  /** A component is a folder with files of its own, all of which are deployed as they are. */
  readonly isBundle?: boolean;
  /** The type that a folder inside the folder has in the manifest, such as a folder of reports. */
  readonly hasFolders?: boolean;
}

/**
 * The folders of a package that Handrail can deploy. A folder that is not here is an error, so that nothing of the
 * package is left behind without a word.
 */
export const METADATA_FOLDERS: Readonly<Record<string, MetadataFolder>> = {
  applications: { type: 'CustomApplication' },
  customPermissions: { type: 'CustomPermission' },
  dashboards: { type: 'Dashboard', hasFolders: true },
  externalClientApps: { type: 'ExternalClientApplication' },
  extlClntAppGlobalOauthSets: { type: 'ExtlClntAppGlobalOauthSettings' },
  extlClntAppOauthPolicies: { type: 'ExtlClntAppOauthConfigurablePolicies' },
  extlClntAppOauthSettings: { type: 'ExtlClntAppOauthSettings' },
  flexipages: { type: 'FlexiPage' },
  flowDefinitions: { type: 'FlowDefinition' },
  flows: { type: 'Flow' },
  layouts: { type: 'Layout' },
  lwc: { type: 'LightningComponentBundle', isBundle: true },
  permissionsets: { type: 'PermissionSet' },
  platformEventChannelMembers: { type: 'PlatformEventChannelMember' },
  quickActions: { type: 'QuickAction' },
  reportTypes: { type: 'ReportType' },
  reports: { type: 'Report', hasFolders: true },
  tabs: { type: 'CustomTab' },
};

/** The parts of an object that stand in files of their own, by their folder, which is also the name of their element. */
export const OBJECT_PARTS: Readonly<Record<string, string>> = {
  compactLayouts: 'CompactLayout',
  fieldSets: 'FieldSet',
  fields: 'CustomField',
  listViews: 'ListView',
  recordTypes: 'RecordType',
  validationRules: 'ValidationRule',
  webLinks: 'WebLink',
};
