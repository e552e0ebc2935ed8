import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import type { EngineEvent } from '../hubspot/engine/engine-log.ts';
import type { RunningPortal } from '../hubspot/start-portal.ts';

/** What stands in the portal, looked up there and not asked of Handrail. */
export class PortalFacts {
  readonly #running: RunningPortal;

  constructor(running: RunningPortal) {
    this.#running = running;
  }

  /** The present value of a deal's property; empty when it has none. */
  deal(id: string, property: string): string {
    const { portal } = this.#running;
    return portal.value(portal.require('deals', id), property);
  }

  owner(dealId: string): { readonly email: string; readonly name: string } {
    const owner = this.#running.portal.people.byOwnerId(this.deal(dealId, 'hubspot_owner_id'));
    if (!owner) return { email: '', name: 'nobody' };
    return { email: owner.email, name: `${owner.firstName} ${owner.lastName}` };
  }

  /** The texts of a deal's notes, without markup. */
  notes(dealId: string): readonly string[] {
    const { portal } = this.#running;
    return portal.associations
      .list({ type: 'deals', id: dealId }, 'notes')
      .map(({ toId }) => plainText(portal.value(portal.require('notes', toId), 'hs_note_body')));
  }

  hasProperty(name: string): boolean {
    return this.#running.portal.catalog.find('deals', name) !== undefined;
  }

  /** By the portal's own write log. */
  holdWentLast(dealId: string): boolean {
    return this.#writes(dealId).at(-1)?.properties[RECORD_PROPERTY.routingHold] === 'false';
  }

  /** By the portal's own write log. */
  holdCameBeforeOwner(dealId: string): boolean {
    const writes = this.#writes(dealId);
    const hold = writes.findIndex(({ properties }) => properties[RECORD_PROPERTY.routingHold] === 'true');
    const owner = writes.findIndex(({ properties }) => 'hubspot_owner_id' in properties);
    return hold !== -1 && owner !== -1 && hold < owner;
  }

  /**
   * Edits deals as a person at the CRM would, and lets the portal run its workflows.
   *
   * @returns what the workflows did
   */
  async editAsPerson(
    email: string,
    dealIds: readonly string[],
    properties: Readonly<Record<string, string>>,
  ): Promise<readonly EngineEvent[]> {
    const response = await fetch(`${this.#running.origin}/_sandbox/ui/edit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        email,
        edits: dealIds.map((objectId) => ({ objectType: 'deals', objectId, properties })),
      }),
    });
    if (!response.ok) throw new Error(`the portal refused the edit: ${await response.text()}`);
    const { events } = (await response.json()) as { events: EngineEvent[] };
    return events;
  }

  #writes(dealId: string) {
    return this.#running.writeLog.filter(
      ({ objectType, objectId }) => objectType === 'deals' && objectId === dealId,
    );
  }
}

function plainText(html: string): string {
  return html
    .replaceAll(/<br ?\/?>|<\/p>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .trim();
}
