import type { ReactNode } from 'react';
import { useId } from 'react';
import { type FieldProps, FieldShell } from './field-shell.tsx';
import { useFieldValue } from './field-value.ts';
import { useFormField } from './form-fields.ts';
import { type BaseProps, classes, shortSize } from './remote-props.ts';

interface CheckProps extends BaseProps {
  readonly value?: string;
  readonly checked?: boolean;
  readonly initialIsChecked?: boolean;
  readonly readonly?: boolean;
  readonly readOnly?: boolean;
  readonly description?: string;
  readonly name?: string;
  readonly inline?: boolean;
  readonly onChange?: (checked: boolean, value: string) => void;
  readonly children?: ReactNode;
  readonly 'aria-label'?: string;
}

function Check({ kind, ...props }: CheckProps & { kind: 'checkbox' | 'radio' }) {
  const initial = props.initialIsChecked ?? false;
  const field = useFieldValue(props.checked, initial);
  const descriptionId = useId();
  useFormField(props.name, { read: () => field.value, commit: () => {}, reset: () => field.set(initial) });
  return (
    <div className={classes('hs-check-row', props.inline && 'hs-inline')}>
      <label className="hs-check">
        <input
          type={kind}
          name={props.name}
          value={props.value ?? ''}
          checked={field.value}
          disabled={props.readOnly ?? props.readonly}
          aria-label={props['aria-label']}
          aria-describedby={props.description ? descriptionId : undefined}
          onChange={(event) => {
            field.set(event.target.checked);
            props.onChange?.(event.target.checked, props.value ?? '');
          }}
          data-testid={props.testId}
        />
        <span>{props.children}</span>
      </label>
      {props.description ? (
        <div id={descriptionId} className="hs-field-description">
          {props.description}
        </div>
      ) : null}
    </div>
  );
}

/** One box to tick. */
export function Checkbox(props: CheckProps) {
  return <Check {...props} kind="checkbox" />;
}

/** One round button of a choice the card keeps itself. */
export function RadioButton(props: CheckProps) {
  return <Check {...props} kind="radio" />;
}

interface ToggleOption {
  readonly label: string;
  readonly value: string;
  readonly initialIsChecked?: boolean;
  readonly readonly?: boolean;
  readonly readOnly?: boolean;
  readonly description?: string;
}

interface ToggleGroupProps extends FieldProps {
  readonly toggleType?: 'checkboxList' | 'radioButtonList';
  readonly options?: readonly ToggleOption[];
  readonly inline?: boolean;
  readonly value?: string | readonly string[];
  readonly onChange?: (value: string | string[]) => void;
}

const asList = (value: string | readonly string[] | undefined): readonly string[] | undefined =>
  value === undefined || typeof value !== 'string' ? value : [value];

/** A list of boxes or round buttons under one caption. */
export function ToggleGroup({ toggleType = 'checkboxList', options = [], ...props }: ToggleGroupProps) {
  const groupName = useId();
  const initial = options.filter((option) => option.initialIsChecked).map((option) => option.value);
  const field = useFieldValue<readonly string[]>(asList(props.value), initial);
  const single = toggleType === 'radioButtonList';
  useFormField(props.name, {
    read: () => (single ? field.value[0] : field.value),
    commit: () => {},
    reset: () => field.set(initial),
  });
  const choose = (value: string, checked: boolean) => {
    const next = single
      ? [value]
      : checked
        ? [...field.value, value]
        : field.value.filter((one) => one !== value);
    field.set(next);
    props.onChange?.(single ? value : [...next]);
  };
  return (
    <FieldShell field={props} kind="group">
      {(attributes) => (
        <div className={classes('hs-toggle-group', props.inline && 'hs-inline')}>
          {options.map((option) => (
            <div key={option.value} className="hs-check-row">
              <label className="hs-check">
                <input
                  type={single ? 'radio' : 'checkbox'}
                  name={groupName}
                  value={option.value}
                  checked={field.value.includes(option.value)}
                  disabled={props.readOnly ?? option.readOnly ?? option.readonly}
                  aria-describedby={
                    option.description ? `${groupName}-${option.value}` : attributes['aria-describedby']
                  }
                  onChange={(event) => choose(option.value, event.target.checked)}
                />
                <span>{option.label}</span>
              </label>
              {option.description ? (
                <div id={`${groupName}-${option.value}`} className="hs-field-description">
                  {option.description}
                </div>
              ) : null}
            </div>
          ))}
        </div>
      )}
    </FieldShell>
  );
}

interface ToggleProps extends BaseProps {
  readonly label?: string;
  readonly labelDisplay?: 'inline' | 'top' | 'hidden';
  readonly name?: string;
  readonly checked?: boolean;
  readonly initialIsChecked?: boolean;
  readonly readonly?: boolean;
  readonly readOnly?: boolean;
  readonly size?: string;
  readonly textChecked?: string;
  readonly textUnchecked?: string;
  readonly onChange?: (checked: boolean) => void;
}

/** A switch. */
export function Toggle({
  textChecked = 'On',
  textUnchecked = 'Off',
  labelDisplay = 'inline',
  ...props
}: ToggleProps) {
  const initial = props.initialIsChecked ?? false;
  const field = useFieldValue(props.checked, initial);
  const labelId = useId();
  useFormField(props.name, { read: () => field.value, commit: () => {}, reset: () => field.set(initial) });
  return (
    <div className={`hs-toggle-row hs-label-${labelDisplay}`}>
      <span id={labelId} className={labelDisplay === 'hidden' ? 'visually-hidden' : 'hs-label'}>
        {props.label}
      </span>
      <button
        type="button"
        role="switch"
        aria-checked={field.value}
        aria-labelledby={labelId}
        className={`hs-toggle hs-size-${shortSize(props.size ?? 'md')}`}
        disabled={props.readOnly ?? props.readonly}
        onClick={() => {
          field.set(!field.value);
          props.onChange?.(!field.value);
        }}
        data-testid={props.testId}
      >
        {field.value ? textChecked : textUnchecked}
      </button>
    </div>
  );
}
