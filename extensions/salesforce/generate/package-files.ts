import { apps } from './apps.ts';
import { connection } from './connection.ts';
import { contractModule } from './contract-module.ts';
import { dashboards } from './dashboard.ts';
import { recordFields } from './fields.ts';
import { flows } from './flows.ts';
import { labelFile, labelModule } from './labels.ts';
import { layouts } from './layouts.ts';
import { lightningPages } from './lightning-pages.ts';
import { customObjects } from './objects.ts';
import { permissionSets } from './permission-sets.ts';
import { reportTypes } from './report-types.ts';
import { reports } from './reports.ts';
import { GENERATED, type Metadata, toXml } from './xml.ts';

const MODULE_META = `<?xml version="1.0" encoding="UTF-8"?><LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata"><!-- ${GENERATED} -->
    <apiVersion>66.0</apiVersion>
    <isExposed>false</isExposed>
</LightningComponentBundle>
`;

/** Every metadata file that is generated. */
export function metadataFiles(): readonly Metadata[] {
  return [
    ...customObjects(),
    ...recordFields(),
    ...permissionSets(),
    ...flows(),
    ...lightningPages(),
    ...apps(),
    ...layouts(),
    ...reportTypes(),
    ...reports(),
    ...dashboards(),
    ...connection(),
    labelFile(),
  ];
}

/**
 * Everything that is generated: path below `force-app/main/default`, and text. The same contracts give the same files,
 * byte for byte.
 */
export function packageFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...metadataFiles().map((file): [string, string] => [file.path, toXml(file)]),
    ['lwc/handoffContract/handoffContract.js', contractModule()],
    ['lwc/handoffContract/handoffContract.js-meta.xml', MODULE_META],
    ['lwc/handoffLabels/handoffLabels.js', labelModule()],
    ['lwc/handoffLabels/handoffLabels.js-meta.xml', MODULE_META],
  ]);
}
