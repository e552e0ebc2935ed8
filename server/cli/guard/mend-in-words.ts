import type { MendObstacle, MendStatus, MendWay } from '@handrail/contracts/vocabulary';
import type { MendResult } from '../../../src/application/apply-mend.ts';
import type { MendProposal } from '../../../src/application/propose-mend.ts';
import type { UndoResult } from '../../../src/application/undo-mend.ts';
import { type ChangeLine, jsonDiffLines } from '../../../src/domain/guard/mend/compare-json.ts';
import type { Mend } from '../../../src/domain/guard/mend/mend.ts';
import type { TidyOutcome } from '../../../src/ports/automations.ts';

const WAYS: Readonly<Record<MendWay, string>> = {
  exclusion_filter: 'an exclusion filter',
  exclusion_list: 'an exclusion list',
};

const STATUSES: Readonly<Record<MendStatus, string>> = {
  proposed: 'broken off',
  applied: 'in force',
  undone: 'undone',
  failed: 'failed',
};

/** Why nothing is offered, in a few words. */
export const OBSTACLES: Readonly<Record<MendObstacle, string>> = {
  not_respected_after: 'an exclusion is not enough',
  keeps_everybody_out: 'its present exclusion is the wrong way round',
  not_a_workflow: 'it has no exclusion',
  records_not_tagged: 'its records are never on hold',
  exclusion_not_readable: 'its exclusion cannot be read in full',
  older_list_ids: 'its exclusion lists are named by older ids',
  list_name_taken: "somebody else's list has our name",
  still_being_created: 'HubSpot is still creating it',
  no_revision: 'HubSpot names no revision of it',
  patch_only: 'changes to Salesforce are a patch',
};

export function wayInWords(way: MendWay): string {
  return WAYS[way];
}

/** The change, in plain words and as JSON. */
export function proposalInWords({ automationId, name, before, outcome }: MendProposal): string {
  const head = [`${automationId}  ${name}`, `  Now: ${before.evidence}`];
  switch (outcome.kind) {
    case 'not_needed':
      return [`${automationId}  ${name}`, `  Nothing to mend. ${outcome.why}`].join('\n');
    case 'explained':
      return [
        ...head,
        `  No mend is offered (${outcome.code}). ${outcome.why}`,
        '  By hand:',
        ...outcome.advice.map((step, at) => `    ${at + 1}. ${step}`),
      ].join('\n');
    case 'offered':
      return [
        ...head,
        `  Mend with ${WAYS[outcome.way]}:`,
        ...outcome.lines.flatMap((line) => lineInWords(line)),
        ...(outcome.makes === null ? [] : [`    Made for it, once: ${outcome.makes}.`]),
        '    Nothing else in the workflow changes. HubSpot applies an exclusion some seconds late.',
        `  Then: ${outcome.after.evidence}`,
      ].join('\n');
  }
}

function lineInWords({ sentence, path, before, after }: ChangeLine): readonly string[] {
  return [
    `    ${sentence}`,
    `    ${path === '' ? 'the document' : path}:`,
    ...jsonDiffLines(before, after).map((line) => `      ${line}`),
  ];
}

/** What became of a mend. */
export function resultInWords(result: MendResult): string {
  const { mend } = result;
  const undo = `Undo it with: handrail guard mend --undo ${mend.mendId}`;
  if (result.outcome === 'applied') {
    const { coverage, recognised } = result;
    return [
      recognised
        ? `Mended already: an earlier run was broken off after it had changed "${mend.automationName}".`
        : `Mended: "${mend.automationName}", read back and compared.`,
      `  ${coverage.evidence}`,
      ...(coverage.verdict === 'respects'
        ? []
        : [
            '  It is as it was to be, and still cannot be called safe: HubSpot may need some minutes for a new list. Look again with guard coverage.',
          ]),
      undo,
    ].join('\n');
  }
  return [
    `Not mended: "${mend.automationName}". ${mend.trouble?.message ?? ''}`,
    ...differencesInWords(result.differences),
  ].join('\n');
}

/** What became of an undo. */
export function undoInWords(result: UndoResult): string {
  const { mend } = result;
  const name = `"${mend.automationName}"`;
  switch (result.outcome) {
    case 'undone':
      return [
        result.already
          ? `Nothing to undo: ${name} holds nothing of the mend any more.`
          : `Undone: ${name} is as it was before it was mended, read back and compared.`,
        ...tidyInWords(result.tidy),
      ].join('\n');
    case 'gone':
      return [`Nothing to undo: the CRM does not know ${name} any more.`, ...tidyInWords(result.tidy)].join(
        '\n',
      );
    case 'refused':
      return [
        `Not undone. ${result.message}`,
        'As it was left, and as it is now:',
        ...differencesInWords(result.differences),
      ].join('\n');
    case 'failed':
      return [
        `Not undone: ${name}. ${mend.trouble?.message ?? ''}`,
        ...differencesInWords(result.differences),
      ].join('\n');
  }
}

/** What became of the list of contacts on hold. */
export function tidyInWords(tidy: TidyOutcome | null): readonly string[] {
  if (!tidy) return [];
  switch (tidy.outcome) {
    case 'removed':
      return ['The list of contacts on hold was removed: no workflow uses it any more.'];
    case 'kept':
    case 'not_ours':
      return [`The list of contacts on hold stays: ${tidy.detail}.`];
    case 'absent':
      return [];
  }
}

function differencesInWords(differences: readonly ChangeLine[]): readonly string[] {
  const shown = differences.slice(0, MOST_SHOWN).flatMap((line) => lineInWords(line));
  const more = differences.length - MOST_SHOWN;
  return more > 0 ? [...shown, `    and ${more} more; --json shows all.`] : shown;
}

const MOST_SHOWN = 10;

/** One mend of the list. */
export function mendInWords(mend: Mend): readonly string[] {
  const { mendId, status, automationId, automationName, way, by, proposedAt, undoneAt, undoneBy, trouble } =
    mend;
  const who = (person: Mend['by']) => person?.name ?? 'the command line';
  return [
    `${STATUSES[status].padEnd(10)}  ${mendId}  ${automationId}  ${automationName}`,
    `    ${WAYS[way]}, asked for by ${who(by)} at ${proposedAt}${undoneAt === null ? '' : `, undone by ${who(undoneBy)} at ${undoneAt}`}`,
    ...(trouble ? [`    ${trouble.message}`] : []),
    ...(status === 'proposed'
      ? [`    What became of it is found out by: handrail guard mend --flow ${automationId}`]
      : []),
  ];
}
