import { coverageOf } from '../../../../../src/application/check-coverage.ts';
import type { FieldNames } from '../../../../../src/domain/guard/automation.ts';
import type { Coverage } from '../../../../../src/domain/guard/coverage.ts';
import { type MetadataFile, metadataKindOf, readMetadata } from '../read-metadata.ts';
import { type Edit, editFlow } from './edit-flow.ts';
import { editAssignmentRules, editWorkflowRules } from './edit-rules.ts';

/** What is proposed for one file: judged again, and found to leave held records alone. */
export interface GuardProposal extends Edit {
  readonly file: MetadataFile;
  /** What it makes respect the hold. */
  readonly mends: readonly Coverage[];
}

export interface GuardProposals {
  readonly proposals: readonly GuardProposal[];
  /** What must be mended by hand: there is no change that makes it respect the hold by itself. */
  readonly byHand: readonly Coverage[];
}

type Judged = ReadonlyMap<string, Coverage>;

/**
 * Proposes a change for each file with automation that is on and ignores the hold, or respects it in part. A change
 * is offered only if the changed files, judged again together, respect the hold and nothing else got worse. Changes
 * nothing itself.
 */
export function proposeGuards(files: readonly MetadataFile[], names: FieldNames): GuardProposals {
  const before = judge(files, names);
  const edits = new Map<MetadataFile, Edit>();
  const owners = new Map<MetadataFile, readonly string[]>();
  for (const file of files) {
    const ids = idsIn(file, names);
    owners.set(file, ids);
    const edit = ids.some((id) => canMend(before.get(id))) ? editOf(file, before) : null;
    if (edit && edit.content !== file.content) edits.set(file, edit);
  }
  const after = judge(withEdits(files, edits), names);
  for (const file of edits.keys()) if (!isBetter(owners.get(file) ?? [], before, after)) edits.delete(file);
  const offered = judge(withEdits(files, edits), names);
  const proposals = [...edits].map(([file, edit]): GuardProposal => {
    const mends = (owners.get(file) ?? []).flatMap((id) => {
      const coverage = before.get(id);
      return coverage && mustMend(coverage) && offered.get(id)?.verdict === 'respects' ? [coverage] : [];
    });
    return { ...edit, file, mends };
  });
  const mended = new Set(proposals.flatMap(({ mends }) => mends));
  return {
    proposals: proposals.filter(({ mends }) => mends.length > 0),
    byHand: [...before.values()].filter((coverage) => mustMend(coverage) && !mended.has(coverage)),
  };
}

function judge(files: readonly MetadataFile[], names: FieldNames): Judged {
  const coverages = coverageOf(readMetadata(files, names), names);
  return new Map(coverages.map((coverage) => [coverage.automationId, coverage]));
}

function idsIn(file: MetadataFile, names: FieldNames): readonly string[] {
  return readMetadata([file], names).map((reading) =>
    reading.kind === 'read' ? reading.automation.id : reading.id,
  );
}

function mustMend(coverage: Coverage | undefined): boolean {
  return coverage?.enabled === true && (coverage.verdict === 'ignores' || coverage.verdict === 'partly');
}

/** A start that asks for the hold is no answer to automation that sets or releases it. */
function canMend(coverage: Coverage | undefined): boolean {
  return mustMend(coverage) && coverage?.writes.includes('tag') === false;
}

function isBetter(ids: readonly string[], before: Judged, after: Judged): boolean {
  const isMended = ids.some((id) => mustMend(before.get(id)) && after.get(id)?.verdict === 'respects');
  const isWorse = ids.some(
    (id) => before.get(id)?.verdict === 'respects' && after.get(id)?.verdict !== 'respects',
  );
  return isMended && !isWorse;
}

function withEdits(
  files: readonly MetadataFile[],
  edits: ReadonlyMap<MetadataFile, Edit>,
): readonly MetadataFile[] {
  return files.map((file) => ({ ...file, content: edits.get(file)?.content ?? file.content }));
}

function editOf({ file, content }: MetadataFile, before: Judged): Edit | null {
  const found = metadataKindOf(file);
  switch (found?.kind) {
    case 'flow':
      return editFlow(content);
    case 'assignmentRules':
      return editAssignmentRules(found.name, content);
    case 'workflow': {
      const names = [...before.values()].filter(
        (coverage) =>
          mustMend(coverage) && coverage.automationId === `${found.name}.${coverage.name} (workflow rule)`,
      );
      return editWorkflowRules(found.name, content, new Set(names.map(({ name }) => name)));
    }
    default:
      return null;
  }
}
