import { type MetadataType, metadataType } from '../metadata/metadata-types.ts';
import { SalesforceError } from '../salesforce-error.ts';
import { fileProperties } from './file-properties.ts';
import type { SoapCall } from './operations.ts';

/** The real call takes so many queries. */
const MOST_QUERIES = 3;

/** The components of some types, by name. */
export function listMetadata({ face, body, userId }: SoapCall): readonly string[] {
  const queries = body.all('queries');
  if (queries.length > MOST_QUERIES)
    throw new SalesforceError(500, 'LIMIT_EXCEEDED', `at most ${MOST_QUERIES} queries a call`);
  const { org } = face;
  const at = new Date(org.core.clock.now()).toISOString();
  return queries.flatMap((query) => {
    const type = requireType(query.textOf('type') ?? '');
    return org.core.metadata.all(type.name).map(({ fullName, id, namespace }) => {
      const fileName = `${type.folder}/${fullName}.${type.suffix}`;
      return fileProperties({ type: type.name, fullName, fileName, id, namespace }, userId, at);
    });
  });
}

/** @throws SalesforceError as for a type that no org has */
export function requireType(name: string): MetadataType {
  const found = metadataType(name);
  if (found) return found;
  throw new SalesforceError(500, 'INVALID_TYPE', `Unknown type: ${name}`);
}
