import { describe, expect, it } from '@jest/globals';
import { rotate } from '../../sandbox/hubspot/seed/flow-parts.ts';
import { checkCoverage } from '../../src/application/check-coverage.ts';
import { markReviewed } from '../../src/application/mark-reviewed.ts';
import { dealFlow, JONAS } from '../sandbox/flow-fixture.ts';
import { type MendWorld, openMendWorld } from './mend-world.ts';

const PRIYA = { email: 'priya.nair@northwind.example', name: 'Priya Nair', userId: '48100101' };
const WITH_CODE = dealFlow({ actions: [{ type: 'CUSTOM_CODE', actionId: '1' }] });
const REASON = 'The code only posts to our chat.';

const mark = ({ context, tenant }: MendWorld, automationId: string, rest: object = {}) =>
  markReviewed({ ...context, automationsOf: context.mendingOf }, tenant, {
    automationId,
    by: PRIYA,
    reason: REASON,
    ...rest,
  });

async function shown({ store, tenant, port }: MendWorld, only: string) {
  const marks = await store.transact(tenant, (tx) => tx.guard.listReviewMarks());
  const { coverages } = await checkCoverage({ automations: port }, { only, marks });
  return coverages[0];
}

describe('a workflow that a person reviewed', () => {
  it('still needs review, with who looked at it and why beside it', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(WITH_CODE);
    expect(await shown(world, id)).not.toHaveProperty('review');
    await mark(world, id, { revision: '1' });
    expect(await shown(world, id)).toMatchObject({
      verdict: 'needs_review',
      review: { state: 'in_force', mark: { by: { name: 'Priya Nair' }, reason: REASON, revision: '1' } },
    });
    const { types, text } = await world.trail();
    expect(types).toEqual(['automation_reviewed']);
    expect(text).toContain('48100101');
    expect(text).not.toMatch(/northwind|Priya|chat/);
  });

  it('must be looked at again once it is edited, and a new mark then counts', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(WITH_CODE);
    await mark(world, id);
    const edit = (changes: object) =>
      world.running.flows.replace(
        id,
        { ...world.running.flows.require(id), ...changes },
        { revisionId: world.running.flows.require(id).revisionId },
      );
    edit({ name: 'Edited' });
    expect(await shown(world, id)).toMatchObject({ review: { state: 'void', mark: { revision: '1' } } });
    await expect(mark(world, id, { revision: '1' })).rejects.toMatchObject({ code: 'automation_changed' });
    await mark(world, id, { reason: 'Looked again.' });
    expect(await shown(world, id)).toMatchObject({
      review: { state: 'in_force', mark: { revision: '2', reason: 'Looked again.' } },
    });
    // Of one that ignores the hold it is known: no mark is shown, whoever made it.
    edit({ actions: [rotate('1', [JONAS.userId])] });
    const ignoring = await shown(world, id);
    expect(ignoring?.verdict).toBe('ignores');
    expect(ignoring).not.toHaveProperty('review');
  });

  it.each([
    ['no reason', { reason: '  ' }, 'review_reason_missing'],
    ['a reason that is too long', { reason: 'x'.repeat(501) }, 'review_reason_missing'],
    ['a workflow nobody knows', { automationId: '42' }, 'automation_not_found'],
  ])('is refused: %s', async (_what, asked, code) => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(WITH_CODE);
    await expect(mark(world, id, asked)).rejects.toMatchObject({ code });
    expect((await world.trail()).types).toEqual([]);
  });

  it('is refused where the verdict is known', async () => {
    const world = await openMendWorld({ seed: 'empty' });
    const id = world.create(dealFlow({ actions: [rotate('1', [JONAS.userId])] }));
    await expect(mark(world, id)).rejects.toMatchObject({
      code: 'review_not_due',
      message: expect.stringContaining('nothing on the way looks at the routing hold'),
    });
  });
});
