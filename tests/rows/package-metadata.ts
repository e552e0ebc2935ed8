import { packageFiles } from '../../extensions/salesforce/generate/package-files.ts';
import { PACKAGE_OBJECTS } from '../../sandbox/salesforce/schema/package-objects.ts';
import { INTEGRATION_USERNAME } from '../../sandbox/salesforce/seed/people.ts';
import type { RunningOrgOptions } from '../../sandbox/salesforce/start-org.ts';

const files = [...packageFiles()];

/** An org in which the package is installed: its objects, flows and validation rules as its metadata has them. */
export const WITH_PACKAGE: RunningOrgOptions = {
  packageObjects: PACKAGE_OBJECTS,
  flows: files
    .filter(([path]) => path.startsWith('flows/'))
    .map(([path, xml]) => ({ name: path.slice('flows/'.length).replace('.flow-meta.xml', ''), xml })),
  validationRules: files.flatMap(([path, xml]) => {
    const found = /^objects\/(Handoff_\w+)\/validationRules\/(\w+)\./.exec(path);
    return found ? [{ object: found[1] ?? '', name: found[2] ?? '', xml }] : [];
  }),
  permissions: { [INTEGRATION_USERNAME]: ['Handrail_Integration'] },
};
