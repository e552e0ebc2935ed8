import { Alert, Button, Flex, List, Text } from '@hubspot/ui-extensions';
import type { Failure } from '../api/failure.ts';
import { adviceFor } from '../words/advice.ts';

export interface ErrorPanelProps {
  readonly problem: Failure;
  /** Does the same thing again. Without it, or where it cannot help, no button is shown for it. */
  readonly onRetry?: () => void;
  /** Shows the record's newest state, for refusals that mean somebody was faster. */
  readonly onReload?: () => void;
  /** Where several panels can stand on one screen, keeps their test ids apart. */
  readonly testId?: string;
}

/** The one way the card says that something did not work: what happened, what to do, and the button for it. */
export function ErrorPanel({ problem, onRetry, onReload = onRetry, testId = 'problem' }: ErrorPanelProps) {
  const { advice, remedy } = adviceFor(problem.code);
  return (
    <Flex direction="column" gap="small">
      <Alert title={problem.title} variant={remedy === 'change' ? 'warning' : 'danger'} testId={testId}>
        <Text testId={`${testId}-detail`}>{problem.detail}</Text>
        {problem.fields && (
          <List>
            {problem.fields.map(({ path, message }) => (
              <Text key={path}>
                {path}: {message}
              </Text>
            ))}
          </List>
        )}
        {advice && <Text testId={`${testId}-advice`}>{advice}</Text>}
        {problem.requestId && (
          <Text variant="microcopy" testId={`${testId}-request-id`}>
            Request id: {problem.requestId}
          </Text>
        )}
      </Alert>
      {remedy === 'again' && onRetry && (
        <Button onClick={onRetry} testId={`${testId}-retry`}>
          Try again
        </Button>
      )}
      {remedy === 'reload' && onReload && (
        <Button onClick={onReload} testId={`${testId}-reload`}>
          Show the newest state
        </Button>
      )}
    </Flex>
  );
}
