import { METADATA_FOLDERS, OBJECT_PARTS } from './metadata-types.ts';
import { objectFile, ROOT_OF_LABELS } from './object-file.ts';
import { PackageError } from './package-error.ts';
import type { SourceFile } from './read-source.ts';

/** One component of a package. */
export interface PackageComponent {
  readonly type: string;
  readonly fullName: string;
  /** Its file in the package, or the folder of a bundle. */
  readonly source: string;
}

/** Where lines of a deployed file come from. */
export interface SourceSpan {
  readonly source: string;
  /** First and last line in the deployed file, counted from 1. */
  readonly first: number;
  readonly last: number;
  /** What to add to a line of the deployed file for the line in the source. */
  readonly offset: number;
}

/** A package as a deployment sends it. */
export interface MetadataPackage {
  readonly components: readonly PackageComponent[];
  /** File by its path in the archive, the manifest left out. */
  readonly files: ReadonlyMap<string, string>;
  /** For each file that was put together of several. */
  readonly spans: ReadonlyMap<string, readonly SourceSpan[]>;
}

const META = '-meta.xml';

/**
 * Makes of a package in source format what a deployment sends: the parts of an object become one file, the word
 * `-meta.xml` goes from the names of files that describe a component alone, and bundles stay as they are. It does what
 * Salesforce's own library does for the types of `METADATA_FOLDERS`, which is all that the package uses.
 *
 * @throws PackageError for a file that it does not know what to do with
 */
export function toMetadataFormat(sources: readonly SourceFile[]): MetadataPackage {
  const components: PackageComponent[] = [];
  const files = new Map<string, string>();
  const spans = new Map<string, readonly SourceSpan[]>();
  const objects = new Map<string, SourceFile[]>();

  for (const source of sources) {
    const [folder = '', ...rest] = source.path.split('/');
    if (folder === 'objects') {
      const name = rest[0] ?? '';
      objects.set(name, [...(objects.get(name) ?? []), source]);
    } else if (folder === 'labels') {
      addLabels(source, components, files);
    } else {
      addPlain(source, folder, rest, components, files);
    }
  }
  for (const [name, parts] of objects) {
    const file = `objects/${name}.object`;
    const built = objectFile(name, parts);
    files.set(file, built.text);
    spans.set(file, built.spans);
    components.push(...built.components);
  }
  return { components: unique(components), files, spans };
}

function addPlain(
  source: SourceFile,
  folder: string,
  rest: readonly string[],
  components: PackageComponent[],
  files: Map<string, string>,
): void {
  const known = Object.hasOwn(METADATA_FOLDERS, folder) ? METADATA_FOLDERS[folder] : undefined;
  if (!known)
    throw new PackageError(`${source.path}: Handrail does not know how to deploy the folder ${folder}.`);
  if (known.isBundle) {
    const name = rest[0] ?? '';
    if (rest.length < 2) throw new PackageError(`${source.path}: it belongs to no component.`);
    files.set(source.path, source.text);
    components.push({ type: known.type, fullName: name, source: `${folder}/${name}` });
    return;
  }
  if (!source.path.endsWith(META)) {
    throw new PackageError(`${source.path}: a file of ${folder} must end in ${META}.`);
  }
  const inner = rest.join('/').slice(0, -META.length);
  const fullName = inner.slice(0, inner.lastIndexOf('.'));
  if (fullName === '') throw new PackageError(`${source.path}: its name says not what it is.`);
  if (known.hasFolders && rest.length === 1) {
    files.set(`${folder}/${fullName}${META}`, source.text);
    // A folder is a member of the type that it holds, as in Salesforce's own manifests.
    components.push({ type: known.type, fullName: `${fullName}/`, source: source.path });
    return;
  }
  files.set(`${folder}/${inner}`, source.text);
  components.push({ type: known.type, fullName, source: source.path });
}

/** Labels are components of one file. */
function addLabels(source: SourceFile, components: PackageComponent[], files: Map<string, string>): void {
  const name = source.path.slice('labels/'.length, -`.labels${META}`.length);
  files.set(`labels/${name}.labels`, source.text);
  components.push({ type: 'CustomLabels', fullName: name, source: source.path });
  for (const [, fullName = ''] of source.text.matchAll(ROOT_OF_LABELS)) {
    components.push({ type: 'CustomLabel', fullName, source: source.path });
  }
}

function unique(components: readonly PackageComponent[]): readonly PackageComponent[] {
  const byKey = new Map(components.map((one) => [`${one.type}:${one.fullName}`, one]));
  return [...byKey.values()];
}

/** The file and line in the package that a line of a deployed file comes from; undefined for a file it has not. */
export function sourceOf(
  { spans, components, files }: MetadataPackage,
  file: string,
  line: number | undefined,
): { readonly source: string; readonly line: number | undefined } | undefined {
  const parts = spans.get(file);
  if (!parts) {
    const found = components.find(({ source }) => source === file || source === `${file}${META}`);
    return files.has(file) ? { source: found?.source ?? file, line } : undefined;
  }
  const part = parts.find(({ first, last }) => line !== undefined && line >= first && line <= last);
  return part && line !== undefined ? { source: part.source, line: line + part.offset } : undefined;
}

/** Whether an object has a file of its own in the package; the others are the org's, and only parts of them are ours. */
export function isPartType(type: string): boolean {
  return Object.values(OBJECT_PARTS).includes(type);
}
