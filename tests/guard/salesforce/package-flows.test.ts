import { PACKAGE_FLOWS } from '@handrail/contracts/salesforce-vocabulary';
import { expect, it } from '@jest/globals';
import { packageFiles } from '../../../extensions/salesforce/generate/package-files.ts';
import { analyseMetadata } from './read-corpus.ts';

const flows = [...packageFiles()]
  .filter(([path]) => path.startsWith('flows/'))
  .map(([path, content]) => ({ file: path.replace('flows/', ''), content }));

it('has nothing to say of the flows of the package, which set the tag as Handrail does', () => {
  const coverages = analyseMetadata(flows);
  expect([...coverages.keys()].toSorted()).toEqual([...PACKAGE_FLOWS].toSorted());
  for (const id of PACKAGE_FLOWS) expect(coverages.get(id)).toMatchObject({ verdict: 'does_not_write' });
});

it('judges one of them like any flow once it writes something else', () => {
  const edited = flows.map(({ file, content }) => ({
    file,
    content: content.replaceAll('<field>Handoff_Routing_Hold__c</field>', '<field>StageName</field>'),
  }));
  expect(edited).not.toEqual(flows);
  const verdict = analyseMetadata(edited).get('Handoff_Exception_Keep_Hold')?.verdict;
  expect(['ignores', 'partly']).toContain(verdict);
});
