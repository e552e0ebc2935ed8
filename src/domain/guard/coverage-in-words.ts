import type {
  Automation,
  Exclusion,
  FieldNames,
  ForkNode,
  RecordKind,
  WriteNode,
  WrittenField,
} from './automation.ts';
import type { CoverageReason } from './coverage.ts';
import { looksAtTag } from './looks-at-tag.ts';
import { type BestExclusion, type Portal, writtenField } from './reach.ts';
import type { Threat } from './threats.ts';
import type { Arrival } from './walk-automation.ts';

const FIELDS: Readonly<Record<WrittenField, string>> = {
  owner: 'the owner',
  stage: 'the stage',
  lifecycle_stage: 'the lifecycle stage',
  lead_status: 'the lead status',
  team: 'the team',
  tag: "Handrail's own tag",
};

const KINDS: Readonly<Record<RecordKind, readonly [one: string, many: string]>> = {
  deal: ['deal', 'deals'],
  contact: ['contact', 'contacts'],
  company: ['company', 'companies'],
  ticket: ['ticket', 'tickets'],
  other: ['record', 'records'],
  unknown: ['record', 'records'],
};

function kindInWords({ words }: Automation, kind: RecordKind): readonly [one: string, many: string] {
  return (words?.kinds ?? KINDS)[kind];
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "sets the owner", "rotates the owner where it has none". */
export function writeInWords({ node, field }: { node: WriteNode; field: WrittenField }): string {
  return `${node.how} ${FIELDS[field]}${node.onlyWhenEmpty ? ' where it has none' : ''}`;
}

/** Why held records are in danger, in one sentence. */
export function threatInWords(
  automation: Automation,
  threat: Threat,
  reason: CoverageReason,
  names: FieldNames,
): string {
  const [one, many] = kindInWords(automation, automation.recordKind);
  const does = doesInWords(threat);
  switch (reason) {
    case 'guards_entry_only':
      return `Its enrolment condition leaves held ${many} out, but one that is tagged while inside, or enrolled by hand or by another workflow, comes to ${does}.`;
    case 'entry_by_hand_not_guarded':
      return `Its enrolment condition leaves held ${many} out and takes them out when tagged, but one that is enrolled by hand or by another workflow comes to ${does}.`;
    case 'tagged_while_inside':
      return automation.pausesAnywhere
        ? `It works only at certain times, so ${withArticle(one)} that is tagged while it waits for them, behind the branch that looks at the tag, goes on to ${does}.`
        : `${capital(withArticle(one))} that is tagged while inside goes on to ${does}; what looks at the tag comes before that.`;
    case 'check_without_answer_passes':
      return `When Handrail's check gives no answer, a held ${one} goes on to ${does}.`;
    case 'some_held_records_pass':
      return `Some held ${many} are kept away, but not all: the others come to ${does}, because the guard does not ask for the routing hold alone.`;
    case 'unguarded':
      return `A held ${one} comes to ${does}, and ${unguardedInWords(automation, threat, names)}.`;
    default:
      return `A held ${one} may come to ${does}.`;
  }
}

function unguardedInWords(automation: Automation, { through }: Threat, names: FieldNames): string {
  const looks = [automation, ...through].some((one) => looksAtTag(one, names));
  return looks
    ? 'what is asked about the routing hold does not keep it away'
    : 'nothing on the way looks at the routing hold';
}

/** "action 3, which sets the owner", also through other automations. */
function doesInWords({ arrival, through, write }: Threat): string {
  const writes = write ? writeInWords(write) : 'may change it';
  if (through.length === 0) return `${actionInWords(arrival.node.id)}, which ${writes}`;
  const names = through.map(({ name }) => `"${name}"`).join(' and from there in ');
  return `${actionInWords(arrival.node.id)}, which enrols it in ${names}, where action ${write?.node.id ?? '?'} ${writes}`;
}

/** Nobody can see what an action does. */
export function opaqueInWords(
  automation: Automation,
  what: string,
  nodeId: string,
  exclusion: BestExclusion | null,
): string {
  const [one, many] = kindInWords(automation, automation.recordKind);
  const kept =
    exclusion?.strength === 'sure'
      ? `Held ${many} are kept out, but what`
      : `${capital(withArticle(one))} comes to ${actionInWords(nodeId)}; what`;
  return `${kept} ${what} does to this and other records cannot be seen from outside, so a person must look at it.`;
}

/** It changes records that its own guards do not look at. */
export function associatedInWords(
  automation: Automation,
  write: { readonly node: WriteNode; readonly field: WrittenField },
): string {
  const kind = write.node.target.kind === 'associated' ? write.node.target.recordKind : 'unknown';
  const [, many] = kindInWords(automation, kind);
  const [one] = kindInWords(automation, automation.recordKind);
  const action = actionInWords(write.node.id);
  return kind === 'unknown'
    ? `In ${action} it ${writeInWords(write)} of associated records of a kind that is not known, whose routing hold it does not look at.`
    : `In ${action} it ${writeInWords(write)} of associated ${many}, and no guard on the ${one} looks at their routing hold.`;
}

/** Kept out and taken out. */
export function excludedInWords(
  automation: Automation,
  exclusion: Exclusion,
  target: Arrival | undefined,
  portal: Portal,
): string {
  const [, many] = kindInWords(automation, automation.recordKind);
  return `Held ${many} are kept out by ${exclusion.label}, which also takes out those that are tagged while inside, so they never come to ${targetInWords(automation, target, portal)}.`;
}

/** Never let in, and there is no other way in. */
export function keptOutInWords(automation: Automation, target: Arrival | undefined, portal: Portal): string {
  const [, many] = kindInWords(automation, automation.recordKind);
  return `Held ${many} are kept out by ${automation.words?.entry ?? 'its start condition'}, with no wait after it, so they never come to ${targetInWords(automation, target, portal)}.`;
}

/** Led away in time. */
export function branchedInWords(
  automation: Automation,
  fork: ForkNode | null,
  target: Arrival | undefined,
  portal: Portal,
): string {
  const [, many] = kindInWords(automation, automation.recordKind);
  const answer = fork?.arms.some(({ condition }) => condition.kind === 'answer')
    ? " on the answer of Handrail's check"
    : '';
  const where = fork ? `the branch in ${actionInWords(fork.id)}${answer}` : 'its branches';
  return `Held ${many} are led away by ${where}, with no wait after it, before they come to ${targetInWords(automation, target, portal)}.`;
}

function targetInWords(automation: Automation, target: Arrival | undefined, portal: Portal): string {
  if (!target) return 'a governed field';
  const write = writtenField(target.node, automation, portal.names);
  const action = actionInWords(target.node.id);
  return write ? `${action}, which ${writeInWords(write)}` : `${action}, which enrols them elsewhere`;
}

/** Each step of the way in words: `action 2, branch "EMEA"`. */
export function pathInWords(arrival: Arrival, through: readonly Automation[] = []): readonly string[] {
  const steps = arrival.path().map(({ nodeId, arm }) => {
    const branch = arm === null ? '' : `, branch "${arm}"`;
    return `${actionInWords(nodeId)}${branch}`;
  });
  return [...steps, ...through.map(({ id, name }) => `workflow ${id} "${name}"`)];
}

function actionInWords(nodeId: string): string {
  return `action ${nodeId}`;
}
