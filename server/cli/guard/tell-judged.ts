import { CHANGE_VERDICTS, type ChangeVerdict, type RemedyOutcome } from '@handrail/contracts/vocabulary';
import type { ListedChanges } from '../../../src/application/watch/list-judged.ts';
import { changeInWords, type Names } from '../../../src/domain/watch/change-in-words.ts';
import type { StoredChange } from '../../../src/ports/judgement-store.ts';

const VERDICTS: Readonly<Record<ChangeVerdict, string>> = {
  ours: 'ours',
  allowed: 'allowed',
  re_correction: 're-correction',
  untracked_override: 'override',
  standard_routing: 'standard routing',
  import: 'import',
};

const OUTCOMES: Readonly<Record<RemedyOutcome, string>> = {
  put_back: 'put back',
  already_right: 'was right again',
  overtaken: 'overwritten by something else meanwhile',
  over: 'over before anything was done',
  limit_reached: 'put back as often as the settings allow',
  raised: 'RevOps was told',
  raised_before: 'RevOps knew',
  asked: 'its author was asked',
  refused: 'the CRM refused it',
};

/** The changes in lines, and what all of them add up to. */
export function judgedInWords({ changes, counts, names }: ListedChanges, none: string): string {
  const summary = CHANGE_VERDICTS.filter((verdict) => counts[verdict] > 0).map(
    (verdict) => `${VERDICTS[verdict]} ${counts[verdict]}`,
  );
  return [
    ...(changes.length === 0 ? [none] : changes.map((one) => lineOf(one, names))),
    `Seen in all: ${summary.join(', ') || 'nothing'}.`,
  ].join('\n');
}

function lineOf({ judged, remedies, explainedBy }: StoredChange, names: Names): string {
  const { change, verdict } = judged;
  const { record, changedAt } = change;
  const done = remedies.map(({ result }) => (result ? OUTCOMES[result.outcome] : 'waits'));
  return [
    `${changedAt}  ${VERDICTS[verdict].padEnd(16)}  ${record.objectType} ${record.recordId}`,
    `    ${changeInWords(judged, names)}`,
    ...(done.length > 0 ? [`    ${done.join('; ')}`] : []),
    ...(explainedBy === undefined ? [] : [`    explained by request ${explainedBy}`]),
  ].join('\n');
}

/** One change for a script, with its sentence. */
export function judgedAsJson(names: Names) {
  return ({ judged, remedies, explainedBy }: StoredChange) => ({
    ...judged,
    sentence: changeInWords(judged, names),
    remedies,
    ...(explainedBy !== undefined && { explainedBy }),
  });
}
