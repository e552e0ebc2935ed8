import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FlowInput } from '../../sandbox/hubspot/engine/flow-document.ts';
import { checkActionOf } from '../../server/adapters/hubspot/flows/check-actions.ts';
import { hubspotFieldNames } from '../../server/adapters/hubspot/flows/field-names.ts';
import type { ListBook } from '../../server/adapters/hubspot/flows/lists.ts';
import { draftMend, draftWithList } from '../../server/adapters/hubspot/flows/mend-draft.ts';
import { readFlow } from '../../server/adapters/hubspot/flows/read-flow.ts';
import { judgeAs, judgeMend } from '../../src/domain/guard/mend/judge-mend.ts';
import { FLOW_IDS, LIST_IDS } from './arbitrary-flow.ts';
import { anyWorld } from './arbitrary-world.ts';
import { startCheckAnswers } from './check-answers.ts';
import { createHeldWorld } from './held-world.ts';

const WORLDS = Number(process.env.GUARD_WORLDS ?? 400);

let answers: Awaited<ReturnType<typeof startCheckAnswers>>;
beforeAll(async () => {
  answers = await startCheckAnswers();
});
afterAll(() => answers.close());

/** The flows of a world with every mend made that is offered, and which those are. */
function mended(flows: readonly FlowInput[], lists: ListBook) {
  const documents = flows.map((flow, at) => ({
    ...flow,
    id: FLOW_IDS[at],
    revisionId: '1',
    crmObjectCreationStatus: 'COMPLETE',
  }));
  const options = { lists, checkActions: [checkActionOf(answers.action.actionTypeId)] };
  const automations = documents.flatMap((document) => {
    const reading = readFlow(document, options);
    return reading.kind === 'read' ? [reading.automation] : [];
  });
  const names = hubspotFieldNames();
  const ids = new Set<string>();
  const after = documents.map((document, at) => {
    const automation = automations[at];
    if (!automation) return document;
    const before = judgeAs(automation, automations, names);
    const verdict = judgeMend(before, draftMend(document, options), automations, names);
    if (verdict.kind !== 'offered') return document;
    expect(verdict.after.verdict).toBe('respects');
    ids.add(automation.id);
    // The world has the list of held records already.
    return verdict.way === 'exclusion_list'
      ? draftWithList(document, Number(LIST_IDS.held), options).document
      : verdict.draft.document;
  });
  return { ids, flows: after.map((document) => FlowInput.parse(document)) };
}

it('no workflow that was mended ever changes a record on hold when it runs', async () => {
  let [offered, caught] = [0, 0];
  await fc.assert(
    fc.asyncProperty(anyWorld, async ({ kind, flows, deeds }) => {
      const before = createHeldWorld(kind, flows, { actions: [answers.action] });
      const { ids, flows: after } = mended(flows, before.lists);
      offered += ids.size;
      const was = await before.live(deeds);
      if (was.trespasses.some(({ flowId }) => ids.has(flowId))) caught += 1;
      const { trespasses } = await createHeldWorld(kind, after, { actions: [answers.action] }).live(deeds);
      expect(trespasses.filter(({ flowId }) => ids.has(flowId))).toEqual([]);
    }),
    { numRuns: WORLDS },
  );
  // The law is not idle: mends are offered often, and many of those workflows did change held records before.
  expect(offered).toBeGreaterThanOrEqual(WORLDS * 0.3);
  expect(caught).toBeGreaterThanOrEqual(WORLDS * 0.08);
}, 240_000);
