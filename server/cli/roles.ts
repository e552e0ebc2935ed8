import { Command } from 'commander';
import { type CheckedRoles, checkRoles } from '../../src/application/check-roles.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { readTenant } from '../env.ts';
import { EXIT } from './exit-codes.ts';
import { openCrm } from './policy/crm.ts';
import { findVersion } from './policy/find-version.ts';
import { findingsInWords } from './policy/lint.ts';
import { print, printJson } from './print.ts';
import { withStore } from './with-store.ts';

export function rolesCommand(): Command {
  const check = new Command('check')
    .description(
      'Reads the people of the CRM and holds the roles of the policy in force against them: nobody or too few to decide, a requester who is the only approver, inactive or unknown people, teams without people, managers in a circle, escalations that add nobody. The server does the same once a day. When the CRM cannot be read, the people as last read serve, and the result says of when they are. Exit code 1 when there is any finding.',
    )
    .option('--json', 'print the result as JSON', false)
    .action(checkThem);
  return new Command('roles')
    .description(
      'Looks after the people behind the roles. Needs the store: on a data directory the server must be stopped, on PostgreSQL (DATABASE_URL) it may run. Reads HUBSPOT_PORTAL_ID, HUBSPOT_ACCESS_TOKEN and HUBSPOT_API_ORIGIN.',
    )
    .addCommand(check);
}

async function checkThem({ json }: { json: boolean }): Promise<void> {
  const tenantId = readTenant();
  const crm = openCrm();
  const checked = await withStore(async (store) => {
    await findVersion(store, tenantId);
    return checkRoles({ unitOfWork: store, crmOf: () => crm, clock: systemClock }, tenantId);
  });
  const { check, notRefreshed } = checked;
  if (json) printJson({ ok: check.findings.length === 0, ...check, ...(notRefreshed && { notRefreshed }) });
  else print(inWords(checked));
  process.exitCode = check.findings.length === 0 ? EXIT.ok : EXIT.found;
}

function inWords({ check, notRefreshed }: CheckedRoles): string {
  const { policyVersion, peopleReadAt, findings } = check;
  const asOf = `${peopleReadAt.slice(0, 16).replace('T', ' ')} UTC`;
  return [
    ...(notRefreshed === undefined ? [] : [`${notRefreshed} The people as last read serve instead.`]),
    `Roles of policy version ${policyVersion}, people of the CRM as of ${asOf}:`,
    findings.length === 0 ? 'Every role resolves to people who can act.' : findingsInWords(findings),
  ].join('\n');
}
