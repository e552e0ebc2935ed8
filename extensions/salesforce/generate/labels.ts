import { LABEL_TEXTS } from './label-texts.ts';
import { GENERATED, type Metadata } from './xml.ts';

const LABELS = Object.entries(LABEL_TEXTS).sort(([a], [b]) => (a < b ? -1 : 1));

/** The API name of a label in the org. */
function labelName(name: string): string {
  return `Handrail_${name}`;
}

/** All custom labels, as the one file Salesforce keeps them in. */
export function labelFile(): Metadata {
  return {
    type: 'CustomLabels',
    path: 'labels/CustomLabels.labels-meta.xml',
    content: {
      labels: LABELS.map(([name, value]) => ({
        fullName: labelName(name),
        categories: 'Handrail',
        language: 'en_US',
        protected: false,
        shortDescription: `Handrail: ${name}`,
        value,
      })),
    },
  };
}

/** The labels as one module: Lightning wants an import for each. */
export function labelModule(): string {
  const imports = LABELS.map(
    ([name]) => `import ${name} from '@salesforce/label/c.${labelName(name)}';\n`,
  ).join('');
  const names = LABELS.map(([name]) => `    ${name},\n`).join('');
  return `// ${GENERATED}\n// @ts-check\n${imports}\n/** Every text the components show. */\nexport const LABELS = Object.freeze({\n${names.replace(/,\n$/, '\n')}});\n`;
}
