import type { CoverageItem } from '@handrail/contracts/settings';
import { COVERAGE_VERDICTS, type CoverageVerdict } from '@handrail/contracts/vocabulary';
import { Alert, Button, EmptyState, Flex, LoadingSpinner, Select, Text } from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { sinceInWords } from 'handrail-hubspot-cards/words/portal-time.ts';
import { useState } from 'react';
import { CoverageTable } from '../coverage/coverage-table.tsx';
import { PAGE_SIZE, useCoverage } from '../coverage/use-coverage.ts';
import { WorkflowPanel } from '../coverage/workflow-panel.tsx';
import { TaskLine } from '../parts/task-line.tsx';
import { VERDICT_WORDS, workflows } from '../words/settings-words.ts';
import type { SectionProps } from './section-props.ts';

/** Which workflows leave held records alone, and why. */
export function CoverageSection(props: SectionProps) {
  const { view, session, api, env } = props;
  const { coverage } = view;
  const [verdict, setVerdict] = useState<CoverageVerdict>();
  const [offset, setOffset] = useState(0);
  const [opened, setOpened] = useState<CoverageItem>();
  const reading = useCoverage(api, { verdict, offset }, coverage?.checkedAt);
  const { page } = reading;
  const choose = (chosen: unknown) => {
    setVerdict(COVERAGE_VERDICTS.find((one) => one === chosen));
    setOffset(0);
  };
  return (
    <Section title="Which workflows leave held records alone">
      <Flex direction="column" gap="small">
        <TaskLine
          task={session.taskOf('check_coverage')}
          doing="Reading workflows"
          busy={session.busy}
          onStart={() => session.start({ kind: 'check_coverage' })}
          testId="check-coverage"
        >
          {coverage ? 'Check again' : 'Check the workflows'}
        </TaskLine>
        {!coverage && (
          <EmptyState title="Not checked yet" layout="vertical" testId="no-coverage">
            <Text>
              A check reads every workflow of the account and says of each whether it leaves records on hold
              alone. It changes nothing.
            </Text>
          </EmptyState>
        )}
        {coverage && (
          <>
            <Alert
              title={
                coverage.ignoring > 0
                  ? `${workflows(coverage.ignoring)} to be mended`
                  : 'No workflow that is on ignores the hold'
              }
              variant={coverage.ignoring > 0 ? 'warning' : 'success'}
              testId="coverage-summary"
            >
              {coverage.ignoring > 0
                ? `${coverage.ignoring === 1 ? 'It is on and changes' : 'They are on and change'} held records all the same.`
                : 'What needs review or is not visible is not known to respect it.'}
            </Alert>
            <Text variant="microcopy" testId="coverage-checked">
              {workflows(coverage.total)}, checked{' '}
              {sinceInWords(coverage.checkedAt, env.timeZone, Date.parse(view.now))} by {coverage.checkedBy}.
            </Text>
            <Select
              label="Show"
              name="verdict"
              value={verdict ?? 'all'}
              options={[
                { value: 'all', label: `All (${coverage.total})` },
                ...COVERAGE_VERDICTS.map((one) => ({
                  value: one,
                  label: `${VERDICT_WORDS[one].label} (${coverage.counts[one]})`,
                })),
              ]}
              onChange={choose}
              testId="verdict"
            />
          </>
        )}
        {reading.problem && <ErrorPanel problem={reading.problem} onRetry={reading.reload} />}
        {coverage && !page && !reading.problem && (
          <LoadingSpinner label="Reading the list" showLabel layout="centered" />
        )}
        {coverage && page && <CoverageTable items={page.items} onOpen={setOpened} />}
        {page && page.matching > PAGE_SIZE && (
          <Flex direction="row" gap="small" align="center">
            <Text testId="coverage-range">
              {offset + 1} to {offset + page.items.length} of {workflows(page.matching)}
            </Text>
            <Button
              size="small"
              onClick={() => setOffset(offset - PAGE_SIZE)}
              disabled={offset === 0}
              testId="coverage-previous"
            >
              Previous
            </Button>
            <Button
              size="small"
              onClick={() => setOffset(offset + PAGE_SIZE)}
              disabled={offset + page.items.length >= page.matching}
              testId="coverage-next"
            >
              Next
            </Button>
          </Flex>
        )}
      </Flex>
      <WorkflowPanel
        {...props}
        item={opened}
        onChanged={() => {
          session.reload();
          reading.reload();
        }}
      />
    </Section>
  );
}
