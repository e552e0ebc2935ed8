import { METADATA_TYPES } from '../metadata/metadata-types.ts';
import { elements } from './envelope.ts';

/** The types of metadata that the org has. */
export function describeMetadata(): readonly string[] {
  const types = METADATA_TYPES.map(({ name, folder, suffix, hasDescription = false }) => {
    const inner = elements({
      directoryName: folder,
      inFolder: false,
      metaFile: hasDescription,
      suffix,
      xmlName: name,
    });
    return `<metadataObjects>${inner}</metadataObjects>`;
  });
  return [
    types.join('') + elements({ organizationNamespace: '', partialSaveAllowed: true, testRequired: false }),
  ];
}
