import { useId, useState } from 'react';
import { type FieldProps, FieldShell } from './field-shell.tsx';
import { useFieldValue } from './field-value.ts';
import { useFormField } from './form-fields.ts';

type OptionValue = string | number | boolean;

interface SelectOption {
  readonly label: string;
  readonly value: OptionValue;
}

interface SelectProps extends FieldProps {
  readonly value?: OptionValue;
  readonly variant?: 'transparent' | 'input';
  readonly options?: readonly SelectOption[];
  readonly onChange?: (value: OptionValue) => void;
}

/**
 * One of several options. Option values keep their type (string, number or boolean), so the native control holds
 * the option's place in the list and not its value.
 */
export function Select({ options = [], variant = 'input', ...props }: SelectProps) {
  const field = useFieldValue<OptionValue | undefined>(props.value, undefined);
  useFormField(props.name, {
    read: () => field.value,
    commit: () => {},
    reset: () => field.set(undefined),
  });
  const chosen = options.findIndex((option) => option.value === field.value);
  return (
    <FieldShell field={props}>
      {(attributes) => (
        <select
          {...attributes}
          className={`hs-control hs-select hs-select-${variant}${chosen < 0 ? ' hs-placeholder' : ''}`}
          name={props.name}
          value={chosen < 0 ? '' : String(chosen)}
          disabled={props.readOnly}
          onChange={(event) => {
            const option = options[Number(event.target.value)];
            if (option === undefined) return;
            field.set(option.value);
            props.onChange?.(option.value);
          }}
          data-testid={props.testId}
        >
          <option value="" disabled hidden={chosen >= 0}>
            {props.placeholder ?? 'Select an option'}
          </option>
          {options.map((option, index) => (
            <option key={`${typeof option.value}:${option.value}`} value={String(index)}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FieldShell>
  );
}

interface MultiSelectProps extends FieldProps {
  readonly value?: readonly OptionValue[];
  readonly options?: readonly SelectOption[];
  readonly onChange?: (value: OptionValue[]) => void;
}

/** Several of several options: a button that tells what is chosen and opens a list of checkboxes. */
export function MultiSelect({ options = [], ...props }: MultiSelectProps) {
  const field = useFieldValue<readonly OptionValue[]>(props.value, []);
  const [open, setOpen] = useState(false);
  const listId = useId();
  useFormField(props.name, { read: () => field.value, commit: () => {}, reset: () => field.set([]) });
  const chosen = options.filter((option) => field.value.includes(option.value));
  const toggle = (option: SelectOption) => {
    const next = field.value.includes(option.value)
      ? field.value.filter((value) => value !== option.value)
      : [...field.value, option.value];
    field.set(next);
    props.onChange?.(next);
  };
  const { testId, ...shell } = props;
  return (
    <FieldShell field={shell} kind="group">
      {(attributes) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: closes the list of controls inside it
        <div
          className="hs-multi"
          data-testid={testId}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && open) {
              event.stopPropagation();
              setOpen(false);
            }
          }}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
          }}
        >
          <button
            type="button"
            id={attributes.id}
            aria-describedby={attributes['aria-describedby']}
            className="hs-control hs-select"
            aria-expanded={open}
            aria-controls={listId}
            disabled={props.readOnly}
            onClick={() => setOpen(!open)}
          >
            {chosen.length > 0
              ? chosen.map((option) => option.label).join(', ')
              : (props.placeholder ?? 'Select options')}
          </button>
          <div id={listId} className="hs-menu hs-multi-list" hidden={!open}>
            {options.map((option) => (
              <label key={`${typeof option.value}:${option.value}`} className="hs-check">
                <input
                  type="checkbox"
                  checked={field.value.includes(option.value)}
                  onChange={() => toggle(option)}
                />
                <span>{option.label}</span>
              </label>
            ))}
          </div>
        </div>
      )}
    </FieldShell>
  );
}
