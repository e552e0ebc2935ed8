import { afterAll, describe, expect, it } from '@jest/globals';
import { userIdOf } from '../../sandbox/salesforce/seed/people.ts';
import { answerQuestions } from '../../src/application/ask-for-information.ts';
import { expectOnce } from './expect-once.ts';
import { type Blow, startMortal } from './mortal-worker.ts';
import {
  answerOf,
  closeSharedStore,
  holdWhileWaiting,
  MAYA,
  openRows,
  PRIYA,
  TOM,
  VICTOR,
} from './rows-world.ts';

afterAll(closeSharedStore);

/** More moments than the round below has. */
const MOST_MOMENTS = 400;

describe('a worker that', () => {
  // A sleeper costs twice the time of a dead worker, and is looked at in every fifth moment.
  it.each<[Blow, number]>([
    ['dies', 1],
    ['stalls', 5],
  ])(
    '%s at any moment of a round leaves each row with one effect and one answer',
    async (blow, step) => {
      let at = 1;
      while ((await roundStruckAt(at, blow)) && at < MOST_MOMENTS) at += step;
      // So many moments there are: before and after each call to the store or to the org.
      expect(at).toBeGreaterThan(80);
      expect(at).toBeLessThan(MOST_MOMENTS);
    },
    900_000,
  );
});

/** @returns false when the round was over before that moment */
async function roundStruckAt(at: number, blow: Blow): Promise<boolean> {
  const world = await openRows();
  try {
    holdWhileWaiting(world.org);
    const [withdrawn, asked, approved] = [0, 1, 2].map(() => world.file(world.makeDeal()));
    if (!withdrawn || !asked || !approved) throw new Error('no rows (this is a bug)');
    await world.follow('before');
    const taken = world.file(world.makeDeal());
    const mistaken = world.file(world.makeDeal(), { Reason_Code__c: 'mood' });
    const said = {
      withdraw: world.say(withdrawn, 'withdraw', { as: MAYA }),
      stranger: world.say(approved, 'approve', { as: TOM }),
      approve: world.say(approved, 'approve', { as: PRIYA }),
      ask: world.say(asked, 'ask', { as: VICTOR, Comment__c: 'Which region is right?' }),
    };

    const worker = startMortal(world, 'mortal', at, blow);
    const struck = (await worker.struck) === 'struck';
    if (struck && blow === 'stalls') {
      world.pass(1.1);
      await world.follow('another');
      await worker.goOn();
    }

    // Meanwhile the question is answered at a card: asking it once more would no longer be a repetition.
    const question = await world.requestOf(asked);
    if (question?.state.status === 'info_requested') {
      const caller = { tenantId: world.tenantId, email: MAYA, userId: userIdOf(world.org.core, MAYA) };
      await answerQuestions(world.context, caller, question.state.request.requestId, 'EMEA.');
    }

    await expectOnce(world, [withdrawn, asked, approved, taken, mistaken], Object.values(said));
    const codes = Object.values(said).map((id) => answerOf(world.org, id).code);
    expect(codes).toEqual([null, 'not_an_approver', null, null]);
    expect(answerOf(world.org, mistaken)).toMatchObject({ code: 'unknown_reason_code' });
    const statuses = await Promise.all(
      [withdrawn, asked, approved, taken].map(async (id) => (await world.requestOf(id))?.state.status),
    );
    const answered = question?.state.status === 'info_requested';
    expect(statuses).toEqual(['withdrawn', answered ? 'pending' : 'info_requested', 'approved', 'pending']);
    expect(world.org.get(String(world.org.get(mistaken).Record_Id__c)).Handoff_Routing_Hold__c).toBe(false);
    return struck;
  } finally {
    await world.close();
  }
}
