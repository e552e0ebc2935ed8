import { access, readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { z } from 'zod';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { calendarsSchema } from './calendar-schema.ts';
import { crossCheckLeads } from './cross-check-leads.ts';
import { crossCheck, type FromFile } from './cross-checks.ts';
import { check } from './issue-in-words.ts';
import { orgChartSchema } from './people-schema.ts';
import { playbookSchema } from './playbook-schema.ts';
import { PolicyFileError, type PolicyProblem } from './policy-file-error.ts';
import { rolesSchema } from './roles-schema.ts';
import { exceptionTypeSchema, standardHandoffsSchema } from './schema.ts';
import { errorCode, readSourceFile } from './source-file.ts';
import { ID, ID_WORDS } from './text-schema.ts';

/** What a file gave: its value where it could be used, and what is wrong with it. */
interface Loaded<T> {
  readonly found: readonly FromFile<T>[];
  readonly problems: readonly PolicyProblem[];
}

/**
 * Reads and checks the policy files of a folder: `policies/<id>.yml`, `playbooks/<id>.yml`, `roles.yml`,
 * `calendars.yml`, `standard-handoffs.yml` and, where there is one, `people.yml`. Files named `*.examples.yml` belong to
 * the tests and are left alone. The result does not depend on the order in which the file system lists files.
 *
 * @param dir the configuration folder
 * @throws PolicyFileError with all problems of all files
 */
export async function loadPolicyFiles(dir: string): Promise<Policy> {
  const [types, playbooks, roles, handoffs, calendars, orgChart] = await Promise.all([
    loadFolder(dir, 'policies', exceptionTypeSchema),
    loadFolder(dir, 'playbooks', playbookSchema),
    loadFile(dir, 'roles.yml', rolesSchema),
    loadFile(dir, 'standard-handoffs.yml', standardHandoffsSchema),
    loadFile(dir, 'calendars.yml', calendarsSchema),
    loadIfThere(dir, 'people.yml', orgChartSchema),
  ]);
  const playbooksKnown = playbooks.problems.length === 0 ? valuesOf(playbooks) : null;
  const [rolesKnown = null] = valuesOf(roles);
  const [calendarsKnown = null] = valuesOf(calendars);
  const [orgChartKnown] = valuesOf(orgChart);
  const problems = [
    ...[types, playbooks, roles, handoffs, calendars, orgChart].flatMap((part) => part.problems),
    ...crossCheck(types.found, playbooksKnown, rolesKnown, calendarsKnown, orgChartKnown),
    ...(orgChart.problems.length === 0 ? crossCheckLeads(roles.found, orgChartKnown) : []),
  ];
  if (problems.length > 0) throw new PolicyFileError(dir, problems);
  return {
    standardHandoffs: valuesOf(handoffs).flat(),
    exceptionTypes: valuesOf(types),
    playbooks: valuesOf(playbooks),
    roles: rolesKnown ?? [],
    calendars: calendarsKnown ?? [],
    ...(orgChartKnown && { orgChart: orgChartKnown }),
  };
}

function valuesOf<T>({ found }: Loaded<T>): readonly T[] {
  return found.map(({ value }) => value);
}

async function loadFile<T>(dir: string, file: string, schema: z.ZodType<T>): Promise<Loaded<T>> {
  const read = await readSourceFile(dir, file);
  if (!read.ok) return { found: [], problems: read.problems };
  const { source } = read;
  const checked = check(schema, source.value);
  if (checked.ok) return { found: [{ source, value: checked.value }], problems: [] };
  return {
    found: [],
    problems: checked.issues.map(({ path, message }) => source.problemAt(path, message)),
  };
}

/** A file that a folder may do without. */
async function loadIfThere<T>(dir: string, file: string, schema: z.ZodType<T>): Promise<Loaded<T>> {
  return (await isThere(join(dir, file))) ? loadFile(dir, file, schema) : { found: [], problems: [] };
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    // What is there and cannot be read is named by its reader.
    return errorCode(error) !== 'ENOENT';
  }
}

/** A folder of files that each hold one thing, whose id is the file's name. */
async function loadFolder<T>(
  dir: string,
  folder: string,
  schema: z.ZodType<T>,
): Promise<Loaded<T & { readonly id: string }>> {
  const listed = await listYamlFiles(dir, folder);
  if (!listed.ok) return { found: [], problems: [listed.problem] };
  const loaded = await Promise.all(
    listed.names.map(async (name): Promise<Loaded<T & { readonly id: string }>> => {
      const file = `${folder}/${name}`;
      const id = parse(name).name;
      const wrongName = nameProblem(file, id, listed.names);
      const { found, problems } = await loadFile(dir, file, schema);
      return {
        found: found.map(({ source, value }) => ({ source, value: { id, ...value } })),
        problems: [...wrongName, ...problems],
      };
    }),
  );
  return {
    found: loaded.flatMap(({ found }) => found),
    problems: loaded.flatMap(({ problems }) => problems),
  };
}

function nameProblem(file: string, id: string, names: readonly string[]): readonly PolicyProblem[] {
  if (!ID.test(id) || id.length > 64) {
    return [{ file, field: '', message: `the file's name is its id and must be ${ID_WORDS}. Rename it.` }];
  }
  const [first, ...others] = names.filter((name) => parse(name).name === id);
  if (others.length === 0 || file.endsWith(`/${first}`)) return [];
  return [{ file, field: '', message: `has the same id as ${first}. Rename or delete one of them.` }];
}

type Listing =
  | { readonly ok: true; readonly names: readonly string[] }
  | { readonly ok: false; readonly problem: PolicyProblem };

async function listYamlFiles(dir: string, folder: string): Promise<Listing> {
  const problem = (message: string): Listing => ({
    ok: false,
    problem: { file: folder, field: '', message },
  });
  try {
    const entries = await readdir(join(dir, folder));
    const names = entries.filter((name) => /\.ya?ml$/.test(name) && !/\.examples\.ya?ml$/.test(name)).sort();
    return names.length > 0 ? { ok: true, names } : problem('has no .yml file. Add at least one.');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return problem('is missing. It must be a folder with .yml files.');
    return problem(
      code === 'ENOTDIR' ? 'is not a folder. It must hold .yml files.' : `cannot be read (${code}).`,
    );
  }
}

/** The same, or null for files that cannot be read: whoever examines an account can do so without them. */
export async function readablePolicyFiles(dir: string): Promise<Policy | null> {
  try {
    return await loadPolicyFiles(dir);
  } catch (error) {
    // "handrail policy check" tells what is wrong with the files.
    if (error instanceof PolicyFileError || errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
