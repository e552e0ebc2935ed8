import { strFromU8, unzipSync } from 'fflate';
import { MetadataError, readXml } from '../metadata/xml-node.ts';

/** What a deployment brought. */
export interface Archive {
  /** Files by path; folders and manifests are left out. */
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: Manifest;
  /** What goes before and after the rest is deployed. */
  readonly removals: readonly Member[];
}

export interface Member {
  readonly type: string;
  readonly fullName: string;
}

/** A manifest; the member `*` stands for everything of its type. */
export interface Manifest {
  readonly members: readonly Member[];
}

const REMOVALS = ['destructiveChangesPre.xml', 'destructiveChanges.xml', 'destructiveChangesPost.xml'];
/** An archive beyond this is no package of anybody's. */
const MOST_BYTES = 39 * 1024 * 1024;

/**
 * Reads the archive of a deployment. One folder around everything is taken away, as the real API does.
 *
 * @throws MetadataError when it is no archive, or has no readable manifest
 */
export function readArchive(bytes: Uint8Array): Archive {
  const files = unzipped(bytes);
  const found = [...files.keys()].find(
    (path) => path === 'package.xml' || /^[^/]+\/package\.xml$/.test(path),
  );
  if (found === undefined) throw new MetadataError('No package.xml found');
  const prefix = found.slice(0, -'package.xml'.length);
  const inside = new Map([...files].map(([path, text]) => [path.slice(prefix.length), text]));
  const removals = REMOVALS.flatMap((name) => {
    const text = inside.get(name);
    inside.delete(name);
    return text === undefined ? [] : readManifest(text).members;
  });
  const manifest = readManifest(inside.get('package.xml') ?? '');
  inside.delete('package.xml');
  return { files: inside, manifest, removals };
}

function unzipped(bytes: Uint8Array): ReadonlyMap<string, string> {
  if (bytes.length > MOST_BYTES) throw new MetadataError('the archive is too large');
  try {
    const entries = Object.entries(unzipSync(bytes)).filter(([path]) => !path.endsWith('/'));
    return new Map(entries.map(([path, content]) => [path, strFromU8(content)]));
  } catch (error) {
    throw new MetadataError('the zip file is not readable', { cause: error });
  }
}

function readManifest(text: string): Manifest {
  const members = readXml(text, 'Package')
    .all('types')
    .flatMap((types) => {
      const type = types.required('name');
      // A folder may be named with its slash.
      return types.all('members').map(({ text: name }) => ({ type, fullName: name.replace(/\/$/, '') }));
    });
  return { members };
}
