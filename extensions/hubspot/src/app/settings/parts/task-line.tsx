import type { AdminTaskView } from '@handrail/contracts/settings';
import { Button, Flex, LoadingSpinner, ProgressBar, Text } from '@hubspot/ui-extensions';
import { ErrorPanel } from 'handrail-hubspot-cards/screens/error-panel.tsx';
import { isRunning } from '../use-settings.ts';

export interface TaskLineProps {
  /** The newest run; undefined when there was none. */
  readonly task: AdminTaskView | undefined;
  /** What the button says. */
  readonly children: string;
  /** What is done while it runs, such as "Reading workflows". */
  readonly doing: string;
  readonly busy: boolean;
  readonly onStart: () => void;
  readonly variant?: 'primary' | 'secondary';
  readonly testId: string;
}

/** The button that starts a task, how far it has come, and why it failed. */
export function TaskLine({ task, children, doing, busy, onStart, variant, testId }: TaskLineProps) {
  const running = isRunning(task);
  return (
    <Flex direction="column" gap="small" testId={testId}>
      <Flex direction="row" gap="small" align="center">
        <Button
          onClick={onStart}
          disabled={busy || running}
          size="small"
          variant={variant ?? 'secondary'}
          testId={`${testId}-start`}
        >
          {children}
        </Button>
        {running && task && task.total === undefined && (
          <LoadingSpinner label={`${doing} …`} showLabel size="xs" testId={`${testId}-running`} />
        )}
        {running && task?.total !== undefined && (
          <Text testId={`${testId}-running`}>
            {doing}: {task.done} of {task.total}
          </Text>
        )}
      </Flex>
      {running && task?.total !== undefined && task.total > 0 && (
        <ProgressBar title={doing} value={task.done} maxValue={task.total} />
      )}
      {task?.state === 'failed' && task.problem && (
        <ErrorPanel problem={task.problem} testId={`${testId}-problem`} />
      )}
    </Flex>
  );
}
