import { Alert, Button, Flex, List, Text } from '@hubspot/ui-extensions';
import type { Decided } from '../use-decision.ts';
import { requests } from '../words/inbox-words.ts';

export interface DecidedAlertProps {
  readonly decided: Decided;
  readonly onDismiss: () => void;
}

/** What became of a decision; names each request that did not take it, with the reason. */
export function DecidedAlert({ decided, onDismiss }: DecidedAlertProps) {
  const { outcome, taken, refused } = decided;
  const done = `${requests(taken.length)} ${outcome === 'approve' ? 'approved' : 'rejected'}`;
  return (
    <Alert
      title={refused.length === 0 ? done : `${done}, ${refused.length} not decided`}
      variant={refused.length === 0 ? 'success' : 'warning'}
      testId="decided"
    >
      <Flex direction="column" gap="small">
        {refused.length > 0 && (
          <List>
            {refused.map(({ item, why }) => (
              <Text key={item.requestId} testId={`refused-${item.requestId}`}>
                {item.recordTitle} ({item.requester.name}): {why}
              </Text>
            ))}
          </List>
        )}
        <Flex direction="row">
          <Button size="small" variant="transparent" onClick={onDismiss} testId="dismiss-decided">
            Dismiss
          </Button>
        </Flex>
      </Flex>
    </Alert>
  );
}
