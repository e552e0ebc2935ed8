import { fileURLToPath } from 'node:url';
import { readSource } from './read-source.ts';
import { PACKAGE_OBJECTS } from './schema/package-objects.ts';
import { INTEGRATION_USERNAME } from './seed/people.ts';
import { type LikeOpportunities, seedRecords } from './seed/records.ts';
import { type RunningOrg, type RunningOrgOptions, startOrg } from './start-org.ts';

/** The package as an org gets it: made from the contracts by `extensions/salesforce/generate`. */
const PACKAGE_DIR = fileURLToPath(
  new URL('../../extensions/salesforce/force-app/main/default', import.meta.url),
);

/** The automation of Northwind itself, in source format, so that it can be scanned like any team's metadata. */
const NORTHWIND_METADATA = fileURLToPath(new URL('./seed/metadata', import.meta.url));

/** The custom permission by which the package's validation rules know Handrail. */
const INTEGRATION_PERMISSION = 'Handrail_Integration';

/** An org of a company at work. */
export interface Northwind {
  readonly org: RunningOrg;
  readonly like: LikeOpportunities;
}

/**
 * Starts an org with the package in it (its flows, validation rules, objects and fields), routing of its own that
 * respects the hold, one flow that does not, and records of four regions.
 *
 * @throws as `startOrg`
 */
export async function startNorthwind(
  options: Omit<RunningOrgOptions, 'flows' | 'assignmentRules' | 'validationRules'> = {},
): Promise<Northwind> {
  const parts = [PACKAGE_DIR, NORTHWIND_METADATA].map((dir) => readSource(dir));
  const org = await startOrg({
    installed: true,
    packageObjects: PACKAGE_OBJECTS,
    permissions: { [INTEGRATION_USERNAME]: [INTEGRATION_PERMISSION] },
    ...options,
    flows: parts.flatMap(({ flows }) => flows),
    assignmentRules: parts.flatMap(({ assignmentRules }) => assignmentRules),
    validationRules: parts.flatMap(({ validationRules }) => validationRules),
  });
  return { org, like: seedRecords(org) };
}
