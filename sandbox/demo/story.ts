import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CardView } from '@handrail/contracts/card-view';
import { RECORD_PROPERTY } from '../../src/contracts/crm-properties.ts';
import type { EngineEvent } from '../hubspot/engine/engine-log.ts';
import { seedPerson } from '../hubspot/seed/people.ts';
import { SALES_STAGE } from '../hubspot/seed/pipelines.ts';
import { LIKE_DEAL_OWNER, LIKE_DEALS } from '../hubspot/seed/records.ts';
import { cardUser } from './card-user.ts';
import { runHandrail } from './handrail-process.ts';
import type { Narrator } from './narrator.ts';
import { PortalFacts } from './portal-facts.ts';
import { stricterDraft } from './stricter-draft.ts';
import { tamperedCopy } from './tampered-copy.ts';
import type { World } from './world.ts';

const REP = LIKE_DEAL_OWNER;
const NEW_OWNER = 'tom.becker@northwind.example';
const REVOPS = 'priya.nair@northwind.example';
const TAGGED = LIKE_DEALS.auroraGrid;
const UNTAGGED = LIKE_DEALS.borealisFreight;
const DAY = 24 * 60 * 60 * 1000;
const PATIENCE_MS = 60_000;

/**
 * The promise of the product from end to end, every claim of it looked up in the portal or in the trail and never
 * taken from what Handrail says of itself alone.
 */
export async function tellStory(world: World, narrator: Narrator): Promise<void> {
  const story = new Story(world, narrator);
  await story.install();
  await story.showLikeDeals();
  const filed = await story.file();
  await story.approve(filed);
  await story.route();
  await story.end();
  await story.showTrail();
  await story.simulate();
  await story.alterCopy();
  story.checkNothingUnknown();
}

class Story {
  readonly #world: World;
  readonly #narrator: Narrator;
  readonly #portal: PortalFacts;
  #requestId = '';

  constructor(world: World, narrator: Narrator) {
    this.#world = world;
    this.#narrator = narrator;
    this.#portal = new PortalFacts(world.portal);
  }

  async install(): Promise<void> {
    const { narrator } = this.#begin('An admin installs the properties (handrail install), twice');
    const first = await runHandrail(['install'], this.#world.environment);
    const writes = this.#world.portal.writeLog.length;
    const second = await runHandrail(['install'], this.#world.environment);
    narrator.claim(
      'the property group and its properties are in the portal',
      first.code === 0 && this.#portal.hasProperty(RECORD_PROPERTY.routingHold),
      lastLine(first.stdout || first.stderr),
    );
    const repeated = this.#world.portal.writeLog.length - writes;
    narrator.claim(
      'installing again writes nothing',
      second.code === 0 && repeated === 0,
      `${repeated} writes`,
    );
  }

  async showLikeDeals(): Promise<void> {
    const { narrator } = this.#begin('Two like deals, and what standard routing would do with them');
    for (const deal of [TAGGED, UNTAGGED]) {
      const value = (name: string) => this.#portal.deal(deal.id, name);
      narrator.say(
        `${value('dealname')}: ${Number(value('amount')).toLocaleString('en-US')}, ${value('sales_region')}, owner ${this.#portal.ownerName(deal.id)}`,
      );
    }
    const card = await this.#at(REP).open(TAGGED.id);
    narrator.claim(
      'the card shows the standard path before anybody asks for anything',
      card.standardPath.state === 'known' && card.live === undefined,
      card.standardPath.words,
    );
  }

  async file(): Promise<CardView> {
    const { narrator } = this.#begin(`${name(REP)} tags the first deal "Strategic Logo" in the card`);
    const card = await this.#at(REP).submit({
      record: { objectType: 'deal', recordId: TAGGED.id },
      exceptionTypeId: 'strategic-logo',
      reasonCode: 'board-relationship',
      reason: 'Tom has known the board of Aurora Grid since the pilot; a new contact would cost the deal.',
      proposedOwnerId: seedPerson(NEW_OWNER).ownerId,
      expiresAt: new Date(Date.now() + 14 * DAY).toISOString(),
    });
    const live = card.live;
    this.#requestId = live?.requestId ?? '';
    for (const asked of live?.decision.asked ?? []) {
      narrator.say(`asked: ${asked.people.map((person) => person.name).join(', ')} (${asked.because})`);
    }
    for (const row of live?.decision.rows ?? []) narrator.say(`· ${row.because}`);
    narrator.claim(
      'the request waits for the approver the policy names',
      live?.status === 'pending',
      live?.next ?? '',
    );
    return card;
  }

