import { hubspotFieldNames } from '../../server/adapters/hubspot/flows/field-names.ts';
import { readFlow } from '../../server/adapters/hubspot/flows/read-flow.ts';
import { classifyAutomation } from '../../src/domain/guard/classify-automation.ts';
import type { Coverage } from '../../src/domain/guard/coverage.ts';
import { createPortal } from '../../src/domain/guard/reach.ts';
import { CHECK_ACTION, readCorpus, readCorpusLists } from '../guard/read-corpus.ts';

const FLOWS = 1_000;
const ROUNDS = 5;
const LIMIT_MS = 2_000;

const ACTIONS = 400;
/** What makes a flow big, whatever else it is. */
const BIG = {
  startActionId: '1',
  actions: Array.from({ length: ACTIONS }, (_, at) => ({
    type: 'SINGLE_CONNECTION',
    actionId: String(at + 1),
    actionTypeVersion: 0,
    actionTypeId: '0-5',
    ...(at + 1 < ACTIONS && { connection: { edgeType: 'STANDARD', nextActionId: String(at + 2) } }),
    fields: { property_name: 'hubspot_owner_id', value: { staticValue: String(at), type: 'STATIC_VALUE' } },
  })),
};

const lists = readCorpusLists();
const texts = portalOfTexts();
const ours: number[] = [];
const bare: number[] = [];
let judged: readonly Coverage[] = [];
// Turn by turn in one run; the first round warms up.
for (let round = 0; round <= ROUNDS; round += 1) {
  const started = performance.now();
  judged = analyseTexts();
  const between = performance.now();
  const nodes = texts.reduce((sum, text) => sum + countNodes(JSON.parse(text)), 0);
  if (nodes < FLOWS) throw new Error('the bare walk saw nothing');
  if (round === 0) continue;
  ours.push(between - started);
  bare.push(performance.now() - between);
}
const [mine, walk] = [median(ours), median(bare)];
const respects = judged.filter(({ verdict }) => verdict === 'respects').length;
console.log(
  `analyse ${judged.length} flows (${(texts.join('').length / 1024 / 1024).toFixed(1)} MiB): median ${mine.toFixed(0)} ms of ${ROUNDS}; parse and bare walk ${walk.toFixed(0)} ms; ratio ${(mine / walk).toFixed(1)}; ${respects} respect the hold; limit ${LIMIT_MS} ms`,
);
process.exitCode = mine < LIMIT_MS && judged.length === FLOWS ? 0 : 1;

/**
 * The corpus over and over, each flow with an id of its own, as text as it comes over the wire. Every tenth is a chain
 * of 400 actions, each of which writes a governed field.
 */
function portalOfTexts(): readonly string[] {
  const documents = [...readCorpus().values()].filter(isDocument);
  return Array.from({ length: FLOWS }, (_, at) =>
    JSON.stringify({
      ...documents[at % documents.length],
      ...(at % 10 === 0 && BIG),
      id: String(1_000_000 + at),
    }),
  );
}

function isDocument(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  // What cannot be read costs nothing to judge.
  return readFlow(value, { lists, checkActions: [CHECK_ACTION] }).kind === 'read';
}

/** Everything from text to verdict. */
function analyseTexts(): readonly Coverage[] {
  const automations = texts.flatMap((text) => {
    const reading = readFlow(JSON.parse(text), { lists, checkActions: [CHECK_ACTION] });
    return reading.kind === 'read' ? [reading.automation] : [];
  });
  const portal = createPortal(automations, hubspotFieldNames());
  return automations.map((automation) => classifyAutomation(automation, portal));
}

/** The least that anybody who looks into a flow must do. */
function countNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + countNodes(inner), 1);
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
