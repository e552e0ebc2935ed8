import { readFile } from 'node:fs/promises';
import type {
  PackageRole,
  WantedAssignment,
} from '../../adapters/salesforce/install/permission-assignments.ts';
import { readCsv } from '../delegation/read-csv.ts';
import { UsageError } from '../usage-error.ts';

/** The people of an install, as the command line names them. */
export interface PeopleOptions {
  readonly requester: readonly string[];
  readonly approver: readonly string[];
  readonly revops: readonly string[];
  readonly integrationUser?: string;
  /** A CSV file with the columns `username` and `role`. */
  readonly people?: string;
}

const ROLES: readonly PackageRole[] = ['requester', 'approver', 'revops', 'integration'];

/** Everybody who shall hold a permission set. @throws UsageError that names the line of a file that is wrong */
export async function peopleOf(options: PeopleOptions): Promise<readonly WantedAssignment[]> {
  const { requester, approver, revops, integrationUser, people } = options;
  const named = (role: PackageRole, usernames: readonly string[]) =>
    usernames.map((username) => ({ username, role }));
  return [
    ...named('integration', integrationUser === undefined ? [] : [integrationUser]),
    ...named('requester', requester),
    ...named('approver', approver),
    ...named('revops', revops),
    ...(people === undefined ? [] : await peopleOfFile(people)),
  ];
}

async function peopleOfFile(path: string): Promise<readonly WantedAssignment[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`The file ${path} cannot be read.`);
  });
  const records = readCsv(text);
  if ('message' in records) throw new UsageError(`${path}, line ${records.line}: ${records.message}.`);
  const [head, ...rows] = records;
  const columns = head?.fields.map((name) => name.toLowerCase()) ?? [];
  const [user, role] = [columns.indexOf('username'), columns.indexOf('role')];
  if (user < 0 || role < 0) {
    throw new UsageError(`${path}: the first line must name the columns username and role.`);
  }
  return rows.map(({ line, fields }) => {
    const wanted = ROLES.find((one) => one === fields[role]?.toLowerCase());
    const username = fields[user] ?? '';
    if (!wanted) throw new UsageError(`${path}, line ${line}: the role must be one of ${ROLES.join(', ')}.`);
    if (!username.includes('@')) throw new UsageError(`${path}, line ${line}: there is no user name.`);
    return { username, role: wanted };
  });
}
