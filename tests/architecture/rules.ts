import { posix } from 'node:path';
import { readSource } from './read-source.ts';

/** What the files of one part of the tree may import. The longest matching `part` counts. */
interface ImportRule {
  readonly part: string;
  /** Folders (ending in a slash) and files of this repository. */
  readonly files: readonly string[];
  /** Packages from the registry; `any` where the part does input and output. */
  readonly packages: readonly string[] | 'any';
  /** Whether `node:` modules are allowed. */
  readonly node: boolean;
}

const VOCABULARY = 'src/contracts/vocabulary.ts';
const CRM_PROPERTIES = 'src/contracts/crm-properties.ts';
const CARDS = 'extensions/hubspot/src/app/cards/';
const PAGES = 'extensions/hubspot/src/app/pages/';
const SETTINGS = 'extensions/hubspot/src/app/settings/';
const SALESFORCE = 'extensions/salesforce/';

/** The tree: who may import what. */
export const IMPORT_RULES: readonly ImportRule[] = [
  { part: 'src/contracts/', files: ['src/contracts/'], packages: ['zod'], node: false },
  { part: 'src/domain/', files: ['src/domain/', VOCABULARY, CRM_PROPERTIES], packages: [], node: false },
  { part: 'src/ports/', files: ['src/ports/', 'src/domain/', VOCABULARY], packages: [], node: false },
  {
    part: 'src/application/',
    files: ['src/application/', 'src/ports/', 'src/domain/', VOCABULARY],
    packages: [],
    node: false,
  },
  { part: 'server/', files: ['server/', 'src/'], packages: 'any', node: true },
  {
    part: CARDS,
    files: [CARDS, 'src/contracts/'],
    packages: ['@hubspot/ui-extensions', 'react'],
    node: false,
  },
  {
    part: `${CARDS}__tests__/`,
    files: [CARDS, 'src/contracts/'],
    packages: ['@hubspot/ui-extensions', 'react', '@jest/globals'],
    node: true,
  },
  {
    part: PAGES,
    files: [PAGES, CARDS, 'src/contracts/'],
    packages: ['@hubspot/ui-extensions', 'react'],
    node: false,
  },
  {
    part: `${PAGES}__tests__/`,
    files: [PAGES, CARDS, 'src/contracts/'],
    packages: ['@hubspot/ui-extensions', 'react', '@jest/globals'],
    node: true,
  },
  {
    part: SETTINGS,
    files: [SETTINGS, CARDS, 'src/contracts/'],
    packages: ['@hubspot/ui-extensions', 'react'],
    node: false,
  },
  {
    part: `${SETTINGS}__tests__/`,
    files: [SETTINGS, CARDS, 'src/contracts/'],
    packages: ['@hubspot/ui-extensions', 'react', '@jest/globals'],
    node: true,
  },
  { part: SALESFORCE, files: [SALESFORCE, 'src/contracts/'], packages: [], node: true },
  { part: 'sandbox/', files: ['sandbox/', 'src/contracts/'], packages: 'any', node: true },
  { part: 'tests/', files: [''], packages: 'any', node: true },
];

/** What files may do besides importing. `except` names the files whose job it is. */
interface UsageRule {
  readonly part: string;
  readonly except: readonly string[];
  readonly says: string;
  readonly breaks: (file: ReturnType<typeof readSource>) => readonly string[];
}

const AMBIENT = [
  'Date.now',
  'new Date',
  'Math.random',
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'crypto',
  'performance',
];

export const USAGE_RULES: readonly UsageRule[] = [
  {
    part: 'src/',
    except: [],
    says: 'src has no clock, randomness, environment, log or network of its own',
    breaks: ({ globals }) => AMBIENT.filter((name) => globals.includes(name)),
  },
  {
    part: 'server/',
    except: ['server/env.ts'],
    says: 'only server/env.ts reads the environment',
    breaks: ({ globals }) => globals.filter((name) => name === 'process.env'),
  },
  {
    part: 'server/',
    except: ['server/http/problem.ts'],
    says: 'only server/http/problem.ts names status codes of failures',
    breaks: ({ statusCodes }) => statusCodes.filter((code) => code >= 400).map(String),
  },
];

/** A file of the repository: its path with forward slashes, and its text. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Every rule a file breaks, in words. */
export function violationsOf({ path, text }: SourceText): readonly string[] {
  const summary = readSource(text, path.endsWith('.tsx'));
  const rule = IMPORT_RULES.filter(({ part }) => path.startsWith(part)).sort(
    (a, b) => b.part.length - a.part.length,
  )[0];
  if (!rule) return [`${path}: belongs to no part of the tree`];
  const imports = summary.imports
    .filter((specifier) => !isAllowed(rule, path, specifier))
    .map((specifier) => `${path}: must not import ${specifier}`);
  const usages = USAGE_RULES.filter(
    ({ part, except }) => path.startsWith(part) && !except.includes(path),
  ).flatMap(({ says, breaks }) => [...new Set(breaks(summary))].map((what) => `${path}: ${what}: ${says}`));
  return [...imports, ...usages];
}

function isAllowed(rule: ImportRule, from: string, specifier: string): boolean {
  if (specifier.startsWith('node:')) return rule.node;
  const file = fileOf(from, specifier);
  if (file !== null) {
    return rule.files.some((allowed) => (isFolder(allowed) ? file.startsWith(allowed) : file === allowed));
  }
  const [scope = '', name = ''] = specifier.split('/');
  const packageName = specifier.startsWith('@') ? `${scope}/${name}` : scope;
  return rule.packages === 'any' || rule.packages.includes(packageName);
}

function isFolder(path: string): boolean {
  return path === '' || path.endsWith('/');
}

/** The repository path of a relative import or of one of our own packages; null for other packages. */
function fileOf(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const contracts = /^@handrail\/contracts\/(.+)$/.exec(specifier);
  if (contracts) return `src/contracts/${contracts[1]}.ts`;
  const cards = /^handrail-hubspot-cards\/(.+)$/.exec(specifier);
  return cards ? `${CARDS}${cards[1]}` : null;
}
