import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Narrator } from '../../sandbox/demo/narrator.ts';
import { salesforceScene } from '../../sandbox/demo/salesforce-scene.ts';
import { type OrgWorld, startOrgWorld } from '../../sandbox/demo/salesforce-world.ts';
import { tellStory } from '../../sandbox/demo/story.ts';
import { SALESFORCE_RECORD_FIELD } from '../../src/contracts/salesforce-vocabulary.ts';

jest.setTimeout(300_000);

/** Keeps what the story claims, and whether it was seen. */
function createRecorder() {
  const claims = new Map<string, boolean>();
  const count = (wanted: boolean) => [...claims.values()].filter((seen) => seen === wanted).length;
  const narrator: Narrator = {
    step: () => {},
    say: () => {},
    claim: (words, seen) => void claims.set(words, seen),
    get failed() {
      return count(false);
    },
    get held() {
      return count(true);
    },
  };
  return { narrator, claims };
}

describe('the story of the demo in a Salesforce org', () => {
  let world: OrgWorld;

  beforeAll(async () => {
    world = await startOrgWorld();
  });
  afterAll(() => world?.close());

  it('holds in every claim', async () => {
    const { narrator, claims } = createRecorder();
    await tellStory(salesforceScene(world), narrator);
    expect([...claims].filter(([, seen]) => !seen)).toEqual([]);
    expect([...claims.keys()]).toEqual(
      expect.arrayContaining([
        'it is refused, and says why',
        'owner is the one that was approved',
        'Handrail notices, and puts the approved owner back',
        'standard routing has the opportunity again',
        'verification refuses the copy and names the entry',
      ]),
    );
    // Beyond what it claims itself: the record carries what became of the exception, and nobody's words are lost.
    const record = world.org.get(world.like.auroraGrid);
    expect(record[SALESFORCE_RECORD_FIELD.status]).toBe('ended');
    const decisions = world.org.core.store.all('Handoff_Decision__c').map(({ values }) => values);
    expect(decisions.map(({ Decision__c, Outcome__c }) => [Decision__c, Outcome__c])).toEqual([
      ['approve', 'refused'],
      ['approve', 'accepted'],
      ['end', 'accepted'],
    ]);
  });
});
