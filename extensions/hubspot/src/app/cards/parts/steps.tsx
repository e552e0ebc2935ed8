import type { RequestView } from '@handrail/contracts/card-view';
import { Flex, StatusTag, Text } from '@hubspot/ui-extensions';

const STATUS = {
  waiting: { label: 'waiting', variant: 'info' },
  done: { label: 'done', variant: 'success' },
  failed: { label: 'failed', variant: 'danger' },
} as const;

export interface StepsProps {
  readonly steps: RequestView['steps'];
  /** What the screen says above the steps already; a step's note that says the same is left out. */
  readonly alreadySaid?: string | undefined;
}

/** What is written to the CRM, step by step, with how far each has come. */
export function Steps({ steps, alreadySaid }: StepsProps) {
  return (
    <Flex direction="column" gap="extra-small">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two steps can read alike, and their order never changes
        <Flex key={`${index} ${step.words}`} direction="column">
          <StatusTag variant={STATUS[step.status].variant} testId={`step-${index}`}>
            {step.words}: {STATUS[step.status].label}
          </StatusTag>
          {step.note && step.note !== alreadySaid && <Text variant="microcopy">{step.note}</Text>}
        </Flex>
      ))}
    </Flex>
  );
}
