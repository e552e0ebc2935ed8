import type { ReactNode } from 'react';
import { useState } from 'react';
import { type ExtensionEvent, extensionEvent } from './events.ts';
import { type FormField, FormFieldsContext } from './form-fields.ts';
import { type Reactions, useReactions } from './overlays.tsx';
import type { BaseProps } from './remote-props.ts';

interface FormProps extends BaseProps {
  readonly children?: ReactNode;
  readonly autoComplete?: 'off' | 'on';
  readonly onSubmit?: (
    event: ExtensionEvent & { targetValue: Readonly<Record<string, unknown>> },
    reactions: Reactions,
  ) => void;
}

/**
 * A form. On submit it first lets each field commit, then reports all values by field name in `targetValue`. The
 * browser's own submit is always prevented: a card cannot receive a page load.
 */
export function Form({ children, autoComplete, onSubmit, testId }: FormProps) {
  const [fields] = useState(() => new Map<string, FormField>());
  const reactions = useReactions();
  return (
    <FormFieldsContext.Provider value={fields}>
      <form
        className="hs-form"
        autoComplete={autoComplete}
        noValidate
        data-testid={testId}
        onReset={() => {
          for (const field of fields.values()) field.reset();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          for (const field of fields.values()) field.commit();
          const targetValue: Record<string, unknown> = {};
          for (const [name, field] of fields) {
            const value = field.read();
            if (value !== undefined) targetValue[name] = value;
          }
          onSubmit?.({ ...extensionEvent(event), targetValue }, reactions);
        }}
      >
        {children}
      </form>
    </FormFieldsContext.Provider>
  );
}
