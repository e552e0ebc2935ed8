/**
 * Builds the components with Salesforce's own compiler, base components and design system for a plain browser. What
 * only an org provides (wires, labels, the user) comes from `platform/`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import lwc from '@lwc/rollup-plugin';
import replace from '@rollup/plugin-replace';
import { rollup } from 'rollup';
import { readSchema } from './org/read-schema.js';

const PAGE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const FORCE_APP = join(ROOT, 'force-app/main/default');
const COMPONENTS = join(FORCE_APP, 'lwc');

/** What the components import from the org, and the file that stands for it. */
const PLATFORM = {
  'lightning/graphql': 'platform/graphql.js',
  'lightning/uiRecordApi': 'platform/ui-record-api.js',
  'lightning/uiObjectInfoApi': 'platform/ui-object-info-api.js',
};

/**
 * @param {string} file where the one script goes
 * @returns {Promise<void>}
 */
export async function buildPage(file) {
  const bundle = await rollup({
    input: join(PAGE, 'main.js'),
    plugins: [platform(), lwc(lwcOptions()), replaceFlags()],
    onwarn: (warning, warn) => {
      // Salesforce's base components import each other in circles.
      if (warning.code !== 'CIRCULAR_DEPENDENCY') warn(warning);
    },
  });
  await bundle.write({ file, format: 'es', inlineDynamicImports: true });
  await bundle.close();
}

function lwcOptions() {
  return {
    rootDir: ROOT,
    modules: [
      ...readdirSync(COMPONENTS).map((name) => ({
        name: `c/${name}`,
        path: join(COMPONENTS, name, `${name}.js`),
      })),
      { name: 'lightning/recordPicker', path: join(PAGE, 'platform/recordPicker/recordPicker.js') },
      { npm: 'lightning-base-components' },
    ],
    enableDynamicComponents: true,
  };
}

function replaceFlags() {
  return replace({
    preventAssignment: true,
    values: {
      'process.env.NODE_ENV': JSON.stringify('production'),
      'import.meta.env.SSR': 'false',
      // With synthetic shadow the platform has no element internals.
      'features.enableComboboxElementInternals': 'false',
    },
  });
}

/** Resolves what the org would: wires, labels, the user, the time zone, and the schema the package deploys. */
function platform() {
  const labels = readLabels();
  return {
    name: 'platform',
    resolveId(id) {
      if (PLATFORM[id]) return join(PAGE, PLATFORM[id]);
      if (id === 'graphql') return join(ROOT, 'node_modules/graphql/index.mjs');
      const own =
        id.startsWith('@salesforce/label/c.') ||
        [
          '@salesforce/user/Id',
          '@salesforce/i18n/locale',
          '@salesforce/i18n/timeZone',
          'org-schema',
        ].includes(id);
      return own ? `\0platform:${id}` : null;
    },
    load(id) {
      if (!id.startsWith('\0platform:')) return null;
      const name = id.slice('\0platform:'.length);
      if (name === 'org-schema') return `export default ${JSON.stringify(readSchema(FORCE_APP))};`;
      if (name === '@salesforce/user/Id') return 'export default globalThis.handrailPage.userId;';
      if (name === '@salesforce/i18n/locale') return "export default 'en-US';";
      // The base components show times in the zone of the browser here, in an org in that of the user.
      if (name === '@salesforce/i18n/timeZone')
        return 'export default Intl.DateTimeFormat().resolvedOptions().timeZone;';
      const label = labels.get(name.slice('@salesforce/label/c.'.length));
      if (label === undefined) throw new Error(`No custom label ${name}`);
      return `export default ${JSON.stringify(label)};`;
    },
  };
}

function readLabels() {
  const text = readFileSync(join(FORCE_APP, 'labels/CustomLabels.labels-meta.xml'), 'utf8');
  const found = text.matchAll(/<fullName>(\w+)<\/fullName>[\s\S]*?<value>([\s\S]*?)<\/value>/g);
  return new Map([...found].map(([, name, value]) => [name, unescaped(value)]));
}

function unescaped(text) {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
