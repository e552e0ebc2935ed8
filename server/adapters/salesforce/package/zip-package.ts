import { strToU8, zipSync } from 'fflate';
import { type Member, manifest } from './manifest.ts';

/** All files of an archive have this date: the same package is the same archive, byte for byte. */
const DATE = new Date('2026-01-01T00:00:00Z');

/** What a deployment sends. */
export interface DeployContent {
  /** What the manifest names. */
  readonly members: readonly Member[];
  readonly files: ReadonlyMap<string, string>;
  /** What goes, after everything else stands. */
  readonly removed?: readonly Member[];
}

/** The archive of a deployment, with its manifests. */
export function zipPackage({ members, files, removed = [] }: DeployContent): Uint8Array<ArrayBuffer> {
  const all = new Map(files).set('package.xml', manifest(members));
  if (removed.length > 0) all.set('destructiveChanges.xml', manifest(removed));
  const entries = [...all].map(([path, text]) => [path, strToU8(text)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(entries), { level: 6, mtime: DATE }));
}
