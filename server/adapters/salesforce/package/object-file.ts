import { parseXml } from '../metadata/xml-shape.ts';
import { OBJECT_PARTS } from './metadata-types.ts';
import { PackageError } from './package-error.ts';
import type { SourceFile } from './read-source.ts';
import type { PackageComponent, SourceSpan } from './to-metadata-format.ts';

/** Finds the name of each label in the file of all labels. */
export const ROOT_OF_LABELS = /<labels>\s*<fullName>([^<]+)<\/fullName>/g;

const OPEN =
  '<?xml version="1.0" encoding="UTF-8"?>\n<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">';
const CLOSE = '</CustomObject>\n';

/** The one file of an object, its components, and where each line comes from. */
export interface ObjectFile {
  readonly text: string;
  readonly components: readonly PackageComponent[];
  readonly spans: readonly SourceSpan[];
}

/**
 * Puts the files of one object together. The text of each is kept line by line, so that a line that Salesforce names
 * can be told as a line of the file it came from.
 *
 * @throws PackageError
 */
export function objectFile(name: string, sources: readonly SourceFile[]): ObjectFile {
  const components: PackageComponent[] = [];
  const spans: SourceSpan[] = [];
  let text = OPEN;
  const add = (source: SourceFile, root: string, before: string, after: string) => {
    const inner = innerOf(source, root);
    text += before;
    const first = lineCount(text);
    text += inner.text;
    spans.push({ source: source.path, first, last: lineCount(text), offset: inner.line - first });
    text += after;
  };

  const own = sources.find(({ path }) => path === `objects/${name}/${name}.object-meta.xml`);
  if (own) {
    add(own, 'CustomObject', '', '\n');
    components.push({ type: 'CustomObject', fullName: name, source: own.path });
  }
  for (const source of sources) {
    if (source === own) continue;
    const [, , folder = '', file = ''] = source.path.split('/');
    const type = Object.hasOwn(OBJECT_PARTS, folder) ? OBJECT_PARTS[folder] : undefined;
    const part = /^(.+)\.\w+-meta\.xml$/.exec(file)?.[1];
    if (type === undefined || part === undefined) {
      throw new PackageError(`${source.path}: Handrail does not know what it is in an object.`);
    }
    const named = hasName(source) ? '' : `<fullName>${part}</fullName>`;
    add(source, type, `\n    <${folder}>${named}`, `</${folder}>`);
    components.push({ type, fullName: `${name}.${part}`, source: source.path });
  }
  return { text: `${text}\n${CLOSE}`, components, spans };
}

/** What stands inside the root element, and the line it begins in. @throws PackageError */
function innerOf({ path, text }: SourceFile, root: string): { readonly text: string; readonly line: number } {
  const open = new RegExp(`<${root}(?:\\s[^>]*)?>`).exec(text);
  const end = text.lastIndexOf(`</${root}>`);
  if (!open || end < open.index) throw new PackageError(`${path}: it holds no ${root}.`);
  const from = open.index + open[0].length;
  return { text: text.slice(from, end), line: lineCount(text.slice(0, from)) };
}

/** Names deeper inside, such as those of picklist values, are not the part's own. */
function hasName({ path, text }: SourceFile): boolean {
  const read = parseXml(text);
  if (read.kind === 'unreadable') throw new PackageError(`${path}: ${read.why}.`);
  return Object.hasOwn(read.document, 'fullName');
}

function lineCount(text: string): number {
  return text.split('\n').length;
}
