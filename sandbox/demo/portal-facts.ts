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

  ownerName(dealId: string): string {
    const owner = this.#running.portal.people.byOwnerId(this.deal(dealId, 'hubspot_owner_id'));
    return owner ? `${owner.firstName} ${owner.lastName}` : 'nobody';
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
  holdCameBeforeOwner(dealId: string): boolean {
    const writes = this.#running.writeLog.filter(
      ({ objectType, objectId }) => objectType === 'deals' && objectId === dealId,
    );
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
}

function plainText(html: string): string {
  return html
    .replaceAll(/<br ?\/?>|<\/p>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .trim();
}
