import { MetadataError, readXml, type XmlNode } from '../metadata/xml-node.ts';
import { type ComponentFailure, keyOf, type OrgComponent } from './component.ts';
import {
  type ComponentType,
  INNER_TYPES,
  isKnownType,
  OBJECT_PARTS,
  typeOfFolder,
} from './component-types.ts';
import type { Archive, Member } from './read-archive.ts';
import { writeFile } from './write-xml.ts';

/** The components of an archive, and what is wrong with it before anything is compared with the org. */
export interface ReadComponents {
  readonly components: readonly OrgComponent[];
  readonly failures: readonly ComponentFailure[];
}

type Failures = ComponentFailure[];

/** Reads the components of an archive: every file is one, named in the manifest, and every name has its file. */
export function readComponents({ files, manifest }: Archive): ReadComponents {
  const failures: Failures = [];
  const found: OrgComponent[] = [];
  const bundles = new Map<string, Map<string, string>>();
  for (const [path, text] of files) {
    const [folder = '', ...rest] = path.split('/');
    const type = typeOfFolder(folder);
    if (!type) failures.push(fileFailure(path, `Unknown folder '${folder}' in the zip file`));
    else if (type.suffix === undefined) collect(bundles, `${folder}/${rest[0]}`, path, text);
    else found.push(...componentsOfFile(type, path, rest.join('/'), text, failures));
  }
  for (const [path, of] of bundles) found.push(...bundle(path, of, failures));
  const named = new Map(manifest.members.map((member) => [keyOf(member), member]));
  const wanted = found.filter((one) => isNamed(one, named));
  for (const one of found) {
    if (wanted.includes(one) || INNER_TYPES.has(one.type)) continue;
    failures.push({ ...one, problem: `'${one.fileName}' is not in package.xml` });
  }
  failures.push(...withoutFile(manifest.members, found));
  return { components: wanted, failures };
}

/** Names of the manifest that the archive has nothing for. */
function withoutFile(
  members: readonly Member[],
  found: readonly OrgComponent[],
): readonly ComponentFailure[] {
  const keys = new Set(found.map(keyOf));
  return members.flatMap((member) => {
    const fail = (problem: string) => [
      { ...member, fileName: 'package.xml', problem, near: member.fullName },
    ];
    if (!isKnownType(member.type)) return fail(`Unknown type name '${member.type}' specified in package.xml`);
    if (member.fullName === '*' || keys.has(keyOf(member))) return [];
    return fail(
      `An object '${member.fullName}' of type ${member.type} was named in package.xml, but was not found in zipped directory`,
    );
  });
}

function isNamed(one: OrgComponent, named: ReadonlyMap<string, Member>): boolean {
  if (named.has(keyOf(one)) || named.has(`${one.type}:*`)) return true;
  // An object brings its parts, and the file of all labels each label.
  if (one.type === 'CustomLabel')
    return named.has('CustomLabels:CustomLabels') || named.has('CustomLabels:*');
  const parent = one.fullName.split('.')[0] ?? '';
  return INNER_TYPES.has(one.type) && (named.has(`CustomObject:${parent}`) || named.has('CustomObject:*'));
}

function componentsOfFile(
  known: ComponentType,
  path: string,
  inner: string,
  text: string,
  failures: Failures,
): readonly OrgComponent[] {
  const isFolder = known.hasFolders === true && /^[^/]+-meta\.xml$/.test(inner);
  const end = isFolder ? '-meta.xml' : `.${known.suffix}`;
  if (!inner.endsWith(end)) {
    failures.push(fileFailure(path, `A file of ${known.folder} must end in ${end}`));
    return [];
  }
  const fullName = decodeURIComponent(inner.slice(0, -end.length));
  const { type } = known;
  try {
    const root = isFolder ? `${type}Folder` : known.root;
    const node = readXml(text, root);
    const own = { type, fullName, fileName: path, node, files: new Map([[path, text]]), version: 1 };
    if (type === 'CustomObject') return objectComponents(fullName, path, node);
    if (type === 'CustomLabels') return [own, ...labels(path, node)];
    return [own];
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    const line = Number(/^line (\d+): /.exec(error.message)?.[1] ?? 0);
    const problem = `Error parsing file: ${error.message.replace(/^line \d+: /, '')}`;
    failures.push({ type, fullName, fileName: path, problem, ...(line > 0 && { line }) });
    return [];
  }
}

/** A file of an object is the object, when it says what the object is, and each of its parts. */
function objectComponents(name: string, fileName: string, node: XmlNode): readonly OrgComponent[] {
  const own = node.names.filter((element) => !Object.hasOwn(OBJECT_PARTS, element));
  const parts = Object.entries(OBJECT_PARTS).flatMap(([element, type]) =>
    node.all(element).map((part) => {
      const fullName = `${name}.${part.required('fullName')}`;
      return { type, fullName, fileName, node: part, files: fileOf(type, fullName, part), version: 1 };
    }),
  );
  if (own.length === 0) return parts;
  const only = node.only(own);
  const files = fileOf('CustomObject', name, only);
  return [{ type: 'CustomObject', fullName: name, fileName, node: only, files, version: 1 }, ...parts];
}

function labels(fileName: string, node: XmlNode): readonly OrgComponent[] {
  return node.all('labels').map((label) => {
    const fullName = label.required('fullName');
    const files = fileOf('CustomLabel', fullName, label);
    return { type: 'CustomLabel', fullName, fileName, node: label, files, version: 1 };
  });
}

function bundle(
  path: string,
  files: ReadonlyMap<string, string>,
  failures: Failures,
): readonly OrgComponent[] {
  const fullName = path.split('/')[1] ?? '';
  const type = 'LightningComponentBundle';
  const fail = (problem: string) => {
    failures.push({ type, fullName, fileName: path, problem });
    return [];
  };
  const config = `${path}/${fullName}.js-meta.xml`;
  const text = files.get(config);
  if (text === undefined) return fail(`Missing metadata file ${config}`);
  if (!files.has(`${path}/${fullName}.js`)) return fail(`Cannot find Lightning Component Bundle ${fullName}`);
  try {
    return [{ type, fullName, fileName: path, node: readXml(text, type), files, version: 1 }];
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    return fail(error.message);
  }
}

function collect(into: Map<string, Map<string, string>>, key: string, path: string, text: string): void {
  into.set(key, (into.get(key) ?? new Map<string, string>()).set(path, text));
}

function fileOf(type: string, fullName: string, node: XmlNode): ReadonlyMap<string, string> {
  return new Map([[`${type}/${fullName}`, writeFile(type, node)]]);
}

function fileFailure(path: string, problem: string): ComponentFailure {
  return { type: '', fullName: path, fileName: path, problem };
}
