import { useRef } from 'react';
import { type FieldProps, FieldShell } from './field-shell.tsx';
import { useFieldValue } from './field-value.ts';
import { useFormField } from './form-fields.ts';

/** A day as HubSpot's `DateInput` gives it: `month` counts from 0. */
interface BaseDate {
  readonly year: number;
  readonly month: number;
  readonly date: number;
}

interface DateInputProps extends FieldProps {
  readonly value?: BaseDate | null;
  readonly defaultValue?: BaseDate | null;
  readonly min?: BaseDate;
  readonly max?: BaseDate;
  readonly minValidationMessage?: string;
  readonly maxValidationMessage?: string;
  readonly onChange?: (value: BaseDate & { formattedDate: string }) => void;
  readonly onBlur?: (value: BaseDate & { formattedDate: string }) => void;
  readonly onFocus?: (value: BaseDate & { formattedDate: string }) => void;
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0');

function isoDay(day: BaseDate | null | undefined): string {
  return day ? `${pad(day.year, 4)}-${pad(day.month + 1)}-${pad(day.date)}` : '';
}

function baseDate(iso: string): (BaseDate & { formattedDate: string }) | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (match === null) return null;
  const [year, month, date] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  return { year, month: month - 1, date, formattedDate: iso };
}

/** A day. Uses the browser's own date control, which keyboards and screen readers know. */
export function DateInput(props: DateInputProps) {
  const initial = isoDay(props.defaultValue);
  const field = useFieldValue(props.value === undefined ? undefined : isoDay(props.value), initial);
  const tooEarly = props.min !== undefined && field.value !== '' && field.value < isoDay(props.min);
  const tooLate = props.max !== undefined && field.value !== '' && field.value > isoDay(props.max);
  const committed = useRef(field.value);
  const commit = (iso: string) => {
    const day = baseDate(iso);
    if (day === null || iso === committed.current) return;
    committed.current = iso;
    props.onChange?.(day);
  };
  useFormField(props.name, {
    read: () => {
      const day = baseDate(field.value);
      return day === null ? undefined : { year: day.year, month: day.month, date: day.date };
    },
    commit: () => commit(field.value),
    reset: () => field.set(initial),
  });
  const rangeMessage = tooEarly
    ? (props.minValidationMessage ?? `Choose ${isoDay(props.min)} or later`)
    : tooLate
      ? (props.maxValidationMessage ?? `Choose ${isoDay(props.max)} or earlier`)
      : undefined;
  const shell: FieldProps = rangeMessage ? { ...props, error: true, validationMessage: rangeMessage } : props;
  return (
    <FieldShell field={shell}>
      {(attributes) => (
        <input
          {...attributes}
          className="hs-control"
          type="date"
          name={props.name}
          value={field.value}
          min={props.min && isoDay(props.min)}
          max={props.max && isoDay(props.max)}
          readOnly={props.readOnly}
          onChange={(event) => {
            field.set(event.target.value);
            commit(event.target.value);
          }}
          onFocus={() => {
            const day = baseDate(field.value);
            if (day) props.onFocus?.(day);
          }}
          onBlur={() => {
            const day = baseDate(field.value);
            if (day) props.onBlur?.(day);
          }}
          data-testid={props.testId}
        />
      )}
    </FieldShell>
  );
}

interface BaseTime {
  readonly hours: number;
  readonly minutes: number;
}

interface TimeInputProps extends FieldProps {
  readonly value?: BaseTime | null;
  readonly defaultValue?: BaseTime | null;
  readonly min?: BaseTime;
  readonly max?: BaseTime;
  /** Minutes between the times offered. */
  readonly interval?: number;
  readonly onChange?: (value: BaseTime) => void;
}

const clockTime = (time: BaseTime | null | undefined) =>
  time ? `${pad(time.hours)}:${pad(time.minutes)}` : '';

function baseTime(text: string): BaseTime | null {
  const match = /^(\d{2}):(\d{2})/.exec(text);
  return match === null ? null : { hours: Number(match[1]), minutes: Number(match[2]) };
}

/** A time of day. */
export function TimeInput(props: TimeInputProps) {
  const initial = clockTime(props.defaultValue);
  const field = useFieldValue(props.value === undefined ? undefined : clockTime(props.value), initial);
  useFormField(props.name, {
    read: () => baseTime(field.value) ?? undefined,
    commit: () => {},
    reset: () => field.set(initial),
  });
  return (
    <FieldShell field={props}>
      {(attributes) => (
        <input
          {...attributes}
          className="hs-control"
          type="time"
          name={props.name}
          value={field.value}
          min={props.min && clockTime(props.min)}
          max={props.max && clockTime(props.max)}
          step={(props.interval ?? 1) * 60}
          readOnly={props.readOnly}
          onChange={(event) => {
            field.set(event.target.value);
            const time = baseTime(event.target.value);
            if (time) props.onChange?.(time);
          }}
          data-testid={props.testId}
        />
      )}
    </FieldShell>
  );
}