  async approve(filed: CardView): Promise<void> {
    const approver = filed.live?.waitingFor[0]?.email ?? '';
    const { narrator } = this.#begin(`${name(approver)} opens the card and approves`);
    const seen = await this.#at(approver).open(TAGGED.id);
    await this.#at(approver).review(seen, 'approve', 'Agreed with the account plan.');
    const active = await this.#until('active');
    const written = (property: string) => this.#portal.deal(TAGGED.id, property);
    narrator.claim(
      'routing hold is on the record',
      written(RECORD_PROPERTY.routingHold) === 'true',
      'handoff_routing_hold = true',
    );
    narrator.claim(
      'owner is the one that was approved',
      written('hubspot_owner_id') === seedPerson(NEW_OWNER).ownerId,
      this.#portal.ownerName(TAGGED.id),
    );
    narrator.claim(
      'the hold was the first write of the grant',
      this.#portal.holdCameBeforeOwner(TAGGED.id),
      'by the portal’s write log',
    );
    const note = this.#portal.notes(TAGGED.id)[0] ?? '';
    narrator.claim(
      'a note on the timeline says what, why and who',
      /approved by/.test(note),
      note.split('\n')[0] ?? '',
    );
    narrator.say(`next: ${active.live?.next ?? ''}`);
  }

