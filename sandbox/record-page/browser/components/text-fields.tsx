import { useRef } from 'react';
import { type FieldProps, FieldShell } from './field-shell.tsx';
import { useFieldValue } from './field-value.ts';
import { useFormField } from './form-fields.ts';

interface TextFieldProps extends FieldProps {
  readonly value?: string;
  readonly defaultValue?: string;
  readonly onChange?: (value: string) => void;
  readonly onInput?: (value: string) => void;
  readonly onBlur?: (value: string) => void;
  readonly onFocus?: (value: string) => void;
}

/**
 * State and handlers of a text control. `onInput` follows every keystroke; `onChange` comes when the value is
 * committed: on leaving the field and on submit, as HubSpot's types say.
 */
function useTextField(props: TextFieldProps) {
  const initial = props.defaultValue ?? '';
  const field = useFieldValue(props.value, initial);
  const committed = useRef(field.value);
  const commit = (value: string) => {
    if (value === committed.current) return;
    committed.current = value;
    props.onChange?.(value);
  };
  useFormField(props.name, {
    read: () => field.value,
    commit: () => commit(field.value),
    reset: () => field.set(initial),
  });
  return {
    value: field.value,
    input: (value: string) => {
      field.set(value);
      props.onInput?.(value);
    },
    commit,
    handlers: {
      onFocus: () => props.onFocus?.(field.value),
      onBlur: () => {
        commit(field.value);
        props.onBlur?.(field.value);
      },
    },
  };
}

/** One line of text. */
export function Input({ type = 'text', ...props }: TextFieldProps & { type?: 'text' | 'password' }) {
  const text = useTextField(props);
  return (
    <FieldShell field={props}>
      {(attributes) => (
        <input
          {...attributes}
          {...text.handlers}
          className="hs-control"
          type={type}
          name={props.name}
          value={text.value}
          readOnly={props.readOnly}
          placeholder={props.placeholder}
          onChange={(event) => text.input(event.target.value)}
          data-testid={props.testId}
        />
      )}
    </FieldShell>
  );
}

interface TextAreaProps extends TextFieldProps {
  readonly cols?: number;
  readonly rows?: number;
  readonly maxLength?: number;
  readonly resize?: 'vertical' | 'horizontal' | 'both' | 'none';
}

/** Several lines of text. */
export function TextArea(props: TextAreaProps) {
  const text = useTextField(props);
  return (
    <FieldShell field={props}>
      {(attributes) => (
        <textarea
          {...attributes}
          {...text.handlers}
          className="hs-control hs-textarea"
          name={props.name}
          value={text.value}
          cols={props.cols}
          rows={props.rows ?? 3}
          maxLength={props.maxLength}
          readOnly={props.readOnly}
          placeholder={props.placeholder}
          style={{ resize: props.resize ?? 'vertical' }}
          onChange={(event) => text.input(event.target.value)}
          data-testid={props.testId}
        />
      )}
    </FieldShell>
  );
}

/** A search box; `clearable` (the default) shows the browser's own clear button. Enter commits the value. */
export function SearchInput({ clearable = true, ...props }: TextFieldProps & { clearable?: boolean }) {
  const text = useTextField(props);
  const field = { ...props, label: props.label ?? props.placeholder ?? 'Search' };
  return (
    <FieldShell field={field}>
      {(attributes) => (
        <input
          {...attributes}
          {...text.handlers}
          className="hs-control hs-search"
          type={clearable ? 'search' : 'text'}
          name={props.name}
          value={text.value}
          readOnly={props.readOnly}
          placeholder={props.placeholder}
          onChange={(event) => text.input(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') text.commit(text.value);
          }}
          data-testid={props.testId}
        />
      )}
    </FieldShell>
  );
}
