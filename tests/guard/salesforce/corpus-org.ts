import type { Component } from '../../../sandbox/salesforce/metadata/metadata-shelf.ts';
import { METADATA_TYPES } from '../../../sandbox/salesforce/metadata/metadata-types.ts';
import { readSalesforceCorpus } from './read-corpus.ts';

/** Files that no org can hold: their deployment is refused. */
export const NOT_DEPLOYABLE: readonly string[] = ['Empty', 'Truncated', 'Twins', 'Wrong_Root'];

/** The corpus as an org holds it once everything in it was deployed. */
export function corpusComponents(): readonly Component[] {
  const files = readSalesforceCorpus();
  return files.flatMap(({ file, content }): readonly Component[] => {
    const bare = file.replace(/-meta\.xml$/, '');
    const type = METADATA_TYPES.find(({ suffix }) => bare.endsWith(`.${suffix}`));
    if (!type || (type.hasDescription && file !== bare)) return [];
    const fullName = bare.slice(0, -type.suffix.length - 1);
    if (NOT_DEPLOYABLE.includes(fullName)) return [];
    const description = files.find((one) => one.file === `${bare}-meta.xml`)?.content ?? '';
    const namespace = /^([a-z]+)__/.exec(fullName)?.[1];
    return [
      {
        type: type.name,
        fullName,
        content,
        ...(namespace !== undefined && { namespace }),
        ...(description.includes('<status>Inactive</status>') && { isInactive: true }),
      },
    ];
  });
}
