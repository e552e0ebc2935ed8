import type { MetadataShelf } from '../metadata/metadata-shelf.ts';
import { OrgSchema } from '../schema/org-schema.ts';
import type { QuerySource, Row } from '../soql/query-source.ts';
import { SETUP_OBJECTS, type SetupObject, TOOLING_OBJECTS } from './tooling-objects.ts';

const TOOLING_SCHEMA = new OrgSchema(TOOLING_OBJECTS.map(({ definition }) => definition));

/** Whether an object of the normal API belongs to the org's setup. */
export function isSetupObject(objectName: string): boolean {
  return SETUP_OBJECTS.some(({ definition }) => definition.name === objectName);
}

/** The rows of a setup object of the normal API; undefined for every other object. */
export function setupRows(shelf: MetadataShelf, objectName: string): readonly Row[] | undefined {
  return rowsIn(SETUP_OBJECTS, shelf, objectName);
}

/** What the Tooling API queries, as it is now: for one call. @param maySeeSetup false for a user to whom none of its objects is there */
export function toolingSource({ org }: QuerySource, shelf: MetadataShelf, maySeeSetup: boolean): QuerySource {
  const known = new Map<string, readonly Row[] | undefined>();
  return {
    org: { store: org.store, clock: org.clock, historyLagMs: 0, schema: TOOLING_SCHEMA },
    isHidden: () => false,
    isObjectHidden: () => !maySeeSetup,
    rows(objectName) {
      if (!known.has(objectName)) known.set(objectName, rowsIn(TOOLING_OBJECTS, shelf, objectName));
      return known.get(objectName);
    },
  };
}

function rowsIn(
  objects: readonly SetupObject[],
  shelf: MetadataShelf,
  objectName: string,
): readonly Row[] | undefined {
  return objects.find(({ definition }) => definition.name === objectName)?.rows(shelf);
}
