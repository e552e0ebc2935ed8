import type { CoverageItem } from '@handrail/contracts/settings';
import { Flex, List, Panel, PanelBody, PanelSection, StatusTag, Text } from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import type { SectionProps } from '../sections/section-props.ts';
import { MECHANISM_WORDS, VERDICT_WORDS } from '../words/settings-words.ts';
import { MendSection } from './mend-section.tsx';
import { ReviewSection } from './review-section.tsx';
import { useWorkflow } from './use-workflow.ts';

/** The panel's id: a row opens it. */
export const WORKFLOW_PANEL = 'workflow-panel';

export interface WorkflowPanelProps extends SectionProps {
  /** As the list had it when it was opened. */
  readonly item: CoverageItem | undefined;
  /** Something was done to the workflow. */
  readonly onChanged: () => void;
}

/** One workflow in full: the verdict, its evidence, the way to what it writes, and what can be done about it. */
export function WorkflowPanel(props: WorkflowPanelProps) {
  const { item } = props;
  return (
    <Panel id={WORKFLOW_PANEL} title={item?.name ?? 'Workflow'} width="medium" testId="workflow-panel">
      <PanelBody>{item && <Content key={item.automationId} {...props} item={item} />}</PanelBody>
    </Panel>
  );
}

function Content({
  item: opened,
  api,
  env,
  onChanged,
}: WorkflowPanelProps & { readonly item: CoverageItem }) {
  const workflow = useWorkflow(api, opened.automationId, onChanged);
  const item = workflow.view?.item ?? opened;
  const { label, variant } = VERDICT_WORDS[item.verdict];
  return (
    <PanelSection>
      <Flex direction="column" gap="medium">
        <Flex direction="row" gap="small" align="center">
          <StatusTag variant={variant} testId="panel-verdict">
            {label}
          </StatusTag>
          <Text variant="microcopy">
            {item.enabled ? 'On' : 'Off'}, workflow {item.automationId}
            {item.mechanism !== null && `, ${MECHANISM_WORDS[item.mechanism]}`}
          </Text>
        </Flex>
        <Text testId="panel-evidence">{item.evidence}</Text>
        {workflow.problem && (
          <ErrorPanel problem={workflow.problem} onRetry={workflow.reload} testId="workflow-problem" />
        )}
        {workflow.refusal && (
          <ErrorPanel problem={workflow.refusal} onReload={workflow.reload} testId="workflow-refusal" />
        )}
        <MendSection item={item} workflow={workflow} api={api} timeZone={env.timeZone} />
        <ReviewSection item={item} workflow={workflow} api={api} />
        {item.path.length > 0 && (
          <Section title="The way to what it writes">
            <List variant="ordered-styled">
              {item.path.map((step, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two steps may read alike, and their order never changes
                <Text key={at}>{step}</Text>
              ))}
            </List>
          </Section>
        )}
      </Flex>
    </PanelSection>
  );
}
