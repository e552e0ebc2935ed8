import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MetadataFile, metadataKindOf } from '../../adapters/salesforce/metadata/read-metadata.ts';

/**
 * The files of a folder, however deep, that hold Salesforce automation, by their paths; hidden folders and
 * `node_modules` are passed over. None when there is no such folder.
 *
 * @throws Error when a file that is there cannot be read
 */
export async function readMetadataFolder(
  dir: string,
  onRead: (done: number, total: number) => void = () => {},
): Promise<readonly MetadataFile[]> {
  const paths = await pathsIn(dir, '');
  const files: MetadataFile[] = [];
  for (const path of paths) {
    files.push({ file: path, content: await readFile(join(dir, path), 'utf8') });
    onRead(files.length, paths.length);
  }
  return files;
}

async function pathsIn(dir: string, under: string): Promise<readonly string[]> {
  const entries = await readdir(join(dir, under), { withFileTypes: true }).catch(() => []);
  const paths: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && entry.name !== 'node_modules')
        paths.push(...(await pathsIn(dir, path)));
    } else if (entry.isFile() && metadataKindOf(entry.name)) paths.push(path);
  }
  return paths;
}
