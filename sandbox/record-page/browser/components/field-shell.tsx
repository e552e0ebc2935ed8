import type { ReactNode } from 'react';
import { useId } from 'react';
import { HelpTip } from './help-tip.tsx';
import { type BaseProps, classes } from './remote-props.ts';

/** What HubSpot's form fields have in common. */
export interface FieldProps extends BaseProps {
  readonly label?: string;
  readonly name?: string;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly description?: string;
  readonly tooltip?: string;
  readonly placeholder?: string;
  readonly error?: boolean;
  readonly validationMessage?: string;
}

/** The attributes a control needs so that its label, help and message reach a screen reader. */
export interface ControlAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
  readonly 'aria-required': boolean | undefined;
}

interface FieldShellProps {
  readonly field: FieldProps;
  /** `group` for several controls under one caption, `single` for one control. */
  readonly kind?: 'single' | 'group';
  readonly children: (attributes: ControlAttributes) => ReactNode;
}

/** Label, required mark, help, control and message of one field, tied together. */
export function FieldShell({ field, kind = 'single', children }: FieldShellProps) {
  const id = useId();
  const descriptionId = `${id}-description`;
  const messageId = `${id}-message`;
  const describedBy = [field.description && descriptionId, field.validationMessage && messageId].filter(
    Boolean,
  );
  const attributes: ControlAttributes = {
    id,
    'aria-describedby': describedBy.length > 0 ? describedBy.join(' ') : undefined,
    'aria-invalid': field.error ? true : undefined,
    'aria-required': field.required && kind === 'single' ? true : undefined,
  };
  const caption = (
    <>
      {field.label}
      {field.required ? (
        <>
          <span className="hs-required" aria-hidden="true">
            {' '}
            *
          </span>
          {kind === 'group' ? <span className="visually-hidden"> (required)</span> : null}
        </>
      ) : null}
    </>
  );
  const rest = (
    <>
      {field.description ? (
        <div id={descriptionId} className="hs-field-description">
          {field.description}
        </div>
      ) : null}
      {children(attributes)}
      <div id={messageId} className={field.error ? 'hs-field-error' : 'hs-field-ok'} aria-live="polite">
        {field.validationMessage ?? ''}
      </div>
    </>
  );
  if (kind === 'group') {
    return (
      <fieldset className={classes('hs-field', field.error && 'hs-invalid')} data-testid={field.testId}>
        <legend className="hs-label">
          {caption}
          {field.tooltip ? <HelpTip text={field.tooltip} /> : null}
        </legend>
        {rest}
      </fieldset>
    );
  }
  return (
    <div className={classes('hs-field', field.error && 'hs-invalid')}>
      <div className="hs-label-row">
        <label className="hs-label" htmlFor={id}>
          {caption}
        </label>
        {field.tooltip ? <HelpTip text={field.tooltip} /> : null}
      </div>
      {rest}
    </div>
  );
}
