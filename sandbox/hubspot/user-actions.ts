import { notFound } from './hubspot-error.ts';
import type { ChangeSource, WriteContext } from './store/model.ts';
import type { ObjectType } from './store/object-types.ts';
import type { Portal } from './store/portal.ts';

/** An edit that a person makes in the portal's own pages. */
export interface UserEdit {
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * Does what a person at the CRM record page does: writes with `CRM_UI` as the source and the user's id.
 *
 * @throws HubspotError 404 for an unknown user or record, 400 for values HubSpot refuses
 */
export function editAsUser(portal: Portal, email: string, edit: UserEdit): void {
  const person = portal.people.byEmail(email);
  if (!person?.active) throw notFound(`No active user has the address ${email}`);
  const source: ChangeSource = {
    sourceType: 'CRM_UI',
    sourceId: `userId:${person.userId}`,
    updatedByUserId: person.userId,
  };
  const context: WriteContext = {
    method: 'UI',
    path: `/contacts/${portal.portalId}/record/${edit.objectType}/${edit.objectId}`,
    body: edit.properties,
    source,
  };
  portal.update(portal.require(edit.objectType, edit.objectId), edit.properties, context);
}
