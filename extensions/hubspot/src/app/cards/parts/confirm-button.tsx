import { Button, Flex, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';

export interface ConfirmButtonProps {
  readonly children: string;
  /** What will happen, shown before the second press. */
  readonly consequence: string;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  /** The first button has it; the second `<testId>-confirm`. */
  readonly testId: string;
}

/** A button for what cannot be undone: the first press says what will happen, the second does it. */
export function ConfirmButton({ children, consequence, busy, onConfirm, testId }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <Button onClick={() => setAsking(true)} disabled={busy} testId={testId}>
        {children}
      </Button>
    );
  }
  return (
    <Flex direction="column" gap="extra-small">
      <Text>{consequence}</Text>
      <Flex direction="row" gap="small">
        <Button variant="destructive" onClick={onConfirm} disabled={busy} testId={`${testId}-confirm`}>
          {children}
        </Button>
        <Button onClick={() => setAsking(false)} disabled={busy} testId={`${testId}-keep`}>
          Keep it
        </Button>
      </Flex>
    </Flex>
  );
}
