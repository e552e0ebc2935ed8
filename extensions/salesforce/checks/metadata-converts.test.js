/**
 * Salesforce's own library recognises every file and makes of the source what a deployment sends. It does not look
 * into the files; that is for metadata-types.test.js.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve';

const SOURCE = fileURLToPath(new URL('../force-app', import.meta.url));

/** How many components of each type the package has. */
const EXPECTED = {
  CustomApplication: 2,
  CustomField: 98,
  CustomLabel: 226,
  CustomLabels: 1,
  CustomObject: 4,
  CustomPermission: 1,
  CustomTab: 4,
  Dashboard: 1,
  DashboardFolder: 1,
  ExternalClientApplication: 1,
  ExtlClntAppOauthConfigurablePolicies: 1,
  ExtlClntAppOauthSettings: 1,
  FlexiPage: 6,
  Flow: 2,
  Layout: 4,
  LightningComponentBundle: 27,
  ListView: 12,
  PermissionSet: 4,
  PlatformEventChannelMember: 2,
  RecordType: 4,
  Report: 3,
  ReportFolder: 1,
  ReportType: 2,
  ValidationRule: 12,
};

let output;
before(() => {
  output = mkdtempSync(join(tmpdir(), 'handrail-metadata-'));
});
after(() => rmSync(output, { recursive: true, force: true }));

test('every file belongs to a component, and none is missing', () => {
  const components = ComponentSet.fromSource(SOURCE).getSourceComponents().toArray();
  const found = {};
  for (const { type } of components.flatMap((component) => [component, ...component.getChildren()])) {
    found[type.name] = (found[type.name] ?? 0) + 1;
  }
  assert.deepEqual(found, EXPECTED);
});

test('it converts to what a deployment sends', async () => {
  const { packagePath } = await new MetadataConverter().convert(ComponentSet.fromSource(SOURCE), 'metadata', {
    type: 'directory',
    outputDirectory: output,
    genUniqueDir: false,
  });
  const manifest = readFileSync(join(packagePath, 'package.xml'), 'utf8');
  assert.match(manifest, /<version>67\.0<\/version>/);
  for (const name of [
    'Handoff_Exception__c',
    'handoffCard',
    'Handrail_Requester',
    'Handoff_Exception_Keep_Hold',
  ]) {
    assert.ok(manifest.includes(`<members>${name}</members>`), `${name} is not in package.xml`);
  }
  const files = readdirSync(packagePath, { recursive: true, encoding: 'utf8' });
  assert.ok(files.includes(join('objects', 'Handoff_Exception__c.object')));
  assert.deepEqual(
    files.filter((file) => file.includes('__tests__')),
    [],
  );
});
