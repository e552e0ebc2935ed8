import type { MendObstacle, MendWay } from '@handrail/contracts/vocabulary';
import type { Automation } from '../domain/guard/automation.ts';
import type { Coverage } from '../domain/guard/coverage.ts';
import type { ChangeLine } from '../domain/guard/mend/compare-json.ts';
import { judgeMend, type MendVerdict } from '../domain/guard/mend/judge-mend.ts';
import type { MendDraft } from '../domain/guard/mend/mend.ts';
import type { MendingPort } from '../ports/automations.ts';
import { type MendContext, type OpenAutomation, openAutomation, settleMends } from './mending.ts';

/** What would be done about one automation, for a person to read before it is done. */
export interface MendProposal {
  readonly automationId: string;
  readonly name: string;
  /** The revision it was worked out for: `applyMend` refuses another one. */
  readonly revision: string | null;
  readonly before: Coverage;
  readonly outcome:
    | {
        readonly kind: 'offered';
        readonly way: MendWay;
        /** What changes, in plain words and in JSON. */
        readonly lines: readonly ChangeLine[];
        /** What is made beside it, in words; null when nothing. */
        readonly makes: string | null;
        readonly after: Coverage;
      }
    | {
        readonly kind: 'explained';
        readonly code: MendObstacle;
        readonly why: string;
        readonly advice: readonly string[];
      }
    | { readonly kind: 'not_needed'; readonly why: string };
}

/**
 * Works out what would make one automation respect the hold, and judges it as if it were done. Writes nothing to the
 * CRM.
 *
 * @throws Refusal `automation_not_found`, `automation_not_readable`; CrmError `unavailable`, `refused`,
 * `properties_missing`
 */
export async function proposeMend(
  context: MendContext,
  tenantId: string,
  automationId: string,
): Promise<MendProposal> {
  const port = context.mendingOf(tenantId);
  const open = await openAutomation(port, automationId);
  await settleMends(context, tenantId, automationId, open);
  const { coverage, mendable } = open;
  const verdict = await prepareAndJudge(port, open, { dryRun: true });
  return {
    automationId,
    name: coverage.name,
    revision: mendable.revision,
    before: coverage,
    outcome: outcomeOf(verdict),
  };
}

function outcomeOf(verdict: MendVerdict): MendProposal['outcome'] {
  switch (verdict.kind) {
    case 'not_needed':
      return verdict;
    case 'explained': {
      const { kind, code, why, advice } = verdict;
      return { kind, code, why, advice };
    }
    case 'offered': {
      const { kind, way, after, draft } = verdict;
      return { kind, way, lines: draft.lines, makes: draft.makes, after };
    }
  }
}

/**
 * The draft of an automation with what it needs beside it, judged. With `dryRun` nothing is made.
 *
 * @throws CrmError
 */
export async function prepareAndJudge(
  port: MendingPort,
  { coverage, mendable, automations }: OpenAutomation,
  { dryRun }: { readonly dryRun: boolean },
): Promise<MendVerdict> {
  const judge = (draft: Parameters<typeof judgeMend>[1]) =>
    judgeMend(coverage, draft, automations, port.names);
  const first = judge(mendable.draft());
  if (first.kind !== 'offered') return first;
  const prepared = await port.prepare(first.draft, { dryRun });
  if (prepared.kind === 'obstacle') return judge({ ...prepared, kind: 'none' });
  return judge(prepared.draft);
}

/** What can be done about an automation, as a list of all of them says it. Asks the CRM nothing. */
export function mendInShort(
  coverage: Coverage,
  draft: () => ReturnType<OpenAutomation['mendable']['draft']>,
  automations: readonly Automation[],
  names: MendingPort['names'],
): MendInShort | null {
  if (coverage.verdict !== 'ignores' && coverage.verdict !== 'partly') return null;
  const verdict = judgeMend(coverage, draft(), automations, names);
  if (verdict.kind === 'offered') return { kind: 'offered', way: verdict.way };
  return verdict.kind === 'explained' ? { kind: 'explained', code: verdict.code, why: verdict.why } : null;
}

/** Whether an automation can be mended, and how, or why not. */
export type MendInShort =
  | { readonly kind: 'offered'; readonly way: MendDraft['way'] }
  | { readonly kind: 'explained'; readonly code: MendObstacle; readonly why: string };
