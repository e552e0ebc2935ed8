import { expect } from '@jest/globals';
import { answerOf, type RowsWorld } from './rows-world.ts';

/** Refusals that enter the trail, because somebody tried what they have no right to. */
const ATTEMPTS = new Set(['not_an_approver', 'own_request', 'not_permitted', 'author_not_accepted']);

/**
 * Lets a worker come back, and expects that each row has one effect and one answer, whatever happened before.
 *
 * @param filed rows that ask, @param said rows that say something about them
 */
export async function expectOnce(
  world: RowsWorld,
  filed: readonly string[],
  said: readonly string[],
): Promise<void> {
  const { org, store, tenantId } = world;
  for (let round = 0; round < 4; round += 1) {
    world.pass(1.1);
    await world.follow(`last-${round}`);
  }
  const backlog = await store.transact(tenantId, (tx) => tx.rowInbox.backlog());
  expect(backlog).toEqual({ unworked: 0, unanswered: 0, oldest: null });
  const trail = await world.trail();
  const count = (type: string) => trail.filter((entry) => entry.type === type).length;
  const answers = [...filed, ...said].map((id) => ({ id, ...answerOf(org, id) }));

  // One answer each, and never another one.
  for (const { id } of answers) {
    const writes = org.writes.filter((write) => write.id === id && write.operation === 'update');
    expect(new Set(writes.map(({ values }) => JSON.stringify(values))).size).toBe(1);
  }
  for (const id of said) expect(['accepted', 'refused']).toContain(answerOf(org, id).state);
  const taken = filed.filter((id) => answerOf(org, id).requestId !== null);
  for (const id of filed) expect(taken.includes(id)).toBe(answerOf(org, id).code === null);

  // One effect each.
  expect(await store.transact(tenantId, (tx) => tx.countRequests({}))).toBe(taken.length);
  expect(count('exception_submitted')).toBe(taken.length);
  const accepted = (kind: string) =>
    said.filter((id) => org.get(id).Decision__c === kind && answerOf(org, id).state === 'accepted').length;
  expect(count('question_asked')).toBe(accepted('ask'));
  expect(count('question_answered')).toBeGreaterThanOrEqual(accepted('answer'));
  expect(count('exception_withdrawn')).toBeLessThanOrEqual(accepted('withdraw'));
  expect(count('review_recorded')).toBeLessThanOrEqual(accepted('approve') + accepted('reject'));
  expect(count('command_refused')).toBe(answers.filter(({ code }) => ATTEMPTS.has(String(code))).length);
}
