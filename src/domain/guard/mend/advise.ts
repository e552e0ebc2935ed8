import type { Coverage, CoverageReason } from '../coverage.ts';

/** The way that always remains: an action of ours and a branch, put in by a person. `place` says before what. */
function checkAndBranch(automationId: string, place: string): readonly string[] {
  return [
    `Open the workflow in the CRM and add the action "Check handoff exception" ${place}; after a wait, add it again.`,
    'Behind it add a branch on its output "On hold": only the answer "false" leads on, everything else to the end.',
    `Turn the workflow on again if it was off, then look: handrail guard coverage --flow ${automationId}`,
  ];
}

const BEFORE_THE_WRITE = 'right before the action that the evidence names';
const BEFORE_THE_OPAQUE = 'right before the action that nobody can look into';

/** What to do by hand, for each reason that may remain. */
const ADVICE: Readonly<Partial<Record<CoverageReason, (automationId: string) => readonly string[]>>> = {
  changes_associated_records: (automationId) => [
    'No guard on the records of this workflow looks at the hold of the associated ones, neither an exclusion nor our check.',
    'Move that action into a workflow of the associated records themselves, which this one may enrol them in, and mend that one.',
    `Then look: handrail guard coverage --flow ${automationId}`,
  ],
  opaque_action: (automationId) => [
    ...checkAndBranch(automationId, BEFORE_THE_OPAQUE),
    `Have a person read what the action does to this and other records, then mark it: handrail guard review --flow ${automationId}`,
  ],
  not_understood: (automationId) => [
    'Have a person look at what the evidence names: Handrail does not change a workflow that it does not understand in full.',
    `If it leaves held records alone, mark it: handrail guard review --flow ${automationId}`,
  ],
};

/**
 * What a person can do where no mend is offered.
 *
 * @param left what would still be the matter: of the mended automation where one was judged, else of the present one
 */
export function adviseByHand({ automationId, reason }: Coverage, left: CoverageReason): readonly string[] {
  const advise = ADVICE[left] ?? ADVICE[reason];
  return advise ? advise(automationId) : checkAndBranch(automationId, BEFORE_THE_WRITE);
}
