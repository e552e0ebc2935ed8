import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrgOptions } from './create-org.ts';

/** Automation of an org, as `createOrg` takes it. */
export type SourceMetadata = Required<Pick<OrgOptions, 'flows' | 'assignmentRules' | 'validationRules'>>;

const FLOW = '.flow-meta.xml';
const ASSIGNMENT = '.assignmentRules-meta.xml';
const VALIDATION = '.validationRule-meta.xml';
const ASSIGNED_OBJECTS = ['Lead', 'Case'] as const;

/**
 * Reads the automation in a folder of source-format metadata, such as `force-app/main/default`: flows, assignment rules
 * and validation rules. Everything else in it is left alone.
 *
 * @throws Error when the folder is not there
 */
export function readSource(dir: string): SourceMetadata {
  if (!existsSync(dir)) throw new Error(`there is no folder ${dir}`);
  return {
    flows: filesIn(join(dir, 'flows'), FLOW).map(({ name, path }) => ({ name, xml: text(path) })),
    assignmentRules: filesIn(join(dir, 'assignmentRules'), ASSIGNMENT).flatMap(({ name, path }) => {
      const object = ASSIGNED_OBJECTS.find((one) => one === name);
      return object ? [{ object, xml: text(path) }] : [];
    }),
    validationRules: foldersIn(join(dir, 'objects')).flatMap((object) =>
      filesIn(join(dir, 'objects', object, 'validationRules'), VALIDATION).map(({ name, path }) => ({
        object,
        name,
        xml: text(path),
      })),
    ),
  };
}

function filesIn(dir: string, suffix: string): readonly { readonly name: string; readonly path: string }[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((file) => file.endsWith(suffix))
    .sort()
    .map((file) => ({ name: file.slice(0, -suffix.length), path: join(dir, file) }));
}

function foldersIn(dir: string): readonly string[] {
  return existsSync(dir) ? readdirSync(dir).sort() : [];
}

function text(path: string): string {
  return readFileSync(path, 'utf8');
}
