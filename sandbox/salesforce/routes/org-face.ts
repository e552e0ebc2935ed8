import type { Request, Response } from 'express';
import type { Org } from '../create-org.ts';
import { callerOf } from '../http/org-caller.ts';
import { pathParam } from '../http/read-call.ts';
import { SalesforceError } from '../salesforce-error.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { isAdministrator } from '../seed/people.ts';
import type { QueryCursors } from '../soql/query-cursors.ts';
import type { QuerySource } from '../soql/query-source.ts';
import { isSchemaObject, schemaRows } from '../soql/schema-rows.ts';
import { isSetupObject, setupRows } from '../tooling/tooling-source.ts';

/** What the routes of an org share. */
export interface OrgFace {
  readonly org: Org;
  readonly cursors: QueryCursors;
  /** Fields hidden by field-level security: `userId Object.Field`. */
  readonly hidden: Set<string>;
  /** Users whose calls are refused for want of permission. */
  readonly locked: Set<string>;
  /** System permissions taken from users: `userId permission`. */
  readonly withheld: Set<string>;
  /** The queries of list views, by the view's id. */
  readonly listViews: ReadonlyMap<string, string>;
}

/** A permission that the org's setup asks for: to see it at all, and to read it through the Metadata API. */
export type SetupPermission = 'ViewSetup' | 'ModifyMetadata';

/** Whether somebody has a permission of the setup. */
export function hasPermission({ withheld }: OrgFace, userId: string, permission: SetupPermission): boolean {
  return !withheld.has(`${userId} ${permission}`);
}

/** Whether somebody may deploy. */
export function mayDeploy(face: OrgFace, userId: string): boolean {
  return isAdministrator(face.org.core, userId) && hasPermission(face, userId, 'ModifyMetadata');
}

/** Whether the caller may see the org's setup. */
export function maySeeSetup(face: OrgFace, res: Response): boolean {
  return hasPermission(face, callerOf(res), 'ViewSetup');
}

/** What a caller may query. */
export function querySource(face: OrgFace, res: Response): QuerySource {
  const { org, hidden } = face;
  const userId = callerOf(res);
  return {
    org: org.core,
    isHidden: (objectName, fieldName) =>
      hidden.has(`${userId} ${objectName}.${fieldName}`) ||
      org.core.deployed.access.hides(userId, objectName, fieldName),
    isLocked: (objectName, fieldName) => org.core.deployed.access.locks(userId, objectName, fieldName),
    isObjectHidden: (objectName) =>
      (isSetupObject(objectName) || isSchemaObject(objectName)) && !maySeeSetup(face, res),
    rows: (objectName) => setupRows(org.core.metadata, objectName) ?? schemaRows(org.core, objectName),
  };
}

/** The object in the path. @throws SalesforceError 404 */
export function objectParam({ org }: OrgFace, req: Request): ObjectDefinition {
  return org.core.schema.object(pathParam(req, 'object'));
}

/** Checks that the API writes to an object, and that its fields are the caller's to see. @throws SalesforceError */
export function checkWritable(
  face: OrgFace,
  res: Response,
  object: ObjectDefinition,
  values: Readonly<Record<string, unknown>>,
): void {
  if (!object.writable) {
    throw new SalesforceError(
      400,
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      `entity type cannot be inserted: ${object.label}`,
    );
  }
  checkSetup(face, res, object);
  const source = querySource(face, res);
  for (const name of Object.keys(values)) {
    const field = face.org.core.schema.findField(object.name, name);
    if (!field) continue;
    const isLocked = source.isLocked?.(object.name, field.name) === true;
    if (!isLocked && !source.isHidden(object.name, field.name)) continue;
    throw new SalesforceError(
      400,
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
      [field.name],
    );
  }
}

/** Who holds what is for administrators. */
function checkSetup({ org }: OrgFace, res: Response, { name }: ObjectDefinition): void {
  if (name !== 'PermissionSetAssignment' || isAdministrator(org.core, callerOf(res))) return;
  throw new SalesforceError(
    400,
    'INSUFFICIENT_ACCESS_OR_READONLY',
    'You need the Assign Permission Sets permission',
  );
}

/** The version in the path, such as `v67.0`. */
export function versionOf(req: Request): string {
  return pathParam(req, 'version');
}
