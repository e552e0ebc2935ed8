import { setTimeout as delay } from 'node:timers/promises';
import { userIdOf } from '../salesforce/seed/people.ts';
import { runHandrail } from './handrail-process.ts';
import type { Narrator } from './narrator.ts';
import { OrgFacts } from './org-facts.ts';
import { orgUser } from './org-user.ts';
import { NEW_OWNER, nameOf, REVOPS } from './people.ts';
import type { OrgWorld } from './salesforce-world.ts';
import type { RequestSeen } from './scene.ts';

/** The flow that was made before handoff exceptions. */
const IGNORANT = { name: 'Large_Deals_In_Negotiation', label: 'Large deals in negotiation' };
const ITS_STAGE = 'Negotiation/Review';
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 100;

/** Who is asked stands in a row that they find in their inbox, with what they may do. */
export async function askedInRows(
  { org }: OrgWorld,
  narrator: Narrator,
  { waitingFor }: RequestSeen,
): Promise<void> {
  const email = waitingFor[0]?.email ?? '';
  const person = orgUser(org, email);
  const seat = await person.waitFor(
    `SELECT May__c, Why__c FROM Handoff_Seat__c WHERE Open__c = true AND Person__c = '${userIdOf(org.core, email)}'`,
    () => true,
    `the seat of ${email}`,
  );
  narrator.claim(
    `${nameOf(email)} finds it among what waits for them, with what they may do`,
    String(seat.May__c).split(';').includes('approve'),
    String(seat.Why__c),
  );
}

/** Coverage reads the automation of the org, and says beforehand which flow will not respect the hold. */
export async function coverageNamesTheIgnorant(world: OrgWorld, narrator: Narrator): Promise<void> {
  narrator.step('Which automation of the org leaves held records alone (handrail guard coverage)');
  const { code, stdout } = await runHandrail(['guard', 'coverage'], world.environment);
  for (const line of stdout.trim().split('\n')) narrator.say(line);
  const ignoring = stdout.split('\n').filter((line) => line.startsWith('ignores'));
  narrator.claim(
    'it names the one flow that ignores the hold',
    code === 1 && ignoring.length === 1 && ignoring[0]?.includes(IGNORANT.name) === true,
    IGNORANT.label,
  );
}

/** The ignoring flow takes the held record, and the watch puts it back. */
export async function reCorrection({ org, like }: OrgWorld, narrator: Narrator): Promise<void> {
  const { auroraGrid: tagged } = like;
  const facts = new OrgFacts(org);
  narrator.step(`The opportunity reaches ${ITS_STAGE}, where the flow that ignores the hold takes it`);
  const before = org.writes.length;
  org.update(tagged, { StageName: ITS_STAGE }, { as: REVOPS });
  const taken = org.writes
    .slice(before)
    .find(({ id, source, values }) => id === tagged && source.name === IGNORANT.name && 'OwnerId' in values);
  narrator.claim(
    'the flow re-corrects the owner of the held opportunity',
    taken !== undefined,
    `${IGNORANT.label}: ${nameOf(NEW_OWNER)} → ${facts.value(String(taken?.values.OwnerId), 'Name')}`,
  );
  const deadline = Date.now() + PATIENCE_MS;
  while (facts.owner(tagged).email !== NEW_OWNER && Date.now() < deadline) await delay(LOOK_AGAIN_MS);
  const back = facts.handrailWrites(tagged).at(-1);
  narrator.claim(
    'Handrail notices, and puts the approved owner back',
    facts.owner(tagged).email === NEW_OWNER && back !== undefined && back.seq > (taken?.seq ?? Infinity),
    facts.owner(tagged).name,
  );
}
