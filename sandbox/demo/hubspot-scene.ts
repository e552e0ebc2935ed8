import type { CardView, TrailEntryView } from '@handrail/contracts/card-view';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import type { EngineEvent } from '../hubspot/engine/engine-log.ts';
import { seedPerson } from '../hubspot/seed/people.ts';
import { SALES_STAGE } from '../hubspot/seed/pipelines.ts';
import { LIKE_DEALS } from '../hubspot/seed/records.ts';
import { CardRefusal, cardUser } from './card-user.ts';
import { runHandrail } from './handrail-process.ts';
import { PortalFacts } from './hubspot-facts.ts';
import type { World } from './hubspot-world.ts';
import { lastLine, REP } from './people.ts';
import type { AutomationLine, Scene } from './scene.ts';

const TAGGED = LIKE_DEALS.auroraGrid.id;
const UNTAGGED = LIKE_DEALS.borealisFreight.id;

/** The story in HubSpot: people act at the card, through the proxy that signs for them. */
export function hubspotScene(world: World): Scene {
  const { portal } = world;
  const facts = new PortalFacts(portal);
  const at = (email: string) => cardUser(portal, world.serverOrigin, email);
  const shown = async (): Promise<CardView['live']> => {
    const card = await at(REP).open(TAGGED);
    return card.live ?? card.previous;
  };
  return {
    world,
    words: {
      record: 'deal',
      records: 'deals',
      automation: 'workflow',
      place: 'the portal',
      installs: 'An admin installs the properties (handrail install), twice',
      asks: 'in the card',
      holdField: RECORD_PROPERTY.routingHold,
    },
    tagged: TAGGED,
    untagged: UNTAGGED,

    async install(narrator) {
      const first = await runHandrail(['install'], world.environment);
      const writes = portal.writeLog.length;
      const second = await runHandrail(['install'], world.environment);
      narrator.claim(
        'the property group and its properties are in the portal',
        first.code === 0 && facts.hasProperty(RECORD_PROPERTY.routingHold),
        lastLine(first.stdout || first.stderr),
      );
      const repeated = portal.writeLog.length - writes;
      narrator.claim(
        'installing again writes nothing',
        second.code === 0 && repeated === 0,
        `${repeated} writes`,
      );
    },

    describe(id) {
      const amount = Number(facts.deal(id, 'amount')).toLocaleString('en-US');
      return `${facts.deal(id, 'dealname')}: ${amount}, ${facts.deal(id, 'sales_region')}, owner ${facts.owner(id).name}`;
    },
    titleOf: (id) => facts.deal(id, 'dealname'),
    ownerOf: (id) => facts.owner(id),
    isHeld: (id) => facts.deal(id, RECORD_PROPERTY.routingHold) === 'true',
    holdCameFirst: () => facts.holdCameBeforeOwner(TAGGED),
    holdWentLast: () => facts.holdWentLast(TAGGED),
    note: () => facts.notes(TAGGED)[0] ?? '',

    async standardPath() {
      const card = await at(REP).open(TAGGED);
      return card.standardPath.state === 'known' && card.live === undefined ? card.standardPath.words : '';
    },
    async file(email, { proposedOwner, ...ask }) {
      const card = await at(email).submit({
        ...ask,
        record: { objectType: 'deal', recordId: TAGGED },
        proposedOwnerId: seedPerson(proposedOwner).ownerId,
      });
      if (!card.live) throw new Error('the card shows no request after filing one');
      return card.live;
    },
    async approve(email, comment) {
      try {
        await at(email).review(await at(email).open(TAGGED), 'approve', comment);
        return undefined;
      } catch (error) {
        if (error instanceof CardRefusal) return error.problem.detail;
        throw error;
      }
    },
    async end(email) {
      const person = at(email);
      await person.end(await person.open(TAGGED));
    },
    seen: shown,

    async reachNextStage(email) {
      const stage = { dealstage: SALES_STAGE.presentation };
      return linesOf(await facts.editAsPerson(email, [TAGGED, UNTAGGED], stage));
    },
    async settle() {
      const { events } = await portal.engine.runUntilQuiet();
      return linesOf(events);
    },
    async trail(requestId) {
      return (await at(REP).trail(requestId)).map(trailLine);
    },
    unknownCalls: () => portal.unknownCalls.map(({ method, path }) => `${method} ${path}`),
  };
}

function linesOf(events: readonly EngineEvent[]): readonly AutomationLine[] {
  return events.flatMap(({ objectId, kind, flowName, detail }) => {
    if (kind !== 'suppressed' && kind !== 'enrolled' && kind !== 'acted') return [];
    const words = `${kind}${detail ? ` (${detail})` : ''}`;
    return [
      {
        recordId: objectId,
        automation: flowName,
        did: kind === 'suppressed' ? ('left alone' as const) : ('ran' as const),
        words,
      },
    ];
  });
}

function trailLine({ seq, at, who, what, hash }: TrailEntryView): string {
  return `#${seq} ${at.slice(11, 19)} ${who}: ${what} (${hash.slice(0, 12)}…)`;
}
