import { XMLParser } from 'fast-xml-parser';
import { salesforceFieldNames } from '../../server/adapters/salesforce/metadata/field-names.ts';
import { type MetadataFile, readMetadata } from '../../server/adapters/salesforce/metadata/read-metadata.ts';
import { coverageOf } from '../../src/application/check-coverage.ts';
import type { Coverage } from '../../src/domain/guard/coverage.ts';
import { flow, update } from '../guard/salesforce/flow-text.ts';
import { readSalesforceCorpus } from '../guard/salesforce/read-corpus.ts';

const FLOWS = 1_000;
const ROUNDS = 5;
const LIMIT_MS = 2_000;

const ELEMENTS = 200;
/** A long chain of elements, each of which writes a governed field. */
const BIG = flow(
  '<connector><targetReference>Set_0</targetReference></connector><object>Opportunity</object><recordTriggerType>CreateAndUpdate</recordTriggerType><triggerType>RecordAfterSave</triggerType>',
  Array.from({ length: ELEMENTS }, (_, at) =>
    update(
      `Set_${at}`,
      { reference: '$Record' },
      { OwnerId: String(at) },
      at + 1 < ELEMENTS ? `Set_${at + 1}` : null,
    ),
  ),
);

const names = salesforceFieldNames();
const files = orgOfFiles();
const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
const ours: number[] = [];
const bare: number[] = [];
let judged: readonly Coverage[] = [];
// Turn by turn in one run; the first round warms up.
for (let round = 0; round <= ROUNDS; round += 1) {
  const started = performance.now();
  judged = coverageOf(readMetadata(files, names), names);
  const between = performance.now();
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });
  const nodes = files.reduce((sum, { content }) => sum + countNodes(parser.parse(content)), 0);
  if (nodes < FLOWS) throw new Error('the bare walk saw nothing');
  if (round === 0) continue;
  ours.push(between - started);
  bare.push(performance.now() - between);
}
const [mine, walk] = [median(ours), median(bare)];
const respects = judged.filter(({ verdict }) => verdict === 'respects').length;
console.log(
  `analyse ${judged.length} Salesforce flows (${(bytes / 1024 / 1024).toFixed(1)} MiB): median ${mine.toFixed(0)} ms of ${ROUNDS}; parse and bare walk ${walk.toFixed(0)} ms; ratio ${(mine / walk).toFixed(1)}; ${respects} respect the hold; limit ${LIMIT_MS} ms`,
);
process.exitCode = mine < LIMIT_MS && judged.length === FLOWS ? 0 : 1;

/** The flows of the corpus over and over, each under a name of its own; every tenth is a long chain. */
function orgOfFiles(): readonly MetadataFile[] {
  const flows = readSalesforceCorpus().filter(
    (file) => file.file.endsWith('.flow-meta.xml') && file.content.length < 100_000 && isRead(file),
  );
  return Array.from({ length: FLOWS }, (_, at): MetadataFile => {
    const one = flows[at % flows.length];
    return {
      // The first of each keeps its name, so that calls find it.
      file: at < flows.length && one ? one.file : `Flow_${at}.flow-meta.xml`,
      content: at % 10 === 9 && at >= flows.length ? BIG : (one?.content ?? ''),
    };
  });
}

/** What cannot be read costs nothing to judge. */
function isRead(file: MetadataFile): boolean {
  return readMetadata([file], names).every(({ kind }) => kind === 'read');
}

/** The least that anybody who looks into a flow must do. */
function countNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + countNodes(inner), 1);
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
