/**
 * The labels as an English org shows them, read from the metadata. Salesforce's own stub gives their names, and a test
 * could then not tell one text from another.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(process.cwd(), 'force-app/main/default/labels/CustomLabels.labels-meta.xml');
const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

export const LABELS = Object.freeze(
  Object.fromEntries(
    [
      ...readFileSync(FILE, 'utf8').matchAll(
        /<fullName>Handrail_(\w+)<\/fullName>[\s\S]*?<value>([\s\S]*?)<\/value>/g,
      ),
    ].map(([, name, value]) => [name, value.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity)]),
  ),
);
