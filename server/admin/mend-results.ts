import { mendOutcomeViewSchema, mendProposalViewSchema } from '@handrail/contracts/mending';
import type { z } from 'zod';
import type { MendResult } from '../../src/application/apply-mend.ts';
import type { MendProposal } from '../../src/application/propose-mend.ts';
import type { UndoResult } from '../../src/application/undo-mend.ts';
import type { Coverage } from '../../src/domain/guard/coverage.ts';
import type { ChangeLine } from '../../src/domain/guard/mend/compare-json.ts';

/** What tasks about one workflow leave behind; when and by whom stands beside it. */
export const proposalResultSchema = mendProposalViewSchema.omit({ at: true });
export const outcomeResultSchema = mendOutcomeViewSchema.omit({ at: true, by: true });
type ProposalResult = z.infer<typeof proposalResultSchema>;
type OutcomeResult = z.infer<typeof outcomeResultSchema>;
type Line = OutcomeResult['differences'][number];

/** The longest JSON of one place that is shown, in characters. What is kept of a mend is never shortened. */
const LONGEST_JSON = 6_000;
/** The most places that are shown of one definition that differs from another. */
const MOST_LINES = 50;

export function keptProposal({ revision, outcome }: MendProposal): ProposalResult {
  switch (outcome.kind) {
    case 'not_needed':
      return { revision, outcome };
    case 'explained': {
      const { kind, code, why, advice } = outcome;
      return { revision, outcome: { kind, code, why, advice: [...advice] } };
    }
    case 'offered': {
      const { kind, way, lines, makes, after } = outcome;
      return {
        revision,
        outcome: {
          kind,
          way,
          lines: keptLines(lines),
          evidence: after.evidence,
          ...(makes !== null && { makes }),
        },
      };
    }
  }
}

/** What stands in the place of a proposal for an automation of Salesforce: nothing is ever written there. */
export function patchInstead({ revision, verdict, evidence }: Coverage): ProposalResult {
  if (verdict !== 'ignores' && verdict !== 'partly')
    return { revision, outcome: { kind: 'not_needed', why: evidence } };
  return {
    revision,
    outcome: {
      kind: 'explained',
      code: 'patch_only',
      why: 'Handrail deploys nothing to Salesforce; it writes the change as a patch for your team to review and deploy.',
      advice: [
        'On the server, run: handrail guard coverage --patch OUT',
        'Read OUT/INSTRUCTIONS.md: it names this automation with the change proposed, or says what to do by hand.',
        'Deploy it as you always do, see that the new version is the active one, and check the coverage again.',
      ],
    },
  };
}

/** What became of applying a mend, in words. */
export function keptApplied(result: MendResult): OutcomeResult {
  if (result.outcome === 'applied') {
    const how = result.recognised
      ? 'An earlier press had written it already. It was read back and is as it was meant to be.'
      : 'It was written, read back, and is as it was meant to be.';
    return { kind: 'applied', words: how, differences: [] };
  }
  return {
    kind: 'failed',
    words: result.mend.trouble?.message ?? 'HubSpot kept something else than was sent.',
    differences: keptLines(result.differences),
  };
}

/** What became of an undo, in words. */
export function keptUndone(result: UndoResult): OutcomeResult {
  switch (result.outcome) {
    case 'undone': {
      const words = result.already
        ? 'The former definition stood there already.'
        : 'The former definition was put back and read back.';
      const kept =
        result.tidy?.outcome === 'kept' ? ` The list of held contacts stays: ${result.tidy.detail}` : '';
      return { kind: 'undone', words: words + kept, differences: [] };
    }
    case 'gone':
      return {
        kind: 'gone',
        words: 'The workflow was deleted in HubSpot: nothing is left to put back.',
        differences: [],
      };
    case 'refused':
      return { kind: 'refused', words: result.message, differences: keptLines(result.differences) };
    case 'failed':
      return {
        kind: 'failed',
        words: result.mend.trouble?.message ?? 'HubSpot kept something else than was sent.',
        differences: keptLines(result.differences),
      };
  }
}

function keptLines(lines: readonly ChangeLine[]): Line[] {
  return lines.slice(0, MOST_LINES).map(({ kind, path, sentence, before, after }) => ({
    kind,
    path,
    sentence,
    ...(before !== null && before !== undefined && { before: jsonOf(before) }),
    ...(after !== null && after !== undefined && { after: jsonOf(after) }),
  }));
}

function jsonOf(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return text.length <= LONGEST_JSON ? text : `${text.slice(0, LONGEST_JSON)}\n… (shortened)`;
}
