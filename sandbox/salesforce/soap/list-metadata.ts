import type { KeptComponent } from '../metadata/metadata-shelf.ts';
import { type MetadataType, metadataType } from '../metadata/metadata-types.ts';
import { SalesforceError } from '../salesforce-error.ts';
import { elements } from './envelope.ts';
import type { SoapCall } from './operations.ts';

/** The real call takes so many queries. */
const MOST_QUERIES = 3;

/** The components of some types, by name. */
export function listMetadata({ face, body, userId }: SoapCall): readonly string[] {
  const queries = body.all('queries');
  if (queries.length > MOST_QUERIES)
    throw new SalesforceError(500, 'LIMIT_EXCEEDED', `at most ${MOST_QUERIES} queries a call`);
  const { org } = face;
  return queries.flatMap((query) => {
    const type = requireType(query.textOf('type') ?? '');
    return org.core.metadata.all(type.name).map((one) => properties(one, type, userId, org.core.clock.now()));
  });
}

/** @throws SalesforceError as for a type that no org has */
export function requireType(name: string): MetadataType {
  const found = metadataType(name);
  if (found) return found;
  throw new SalesforceError(500, 'INVALID_TYPE', `Unknown type: ${name}`);
}

function properties(
  { fullName, id, namespace }: KeptComponent,
  { name, folder, suffix }: MetadataType,
  userId: string,
  now: number,
): string {
  const at = new Date(now).toISOString();
  return elements({
    createdById: userId,
    createdByName: 'Sandbox',
    createdDate: at,
    fileName: `${folder}/${fullName}.${suffix}`,
    fullName,
    id,
    lastModifiedById: userId,
    lastModifiedByName: 'Sandbox',
    lastModifiedDate: at,
    manageableState: namespace === undefined ? 'unmanaged' : 'installed',
    namespacePrefix: namespace,
    type: name,
  });
}
