import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runHandrail } from './handrail-process.ts';
import type { Narrator } from './narrator.ts';
import { lastLine, NEW_OWNER, nameOf, OTHER_REP, REP, REVOPS } from './people.ts';
import type { AutomationLine, RequestSeen, Scene } from './scene.ts';
import { stricterDraft } from './stricter-draft.ts';
import { tamperedCopy } from './tampered-copy.ts';

const DAY = 24 * 60 * 60 * 1000;
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 100;

/**
 * The promise of the product from end to end, the same on every CRM. Every claim of it is looked up in the CRM or in
 * the trail and never taken from what Handrail says of itself alone.
 */
export async function tellStory(scene: Scene, narrator: Narrator): Promise<void> {
  const story = new Story(scene, narrator);
  narrator.step(scene.words.installs);
  await scene.install(narrator);
  await story.showLikeRecords();
  const filed = await story.file();
  await story.overreach();
  await story.approve(filed);
  await story.route();
  await scene.afterRouting?.(narrator);
  await story.end();
  await story.showTrail(filed.requestId);
  await story.simulate();
  await story.alterCopy();
  story.checkNothingUnknown();
}

class Story {
  readonly #scene: Scene;
  readonly #narrator: Narrator;

  constructor(scene: Scene, narrator: Narrator) {
    this.#scene = scene;
    this.#narrator = narrator;
  }

