import type { OrgCore } from '../engine/org-core.ts';
import { type ComponentFailure, type Components, keyOf, type OrgComponent } from './component.ts';
import type { Member } from './read-archive.ts';
import { writeFile } from './write-xml.ts';

/** The components that are left, and what is told of those that were to go. */
export interface Removal {
  readonly left: Components;
  readonly removed: readonly OrgComponent[];
  readonly failures: readonly ComponentFailure[];
  /** Names that the org has not: told, and no failure. */
  readonly absent: readonly Member[];
}

/** Takes components away. Whether something else needs them is for the compiler to find out. */
export function removeComponents(org: OrgCore, components: Components, members: readonly Member[]): Removal {
  const left = new Map(components);
  const removed: OrgComponent[] = [];
  const failures: ComponentFailure[] = [];
  const absent: Member[] = [];
  for (const member of members) {
    const found = findFor(left, member);
    if (!found) {
      absent.push(member);
      continue;
    }
    const problem = whyNot(org, left, found, member);
    if (problem !== undefined) {
      failures.push({ ...member, fileName: 'destructiveChanges.xml', problem, near: member.fullName });
      continue;
    }
    for (const one of [found, ...belonging(left, found)]) {
      left.delete(keyOf(one));
      removed.push(one);
    }
  }
  // The file of all labels is gone with the last of them.
  if (![...left.values()].some(({ type }) => type === 'CustomLabel'))
    left.delete('CustomLabels:CustomLabels');
  return { left: withoutTraces(left, removed), removed, failures, absent };
}

/** A flow is removed version by version. */
function findFor(components: Components, { type, fullName }: Member): OrgComponent | undefined {
  if (type !== 'Flow') return components.get(`${type}:${fullName}`);
  const found = components.get(`Flow:${fullName.replace(/-\d+$/, '')}`);
  return fullName === `${found?.fullName}-${found?.version}` ? found : undefined;
}

function whyNot(
  org: OrgCore,
  components: Components,
  found: OrgComponent,
  { fullName }: Member,
): string | undefined {
  if (found.type === 'PermissionSet' && holders(org, found.fullName) > 0) {
    return `You can't delete the permission set ${fullName} because it's assigned to users.`;
  }
  if (found.type === 'Flow') {
    const off =
      components.get(`FlowDefinition:${found.fullName}`)?.node?.textOf('activeVersionNumber') === '0';
    if (found.node?.textOf('status') === 'Active' && !off) {
      return `Flow version ${fullName} is active. Deactivate it before you delete it.`;
    }
    if (org.waiting.some(({ flow }) => flow.name === found.fullName)) {
      return `Flow version ${fullName} has paused interviews. Delete them before you delete it.`;
    }
  }
  return undefined;
}

function holders(org: OrgCore, name: string): number {
  const set = org.store.all('PermissionSet').find(({ values }) => values.Name === name);
  return org.store.all('PermissionSetAssignment').filter(({ values }) => values.PermissionSetId === set?.id)
    .length;
}

/** What goes with a component: an object's parts, layouts and tab; a flow's definition; all labels with their file. */
function belonging(components: Components, { type, fullName }: OrgComponent): readonly OrgComponent[] {
  const all = [...components.values()];
  switch (type) {
    case 'CustomObject':
      return all.filter(
        (one) =>
          (one.type !== 'Layout' && one.fullName.startsWith(`${fullName}.`)) ||
          (one.type === 'Layout' && one.fullName.startsWith(`${fullName}-`)) ||
          (one.type === 'CustomTab' && one.fullName === fullName),
      );
    case 'Flow':
      return all.filter((one) => one.type === 'FlowDefinition' && one.fullName === fullName);
    default:
      return [];
  }
}

/** What grants or shows a removed component loses it, as in the real org; what reads or writes it does not. */
function withoutTraces(left: Map<string, OrgComponent>, removed: readonly OrgComponent[]): Components {
  if (removed.length === 0) return left;
  const names = new Set(removed.map(({ fullName }) => fullName));
  if (removed.some(({ fullName }) => fullName.startsWith('Activity.'))) {
    for (const name of [...names]) {
      for (const kind of ['Task', 'Event']) names.add(name.replace(/^Activity\./, `${kind}.`));
    }
  }
  for (const [key, one] of left) {
    if (one.type !== 'PermissionSet' || !one.node) continue;
    const node = one.node.without((_, child) =>
      ['field', 'object', 'recordType', 'application', 'tab', 'name'].some((element) =>
        names.has(child.textOf(element) ?? ''),
      ),
    );
    left.set(key, { ...one, node, files: new Map([[one.fileName, writeFile(one.type, node)]]) });
  }
  return left;
}
