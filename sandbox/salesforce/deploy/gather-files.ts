import type { OrgCore } from '../engine/org-core.ts';
import { metadataType } from '../metadata/metadata-types.ts';
import { readXml, XmlNode } from '../metadata/xml-node.ts';
import { readBack } from './client-app.ts';
import type { OrgComponent } from './component.ts';
import { INNER_TYPES, isKnownType, OBJECT_PARTS } from './component-types.ts';
import type { Member } from './read-archive.ts';
import { writeFile } from './write-xml.ts';

/** What a retrieval finds. */
export interface GatheredFiles {
  /** In metadata format, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly components: readonly (Member & { readonly fileName: string })[];
  /** What is wrong with names of the manifest, in the words of the Metadata API. */
  readonly problems: readonly string[];
}

type Found = Pick<OrgComponent, 'type' | 'fullName' | 'fileName' | 'node'> & {
  readonly files: ReadonlyMap<string, string>;
};

/** Gathers the files of what a manifest names, out of what was deployed and what the org's metadata was from the start. */
export function gatherFiles(org: OrgCore, members: readonly Member[]): GatheredFiles {
  const all = everything(org);
  const problems: string[] = [];
  const found = members.flatMap(({ type, fullName }) => {
    if (!isKnownType(type) && !metadataType(type)) {
      problems.push(`Entity type '${type}' is unknown`);
      return [];
    }
    if (metadataType(type)?.hasDescription) {
      problems.push(`The sandbox org does not retrieve '${type}'`);
      return [];
    }
    const named = all.filter((one) => one.type === type && (fullName === '*' || one.fullName === fullName));
    if (named.length === 0 && fullName !== '*') {
      problems.push(`Entity of type '${type}' named '${fullName}' cannot be found`);
    }
    return named.flatMap((one) => [one, ...(type === 'CustomObject' ? partsOf(all, one.fullName) : [])]);
  });
  const once = [...new Set(found)];
  const whole = once.filter(({ type }) => type !== 'CustomObject' && !INNER_TYPES.has(type));
  return {
    files: new Map([...whole.flatMap(({ files }) => [...files]), ...objectFiles(once), ...labelFiles(once)]),
    components: once.map(({ type, fullName, fileName }) => ({ type, fullName, fileName })),
    problems,
  };
}

function everything(org: OrgCore): readonly Found[] {
  const deployed = [...org.deployed.components.values()].map((one) => ({ ...one, files: readBack(one) }));
  const known = new Set(deployed.map(({ type, fullName }) => `${type}:${fullName}`));
  // Of a managed package nothing is given away; what is no XML has a description that the org does not keep.
  const others = org.metadata.all().flatMap(({ type, fullName, content, namespace }): Found[] => {
    const kind = metadataType(type);
    if (!kind || kind.hasDescription || namespace !== undefined || known.has(`${type}:${fullName}`))
      return [];
    const isPart = INNER_TYPES.has(type) || type === 'CustomObject';
    const fileName = isPart ? objectPath(fullName) : `${kind.folder}/${fullName}.${kind.suffix}`;
    return [
      { type, fullName, fileName, node: readXml(content, type), files: new Map([[fileName, content]]) },
    ];
  });
  return [...deployed, ...others];
}

function partsOf(all: readonly Found[], objectName: string): readonly Found[] {
  return all.filter(({ type, fullName }) => INNER_TYPES.has(type) && fullName.startsWith(`${objectName}.`));
}

/** An object and its parts stand in one file. */
function objectFiles(found: readonly Found[]): readonly (readonly [string, string])[] {
  const types = new Set(['CustomObject', ...Object.values(OBJECT_PARTS)]);
  const inObjects = found.filter(({ type }) => types.has(type));
  const objects = Map.groupBy(inObjects, ({ fullName }) => fullName.split('.')[0] ?? '');
  return [...objects].map(([name, of]) => {
    const own = of.find(({ type }) => type === 'CustomObject')?.node;
    const children = new Map((own?.names ?? []).map((element) => [element, own?.all(element) ?? []]));
    for (const [element, type] of Object.entries(OBJECT_PARTS)) {
      const parts = of.flatMap((one) => (one.type === type && one.node ? [one.node] : []));
      if (parts.length > 0) children.set(element, parts);
    }
    return [objectPath(name), writeFile('CustomObject', new XmlNode('', children))] as const;
  });
}

/** Labels that were named alone stand in the file of all labels, without the others. */
function labelFiles(found: readonly Found[]): readonly (readonly [string, string])[] {
  const labels = found.filter(({ type }) => type === 'CustomLabel');
  const isWhole = found.some(({ type }) => type === 'CustomLabels');
  const [first] = labels;
  if (!first || isWhole) return [];
  const nodes = labels.flatMap(({ node }) => (node ? [node] : []));
  return [[first.fileName, writeFile('CustomLabels', new XmlNode('', new Map([['labels', nodes]])))]];
}

function objectPath(fullName: string): string {
  return `objects/${fullName.split('.')[0]}.object`;
}