  async showLikeRecords(): Promise<void> {
    const { scene, narrator } = this.#begin(
      ({ records }) => `Two like ${records}, and what standard routing would do with them`,
    );
    for (const id of [scene.tagged, scene.untagged]) narrator.say(scene.describe(id));
    const words = await scene.standardPath();
    narrator.claim(
      'the card shows the standard path before anybody asks for anything',
      words !== '',
      shortened(words),
    );
  }

  async file(): Promise<RequestSeen> {
    const { scene, narrator } = this.#begin(
      ({ record, asks }) => `${nameOf(REP)} tags the first ${record} "Strategic Logo" ${asks}`,
    );
    const request = await scene.file(REP, {
      exceptionTypeId: 'strategic-logo',
      reasonCode: 'board-relationship',
      reason: 'Tom has known the board of Aurora Grid since the pilot; a new contact would cost the deal.',
      proposedOwner: NEW_OWNER,
      expiresAt: new Date(Date.now() + 14 * DAY).toISOString(),
    });
    for (const asked of request.decision.asked) {
      narrator.say(`asked: ${asked.people.map((person) => person.name).join(', ')} (${asked.because})`);
    }
    for (const row of request.decision.rows) narrator.say(`· ${row.because}`);
    narrator.claim(
      'the request waits for the approver the policy names',
      request.status === 'pending',
      request.next,
    );
    await scene.afterFiling?.(narrator, request);
    return request;
  }

  async overreach(): Promise<void> {
    const { scene, narrator } = this.#begin(() => `${nameOf(OTHER_REP)}, who is not asked, tries to approve`);
    const owner = scene.ownerOf(scene.tagged).email;
    const refusal = await scene.approve(OTHER_REP, 'Fine with me.');
    narrator.claim('it is refused, and says why', refusal !== undefined, refusal ?? 'it was taken');
    const request = await scene.seen();
    narrator.claim(
      'and changes nothing',
      request?.status === 'pending' && scene.ownerOf(scene.tagged).email === owner,
      `still waiting, owner ${nameOf(owner)}`,
    );
  }

  async approve(filed: RequestSeen): Promise<void> {
    const approver = filed.waitingFor[0]?.email ?? '';
    const { scene, narrator } = this.#begin(() => `${nameOf(approver)} opens the card and approves`);
    const refusal = await scene.approve(approver, 'Agreed with the account plan.');
    if (refusal !== undefined) throw new Error(`the approval was refused: ${refusal}`);
    const active = await this.#until('active');
    narrator.claim(
      'routing hold is on the record',
      scene.isHeld(scene.tagged),
      `${scene.words.holdField} = true`,
    );
    const owner = scene.ownerOf(scene.tagged);
    narrator.claim('owner is the one that was approved', owner.email === NEW_OWNER, owner.name);
    narrator.claim(
      'the hold was the first write of the grant',
      scene.holdCameFirst(),
      `by the write log of ${scene.words.place}`,
    );
    const note = scene.note();
    narrator.claim(
      'a note on the timeline says what, why and who',
      /approved by/.test(note),
      note.split('\n')[0] ?? '',
    );
    narrator.say(`next: ${active.next}`);
  }

  async route(): Promise<void> {
    const { scene, narrator } = this.#begin(
      ({ records, place, automation }) =>
        `Both ${records} reach the next stage, and ${place} runs its routing ${automation}s`,
    );
    const run = await scene.reachNextStage(REVOPS);
    this.#tell(run);
    const tagged = scene.ownerOf(scene.tagged);
    narrator.claim(
      `the tagged ${scene.words.record} keeps its owner`,
      tagged.email === NEW_OWNER,
      tagged.name,
    );
    const untagged = scene.ownerOf(scene.untagged);
    narrator.claim(
      `the untagged ${scene.words.record} is re-routed`,
      untagged.email !== REP,
      `${nameOf(REP)} → ${untagged.name}`,
    );
    const took = run
      .filter(({ recordId, did }) => recordId === scene.untagged && did === 'ran')
      .map(({ automation }) => automation);
    const both = run.find(
      ({ recordId, did, automation }) =>
        recordId === scene.tagged && did === 'left alone' && took.includes(automation),
    );
    narrator.claim(
      `by the same ${scene.words.automation} in the same run`,
      both !== undefined,
      both?.automation ?? '',
    );
  }

  async end(): Promise<void> {
    const { scene, narrator } = this.#begin(
      ({ record }) => `The exception ends, and the ${record} returns to standard routing`,
    );
    await scene.end(REP);
    await this.#until('ended');
    narrator.claim('the hold is gone', !scene.isHeld(scene.tagged), `${scene.words.holdField} = false`);
    narrator.claim(
      'it was released in the last write of all',
      scene.holdWentLast(),
      `by the write log of ${scene.words.place}`,
    );
    this.#tell(await scene.settle());
    const owner = scene.ownerOf(scene.tagged);
    narrator.claim(
      `standard routing has the ${scene.words.record} again`,
      owner.email !== NEW_OWNER,
      `${nameOf(NEW_OWNER)} → ${owner.name}`,
    );
  }

  async showTrail(requestId: string): Promise<void> {
    const { scene, narrator } = this.#begin(() => 'The trail, printed and verified');
    for (const line of await scene.trail(requestId)) narrator.say(line);
    // PGlite belongs to one process: the server stops, the trail is verified, and it starts again on the same data.
    await scene.world.stopServer();
    const verified = await runHandrail(['audit', 'verify'], scene.world.environment);
    narrator.claim('the whole trail verifies', verified.code === 0, lastLine(verified.stdout));
  }

  async simulate(): Promise<void> {
    const { scene, narrator } = this.#begin(
      () => `${nameOf(REVOPS)} tries a stricter policy on what was asked so far`,
    );
    const draft = await stricterDraft(join(scene.world.scratchDir, 'draft'));
    const { code, stdout } = await runHandrail(['policy', 'simulate', draft], scene.world.environment);
    for (const line of stdout.trim().split('\n')) narrator.say(line);
    narrator.claim(
      'the simulation says whom the draft would have asked in addition',
      code === 0 && stdout.includes(`added ${REVOPS}`),
      REVOPS,
    );
  }

  async alterCopy(): Promise<void> {
    const { scene, narrator } = this.#begin(() => 'Somebody alters one entry in a copy of the database');
    const { world } = scene;
    const copyDir = join(world.scratchDir, 'altered-copy');
    const seq = await tamperedCopy(world.dataDir, copyDir);
    narrator.say(`entry ${seq} of the copy now says "reject" where the approver said "approve"`);
    const verified = await runHandrail(['audit', 'verify'], {
      ...world.environment,
      HANDRAIL_DATA_DIR: copyDir,
    });
    const said = lastLine(verified.stdout || verified.stderr);
    narrator.claim(
      'verification refuses the copy and names the entry',
      verified.code === 1 && new RegExp(`\\b${seq}\\b`).test(said),
      said,
    );
    await world.startServer();
    const request = await scene.seen();
    narrator.claim(
      'the original is as it was, after a restart',
      request?.status === 'ended',
      'request ended',
    );
  }

  checkNothingUnknown(): void {
    const { scene, narrator } = this.#begin(({ place }) => `What Handrail asked of ${place}`);
    const calls = scene.unknownCalls();
    narrator.claim(
      `no call went past what ${scene.words.place} knows`,
      calls.length === 0,
      calls.join(', ') || 'none answered 501',
    );
  }

  #begin(title: (words: Scene['words']) => string): { scene: Scene; narrator: Narrator } {
    this.#narrator.step(title(this.#scene.words));
    return { scene: this.#scene, narrator: this.#narrator };
  }

  /** Waits until people see the status. @throws Error with what they see instead after a minute */
  async #until(status: 'active' | 'ended'): Promise<RequestSeen> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const request = await this.#scene.seen();
      if (request?.status === status) return request;
      if (request?.status === 'needs_attention' || Date.now() > deadline) {
        throw new Error(
          `the request is ${request?.status}, not ${status}: ${request?.failure ?? request?.next}`,
        );
      }
      await delay(LOOK_AGAIN_MS);
    }
  }

  #tell(run: readonly AutomationLine[]): void {
    for (const { recordId, automation, words } of run) {
      this.#narrator.say(`${automation}: ${this.#scene.titleOf(recordId)} ${words}`);
    }
  }
}

const SHORT = 180;

/** A text that fits a claim's line. */
function shortened(text: string): string {
  return text.length <= SHORT ? text : `${text.slice(0, SHORT).trimEnd()} …`;
}
