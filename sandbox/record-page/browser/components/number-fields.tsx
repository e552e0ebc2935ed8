import { useRef } from 'react';
import { type FieldProps, FieldShell } from './field-shell.tsx';
import { useFieldValue } from './field-value.ts';
import { useFormField } from './form-fields.ts';

interface NumberFieldProps extends FieldProps {
  readonly value?: number;
  readonly defaultValue?: number;
  readonly min?: number;
  readonly max?: number;
  readonly precision?: number;
  readonly onChange?: (value: number | undefined) => void;
  readonly onInput?: (value: number | undefined) => void;
  readonly onBlur?: (value: number | undefined) => void;
  readonly onFocus?: (value: number | undefined) => void;
}

const asText = (value: number | undefined) => (value === undefined ? '' : String(value));
const asNumber = (text: string) =>
  text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);

function useNumberField(props: NumberFieldProps) {
  const initial = asText(props.defaultValue);
  const field = useFieldValue(props.value === undefined ? undefined : asText(props.value), initial);
  const committed = useRef(asNumber(field.value));
  const limited = (text: string) => {
    const value = asNumber(text);
    if (value === undefined || props.precision === undefined) return value;
    return Number(value.toFixed(props.precision));
  };
  const commit = (text: string) => {
    const value = limited(text);
    if (value === committed.current) return;
    committed.current = value;
    props.onChange?.(value);
  };
  useFormField(props.name, {
    read: () => limited(field.value),
    commit: () => commit(field.value),
    reset: () => field.set(initial),
  });
  return { field, limited, commit };
}

interface ShownNumberProps {
  readonly props: NumberFieldProps;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly step?: number;
  readonly alignRight?: boolean;
}

function NumberControl({ props, prefix, suffix, step, alignRight = false }: ShownNumberProps) {
  const number = useNumberField(props);
  const stepSize = step ?? (props.precision ? 10 ** -props.precision : 'any');
  return (
    <FieldShell field={props}>
      {(attributes) => (
        <div className="hs-affixed">
          {prefix ? <span className="hs-affix">{prefix}</span> : null}
          <input
            {...attributes}
            className={alignRight ? 'hs-control hs-right' : 'hs-control'}
            type="number"
            name={props.name}
            value={number.field.value}
            min={props.min}
            max={props.max}
            step={stepSize}
            readOnly={props.readOnly}
            placeholder={props.placeholder}
            onChange={(event) => {
              number.field.set(event.target.value);
              props.onInput?.(number.limited(event.target.value));
            }}
            onFocus={() => props.onFocus?.(number.limited(number.field.value))}
            onBlur={() => {
              number.commit(number.field.value);
              props.onBlur?.(number.limited(number.field.value));
            }}
            data-testid={props.testId}
          />
          {suffix ? <span className="hs-affix">{suffix}</span> : null}
        </div>
      )}
    </FieldShell>
  );
}

interface NumberInputProps extends NumberFieldProps {
  readonly formatStyle?: 'decimal' | 'percentage';
  readonly textAlign?: 'left' | 'right';
}

/** A number, or a percentage. */
export function NumberInput({ formatStyle, textAlign, ...props }: NumberInputProps) {
  const suffix = formatStyle === 'percentage' ? { suffix: '%' } : {};
  return <NumberControl props={props} alignRight={textAlign === 'right'} {...suffix} />;
}

/** An amount of money, with the currency's code beside it. */
export function CurrencyInput({ currency = 'USD', ...props }: NumberFieldProps & { currency?: string }) {
  return <NumberControl props={props} prefix={currency} />;
}

/** A number with steps; the browser's own arrows and arrow keys move it. */
export function StepperInput({ stepSize = 1, ...props }: NumberFieldProps & { stepSize?: number }) {
  return <NumberControl props={props} step={stepSize} />;
}
