import type { MendProposalView } from '@handrail/contracts/mending';
import type { CoverageItem } from '@handrail/contracts/settings';
import { Alert, Flex, List, Text } from '@hubspot/ui-extensions';
import { ConfirmButton } from 'handrail-hubspot-cards/parts/confirm-button.tsx';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { inWords } from 'handrail-hubspot-cards/words/portal-time.ts';
import type { SettingsApi } from '../api/settings-api.ts';
import { TaskLine } from '../parts/task-line.tsx';
import { ChangeLines } from './change-lines.tsx';
import type { WorkflowSession } from './use-workflow.ts';

export interface MendSectionProps {
  readonly item: CoverageItem;
  readonly workflow: WorkflowSession;
  readonly api: SettingsApi;
  readonly timeZone: string;
}

/** The exact change, the press that makes it, what came of it, and the way back. */
export function MendSection({ item, workflow, api, timeZone }: MendSectionProps) {
  const { view, busy } = workflow;
  const id = item.automationId;
  const canBeMended = item.verdict === 'ignores' || item.verdict === 'partly';
  const applied = view?.mend?.status === 'applied' ? view.mend : undefined;
  if (!view || (!canBeMended && !view.mend && !view.outcome)) return null;
  return (
    <Section title="Mend">
      <Flex direction="column" gap="small">
        {view.outcome && (
          <Alert
            title={OUTCOME_TITLES[view.outcome.kind]}
            variant={OUTCOME_VARIANTS[view.outcome.kind]}
            testId="mend-outcome"
          >
            <Text testId="mend-outcome-words">{view.outcome.words}</Text>
            <Text variant="microcopy">
              {inWords(view.outcome.at, timeZone)}, asked for by {view.outcome.by}
            </Text>
          </Alert>
        )}
        {view.outcome && view.outcome.differences.length > 0 && (
          <Flex direction="column" gap="extra-small">
            <Text>Where HubSpot has something else than was meant:</Text>
            <ChangeLines lines={view.outcome.differences} testId="differences" />
          </Flex>
        )}
        {view.mend?.trouble !== undefined && view.outcome === null && (
          <Text testId="mend-trouble">{view.mend.trouble}</Text>
        )}
        {canBeMended && (
          <TaskLine
            task={workflow.taskOf('propose_mend')}
            doing="Working it out"
            busy={busy}
            onStart={() => workflow.send(() => api.propose(id))}
            variant={view.proposal ? 'secondary' : 'primary'}
            testId="propose"
          >
            {view.proposal ? 'Work it out again' : 'See the change'}
          </TaskLine>
        )}
        {canBeMended && view.proposal && <Proposal proposal={view.proposal} {...{ id, workflow, api }} />}
        <TaskProblem kind="apply_mend" workflow={workflow} />
        {applied && (
          <Flex direction="row">
            <ConfirmButton
              testId="undo"
              busy={busy}
              consequence="Handrail puts the former definition back, if nobody has edited the workflow since, and reads it back. The workflow then routes held records again."
              onConfirm={() => workflow.send(() => api.undo(id))}
            >
              Undo the change
            </ConfirmButton>
          </Flex>
        )}
        <TaskProblem kind="undo_mend" workflow={workflow} />
      </Flex>
    </Section>
  );
}

const OUTCOME_TITLES = {
  applied: 'Mended',
  undone: 'Undone',
  gone: 'The workflow is gone',
  refused: 'Not undone: nothing was changed',
  failed: 'It did not come about as meant',
} as const;

const OUTCOME_VARIANTS = {
  applied: 'success',
  undone: 'info',
  gone: 'warning',
  refused: 'warning',
  failed: 'danger',
} as const;

function Proposal({
  proposal: { outcome, revision },
  id,
  workflow,
  api,
}: {
  readonly proposal: MendProposalView;
  readonly id: string;
  readonly workflow: WorkflowSession;
  readonly api: SettingsApi;
}) {
  if (outcome.kind === 'not_needed') return <Text testId="not-needed">{outcome.why}</Text>;
  if (outcome.kind === 'explained') {
    return (
      <Flex direction="column" gap="extra-small" testId="explained">
        <Text>It cannot be mended from here. {outcome.why}</Text>
        <List variant="ordered-styled">
          {outcome.advice.map((step) => (
            <Text key={step}>{step}</Text>
          ))}
        </List>
      </Flex>
    );
  }
  return (
    <Flex direction="column" gap="small" testId="proposal">
      <ChangeLines lines={outcome.lines} testId="diff" />
      {outcome.makes !== undefined && <Text testId="makes">Handrail also makes this: {outcome.makes}</Text>}
      <Text testId="after">Then: {outcome.evidence}</Text>
      {revision !== null && (
        <Flex direction="row">
          <ConfirmButton
            testId="apply"
            busy={workflow.busy}
            consequence="Handrail changes the workflow in HubSpot now and reads it back. The former definition is kept, so that it can be undone."
            onConfirm={() => workflow.send(() => api.apply(id, revision))}
          >
            Make this change
          </ConfirmButton>
        </Flex>
      )}
    </Flex>
  );
}

function TaskProblem({
  kind,
  workflow,
}: {
  readonly kind: 'apply_mend' | 'undo_mend';
  readonly workflow: WorkflowSession;
}) {
  const task = workflow.taskOf(kind);
  if (task?.state !== 'failed' || !task.problem) return null;
  return <ErrorPanel problem={task.problem} onReload={workflow.reload} testId={`${kind}-problem`} />;
}
