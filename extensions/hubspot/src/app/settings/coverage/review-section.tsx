import { MAX_REVIEW_REASON } from '@handrail/contracts/mending';
import type { CoverageItem } from '@handrail/contracts/settings';
import { Button, Flex, Text, TextArea } from '@hubspot/ui-extensions';
import { Section } from 'handrail-hubspot-cards/parts/section.tsx';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { useRef, useState } from 'react';
import type { SettingsApi } from '../api/settings-api.ts';
import { reviewInWords } from '../words/settings-words.ts';
import type { WorkflowSession } from './use-workflow.ts';

export interface ReviewSectionProps {
  readonly item: CoverageItem;
  readonly workflow: WorkflowSession;
  readonly api: SettingsApi;
}

/** For a workflow that nobody can judge from outside: a person says that they looked, and why it may stay. */
export function ReviewSection({ item, workflow, api }: ReviewSectionProps) {
  const reason = useRef('');
  const [missing, setMissing] = useState(false);
  if (item.verdict !== 'needs_review') return null;
  const take = (typed: string) => {
    reason.current = typed;
    if (typed.trim() !== '') setMissing(false);
  };
  const press = () => {
    const written = reason.current.trim();
    setMissing(written === '');
    if (written !== '') workflow.send(() => api.markReviewed(item.automationId, { reason: written }));
  };
  const task = workflow.taskOf('mark_reviewed');
  return (
    <Section title="Mark as reviewed">
      <Flex direction="column" gap="small">
        {item.review && <Text testId="review">{reviewInWords(item.review)}</Text>}
        <TextArea
          name="review-reason"
          label="Why it may stay as it is"
          description="You looked into it, and held records are safe. The verdict stays, and an edit of the workflow voids the mark."
          rows={2}
          maxLength={MAX_REVIEW_REASON}
          required
          error={missing}
          {...(missing && { validationMessage: 'Say why first.' })}
          onInput={take}
          onChange={take}
          testId="review-reason"
        />
        <Flex direction="row">
          <Button onClick={press} disabled={workflow.busy} testId="mark-reviewed">
            Mark as reviewed
          </Button>
        </Flex>
        {task?.state === 'failed' && task.problem && (
          <ErrorPanel problem={task.problem} onReload={workflow.reload} testId="review-problem" />
        )}
      </Flex>
    </Section>
  );
}
