import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHubSpotChanges } from '../../../server/adapters/hubspot/watch/record-changes.ts';
import type { RecordChanges } from '../../../src/ports/record-changes.ts';
import { lookThrough } from '../../contract/record-changes.suite.ts';
import { type ChangesPortal, startChangesPortal } from './changes-portal.ts';

/** HubSpot gives 10,000 results a search, however many match. */
describe('more changed records than a search gives', () => {
  let portal: ChangesPortal;
  let changes: RecordChanges;

  beforeAll(async () => {
    portal = await startChangesPortal();
    changes = createHubSpotChanges(portal.client);
  });
  afterAll(() => portal.running.close());

  it('are all found, those of one millisecond too, as an import leaves them', async () => {
    const { clock } = portal.running;
    const since = new Date(clock.now());
    const made: string[] = [];
    for (const [count, movesOn] of [
      [300, true],
      [10_100, false],
      [50, true],
    ] as const) {
      clock.advance(1);
      for (let at = 0; at < count; at += 1) {
        if (movesOn) clock.advance(1);
        made.push(portal.create('deals'));
      }
    }
    const { records, pages } = await lookThrough(changes, since);
    expect(new Set(records.map(({ recordId }) => recordId))).toEqual(new Set(made));
    // Two windows of 50 pages, the crowded millisecond in the order of ids, and the rest.
    expect(pages).toBeLessThan(160);
  }, 60_000);

  it('end after pages that are exactly full', async () => {
    const { clock } = portal.running;
    clock.advance(1000);
    const since = new Date(clock.now());
    const made = Array.from({ length: 400 }, () => portal.create('deals'));
    const { records } = await lookThrough(changes, since);
    expect(new Set(records.map(({ recordId }) => recordId))).toEqual(new Set(made));
  });
});
