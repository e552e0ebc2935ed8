import type { PortalClient } from './portal-client.ts';
import type { RecordKind } from './record-kinds.ts';

/** An edit that a person makes on the record page. */
export interface PersonalEdit {
  readonly kind: RecordKind;
  readonly objectId: string;
  /** Who edits. */
  readonly email: string;
  readonly property: string;
  /** Empty clears the property. */
  readonly value: string;
}

/** The portal's control plane: stands for what HubSpot's own pages do inside HubSpot. Not part of its API. */
const EDIT_PATH = '/_sandbox/ui/edit';

/**
 * Writes a property as a person at the CRM does, so that history names the person. Workflows do not run by it.
 *
 * @throws PortalError with the portal's words when it refuses the value
 */
export async function editAsPerson(client: PortalClient, edit: PersonalEdit): Promise<void> {
  await client.post(EDIT_PATH, {
    email: edit.email,
    edits: [
      { objectType: edit.kind.path, objectId: edit.objectId, properties: { [edit.property]: edit.value } },
    ],
    run: false,
  });
}
