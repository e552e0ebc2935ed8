import { MAX_TEXT } from '@handrail/contracts/field-formats';
import { Button, Flex, TextArea } from '@hubspot/ui-extensions';
import { type ReactNode, useRef, useState } from 'react';
import { ErrorPanel } from '../screens/error-panel.tsx';
import type { Action } from '../use-action.ts';

export interface TextFormProps {
  readonly label: string;
  readonly description: string;
  /** What the button says. */
  readonly send: string;
  readonly action: Action;
  readonly onSend: (text: string) => void;
  readonly onReload: () => void;
  /** The field has `<testId>-text`, the button `<testId>-send`. */
  readonly testId: string;
  /** Shown above the field. */
  readonly children?: ReactNode;
}

/** One text and the button that sends it. An empty text is not sent: the field says so. */
export function TextForm({
  label,
  description,
  send,
  action,
  onSend,
  onReload,
  testId,
  children,
}: TextFormProps) {
  // The field keeps its own text; a ref is up to date even when typing and pressing come in one moment.
  const text = useRef('');
  const [missing, setMissing] = useState(false);
  const take = (typed: string) => {
    text.current = typed;
    if (typed.trim() !== '') setMissing(false);
  };
  const press = () => {
    const written = text.current.trim();
    setMissing(written === '');
    if (written !== '') onSend(written);
  };
  return (
    <Flex direction="column" gap="small" testId={`${testId}-form`}>
      {children}
      <TextArea
        name={`${testId}-text`}
        label={label}
        description={description}
        rows={2}
        maxLength={MAX_TEXT}
        required
        error={missing}
        {...(missing && { validationMessage: 'Write something first.' })}
        onInput={take}
        onChange={take}
        testId={`${testId}-text`}
      />
      <Flex direction="row" gap="small">
        <Button variant="primary" onClick={press} disabled={action.busy} testId={`${testId}-send`}>
          {send}
        </Button>
      </Flex>
      {action.problem && (
        <ErrorPanel problem={action.problem} onReload={onReload} testId={`${testId}-problem`} />
      )}
    </Flex>
  );
}