  async route(): Promise<void> {
    const { narrator } = this.#begin(
      'Both deals reach the next stage, and the portal runs its routing workflows',
    );
    const events = await this.#portal.editAsPerson(REVOPS, [TAGGED.id, UNTAGGED.id], {
      dealstage: SALES_STAGE.presentation,
    });
    this.#tell(events);
    narrator.claim(
      'the tagged deal keeps its owner',
      this.#portal.deal(TAGGED.id, 'hubspot_owner_id') === seedPerson(NEW_OWNER).ownerId,
      this.#portal.ownerName(TAGGED.id),
    );
    narrator.claim(
      'the untagged deal is re-routed',
      this.#portal.deal(UNTAGGED.id, 'hubspot_owner_id') !== seedPerson(REP).ownerId,
      `${name(REP)} → ${this.#portal.ownerName(UNTAGGED.id)}`,
    );
    const suppressed = events.find(({ objectId, kind }) => objectId === TAGGED.id && kind === 'suppressed');
    const enrolled = events.find(({ objectId, kind }) => objectId === UNTAGGED.id && kind === 'enrolled');
    narrator.claim(
      'by the same workflow in the same run',
      suppressed !== undefined && suppressed.flowId === enrolled?.flowId,
      enrolled?.flowName ?? '',
    );
  }

  async end(): Promise<void> {
    const { narrator } = this.#begin('The exception ends, and the deal returns to standard routing');
    const rep = this.#at(REP);
    await rep.end(await rep.open(TAGGED.id));
    await this.#until('ended');
    narrator.claim(
      'the hold is gone',
      this.#portal.deal(TAGGED.id, RECORD_PROPERTY.routingHold) === 'false',
      'handoff_routing_hold = false',
    );
    const { events } = await this.#world.portal.engine.runUntilQuiet();
    this.#tell(events);
    narrator.claim(
      'standard routing has the deal again',
      this.#portal.deal(TAGGED.id, 'hubspot_owner_id') !== seedPerson(NEW_OWNER).ownerId,
      `${name(NEW_OWNER)} → ${this.#portal.ownerName(TAGGED.id)}`,
    );
  }

  async showTrail(): Promise<void> {
    const { narrator } = this.#begin('The trail, printed and verified');
    for (const entry of await this.#at(REP).trail(this.#requestId)) {
      narrator.say(
        `#${entry.seq} ${entry.at.slice(11, 19)} ${entry.who}: ${entry.what} (${entry.hash.slice(0, 12)}…)`,
      );
    }
    // PGlite belongs to one process: the server stops, the trail is verified, and it starts again on the same data.
    await this.#world.stopServer();
    const verified = await runHandrail(['audit', 'verify'], this.#world.environment);
    narrator.claim('the whole trail verifies', verified.code === 0, lastLine(verified.stdout));
  }

  async simulate(): Promise<void> {
    const { narrator } = this.#begin(`${name(REVOPS)} tries a stricter policy on what was asked so far`);
    const draft = await stricterDraft(join(this.#world.scratchDir, 'draft'));
    const { code, stdout } = await runHandrail(['policy', 'simulate', draft], this.#world.environment);
    for (const line of stdout.trim().split('\n')) narrator.say(line);
    narrator.claim(
      'the simulation says whom the draft would have asked in addition',
      code === 0 && stdout.includes(`added ${REVOPS}`),
      REVOPS,
    );
  }

  async alterCopy(): Promise<void> {
    const { narrator } = this.#begin('Somebody alters one entry in a copy of the database');
    const copyDir = join(this.#world.scratchDir, 'altered-copy');
    const seq = await tamperedCopy(this.#world.dataDir, copyDir);
    narrator.say(`entry ${seq} of the copy now says "reject" where the approver said "approve"`);
    const verified = await runHandrail(['audit', 'verify'], {
      ...this.#world.environment,
      HANDRAIL_DATA_DIR: copyDir,
    });
    const said = lastLine(verified.stdout || verified.stderr);
    narrator.claim(
      'verification refuses the copy and names the entry',
      verified.code === 1 && new RegExp(`\\b${seq}\\b`).test(said),
      said,
    );
    await this.#world.startServer();
    const card = await this.#at(REP).open(TAGGED.id);
    narrator.claim(
      'the original is as it was, after a restart',
      card.previous?.status === 'ended',
      'request ended',
    );
  }

  checkNothingUnknown(): void {
    const { unknownCalls } = this.#world.portal;
    const { narrator } = this.#begin('What Handrail asked of the portal');
    const calls = unknownCalls.map(({ method, path }) => `${method} ${path}`).join(', ');
    narrator.claim(
      'no call went past what the portal knows',
      unknownCalls.length === 0,
      calls || 'none answered 501',
    );
  }

  #begin(title: string): { narrator: Narrator } {
    this.#narrator.step(title);
    return { narrator: this.#narrator };
  }

  #at(email: string) {
    return cardUser(this.#world.portal, this.#world.serverOrigin, email);
  }

  /** Waits until the card shows the status. @throws Error with what it shows instead after a minute */
  async #until(status: 'active' | 'ended'): Promise<CardView> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const card = await this.#at(REP).open(TAGGED.id);
      const shown = card.live ?? card.previous;
      if (shown?.status === status) return card;
      if (shown?.status === 'needs_attention' || Date.now() > deadline) {
        throw new Error(`the request is ${shown?.status}, not ${status}: ${shown?.failure ?? shown?.next}`);
      }
      await delay(100);
    }
  }

  #tell(events: readonly EngineEvent[]): void {
    for (const { objectId, kind, flowName, detail } of events) {
      const deal = this.#portal.deal(objectId, 'dealname');
      if (kind === 'suppressed' || kind === 'enrolled' || kind === 'acted') {
        this.#narrator.say(`${flowName}: ${deal} ${kind}${detail ? ` (${detail})` : ''}`);
      }
    }
  }
}

function name(email: string): string {
  const { firstName, lastName } = seedPerson(email);
  return `${firstName} ${lastName}`;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
