import type { OrgCore } from '../engine/org-core.ts';
import { type ComponentFailure, keyOf, type OrgComponent } from './component.ts';
import { readArchive } from './read-archive.ts';
import { readComponents } from './read-components.ts';
import { removeComponents } from './remove-components.ts';
import { takeEffect } from './take-effect.ts';

/** What a deployment is asked to do. */
export interface DeployOptions {
  readonly checkOnly: boolean;
  readonly rollbackOnError: boolean;
}

/** What became of one component. */
export interface DeployMessage {
  readonly componentType: string;
  readonly fullName: string;
  readonly fileName: string;
  readonly success: boolean;
  readonly created: boolean;
  readonly changed: boolean;
  readonly deleted: boolean;
  readonly problem?: string;
  readonly problemType?: 'Error' | 'Warning';
  readonly lineNumber?: number;
  readonly columnNumber?: number;
}

/** What a deployment came to. */
export interface DeployOutcome {
  readonly status: 'Succeeded' | 'Failed';
  readonly messages: readonly DeployMessage[];
}

/**
 * Deploys an archive: all of it, or nothing. What it makes of the org is worked out beside the org first, so a check
 * alone finds the same faults and says the same as the deployment would.
 *
 * @throws MetadataError when the archive cannot be read at all
 */
export function runDeploy(org: OrgCore, bytes: Uint8Array, options: DeployOptions): DeployOutcome {
  const archive = readArchive(bytes);
  const { components: brought, failures: inArchive } = readComponents(archive);
  const before = org.deployed.components;
  const merged = new Map(before);
  const changed = new Map<string, 'created' | 'changed' | 'same'>();
  for (const one of brought) {
    const earlier = before.get(keyOf(one));
    const same = earlier !== undefined && isSame(earlier, one);
    changed.set(keyOf(one), earlier ? (same ? 'same' : 'changed') : 'created');
    if (!same) merged.set(keyOf(one), { ...one, version: (earlier?.version ?? 0) + 1 });
  }
  const removal = removeComponents(org, merged, archive.removals);
  const compiled = org.deployed.compile(removal.left);
  const failures = [
    ...inArchive,
    ...removal.failures,
    ...compiled.failures.map((failure) => blame(failure, changed, removal.removed)),
  ];
  if (failures.length === 0 && !options.checkOnly) takeEffect(org, removal.left, compiled);
  const successes = failures.length > 0 ? [] : [...told(brought, changed), ...toldRemoved(removal.removed)];
  return {
    status: failures.length > 0 ? 'Failed' : 'Succeeded',
    messages: [
      ...failures.map((failure) => failed(failure, archive.files)),
      ...successes,
      ...removal.absent.map(({ type, fullName }) => ({
        ...message(type, fullName, 'destructiveChanges.xml'),
        problem: `No ${type} named: ${fullName} found`,
        problemType: 'Warning' as const,
      })),
    ],
  };
}

/** A component that fitted before and does not any more was broken by what is removed. */
function blame(
  failure: ComponentFailure,
  changed: ReadonlyMap<string, unknown>,
  removed: readonly OrgComponent[],
): ComponentFailure {
  if (changed.has(keyOf(failure))) return failure;
  const said = `${failure.problem} ${failure.near ?? ''}`;
  // The whole name first: objects have fields of the same name.
  const names = (one: OrgComponent) => one.fullName.split('.');
  const gone =
    removed.find((one) => names(one).every((name) => said.includes(name))) ??
    removed.find((one) => said.includes(names(one).at(-1) ?? ''));
  const { type, fullName } = gone ?? failure;
  return {
    type,
    fullName,
    fileName: 'destructiveChanges.xml',
    near: fullName,
    problem: `This component is referenced elsewhere in the org: ${failure.type} - ${failure.fullName}. Remove the usage and try again.`,
  };
}

function told(
  brought: readonly OrgComponent[],
  changed: ReadonlyMap<string, string>,
): readonly DeployMessage[] {
  return brought.map((one) => {
    const what = changed.get(keyOf(one));
    return {
      ...message(one.type, one.fullName, one.fileName),
      created: what === 'created',
      changed: what !== 'same',
    };
  });
}

function toldRemoved(removed: readonly OrgComponent[]): readonly DeployMessage[] {
  return removed.map(({ type, fullName }) => ({
    ...message(type, fullName, 'destructiveChanges.xml'),
    deleted: true,
    changed: true,
  }));
}

function failed(failure: ComponentFailure, files: ReadonlyMap<string, string>): DeployMessage {
  const line = failure.line ?? lineOf(files.get(failure.fileName), failure);
  return {
    ...message(failure.type, failure.fullName, failure.fileName),
    success: false,
    problem: failure.problem,
    problemType: 'Error',
    ...(line !== undefined && { lineNumber: line, columnNumber: 1 }),
  };
}

function message(componentType: string, fullName: string, fileName: string) {
  return { componentType, fullName, fileName, success: true, created: false, changed: false, deleted: false };
}

/** The line of what is wrong, or of the part it is in. */
function lineOf(text: string | undefined, { near, fullName }: ComponentFailure): number | undefined {
  if (text === undefined) return undefined;
  const part = fullName.split('.').at(-1) ?? fullName;
  const begin = Math.max(text.indexOf(`<fullName>${part}</fullName>`), 0);
  const at = near === undefined ? -1 : text.indexOf(near, begin);
  return text.slice(0, at < 0 ? begin : at).split('\n').length;
}

function isSame(one: OrgComponent, other: OrgComponent): boolean {
  return (
    one.files.size === other.files.size &&
    [...one.files].every(([path, text]) => other.files.get(path)?.trimEnd() === text.trimEnd())
  );
}
