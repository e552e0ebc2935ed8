import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { RunningOrg } from '../../../../sandbox/salesforce/start-org.ts';
import { createSalesforceAutomations } from '../../../../server/adapters/salesforce/automations/automations.ts';
import { salesforceFieldNames } from '../../../../server/adapters/salesforce/metadata/field-names.ts';
import { type CoverageLine, checkCoverage } from '../../../../src/application/check-coverage.ts';
import { corpusComponents, NOT_DEPLOYABLE } from '../../../guard/salesforce/corpus-org.ts';
import { analyseMetadata, readSalesforceCorpus } from '../../../guard/salesforce/read-corpus.ts';
import { closeOrg, openOrg } from '../deal-org.ts';

const fromFiles = analyseMetadata(readSalesforceCorpus());
const isFlowThatIsOff = (id: string): boolean => !/\(.*\)$/.test(id) && fromFiles.get(id)?.enabled === false;

let org: RunningOrg;
let fromOrg: ReadonlyMap<string, CoverageLine>;
beforeAll(async () => {
  const world = await openOrg({ metadata: corpusComponents() });
  org = world.org;
  const automations = createSalesforceAutomations({ client: world.client, names: salesforceFieldNames() });
  const { coverages } = await checkCoverage({ automations });
  fromOrg = new Map(coverages.map((coverage) => [coverage.automationId, coverage]));
});
afterAll(() => closeOrg(org));

const shared = [...fromFiles.keys()].filter((id) => !NOT_DEPLOYABLE.some((name) => id.startsWith(name)));

it.each(shared.filter((id) => !isFlowThatIsOff(id)))(
  'says of %s in the org what it says of its file',
  (id) => {
    const { revision: _, ...told } = fromOrg.get(id) ?? { revision: null };
    const { revision: __, ...expected } = fromFiles.get(id) ?? { revision: null };
    expect(told).toEqual(expected);
  },
);

it('reads nothing else, and no flow that is off', () => {
  const off = shared.filter(isFlowThatIsOff);
  expect(off.toSorted()).toEqual(['Draft', 'Obsolete', 'Switched_Off']);
  expect([...fromOrg.keys()].toSorted()).toEqual(shared.filter((id) => !off.includes(id)).toSorted());
});

it('knows a revision of all that it could read', () => {
  const without = [...fromOrg.values()].filter(
    ({ revision, verdict }) => revision === null && verdict !== 'not_visible',
  );
  expect(without).toEqual([]);
});
