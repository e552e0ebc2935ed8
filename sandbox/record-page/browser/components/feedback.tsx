import type { ReactNode } from 'react';
import { useId } from 'react';
import { type BaseProps, classes, shortSize } from './remote-props.ts';

interface AlertProps extends BaseProps {
  readonly title: string;
  readonly variant?: 'info' | 'warning' | 'success' | 'error' | 'danger' | 'tip';
  readonly children?: ReactNode;
}

/** A coloured notice. Errors interrupt a screen reader, the rest wait for their turn. */
export function Alert({ title, variant = 'info', children, testId }: AlertProps) {
  const urgent = variant === 'error' || variant === 'danger';
  return (
    <div
      className={`hs-alert hs-alert-${variant === 'danger' ? 'error' : variant}`}
      role={urgent ? 'alert' : 'status'}
      data-testid={testId}
    >
      <div className="hs-alert-title">{title}</div>
      {children ? <div className="hs-alert-body">{children}</div> : null}
    </div>
  );
}

interface EmptyStateProps extends BaseProps {
  readonly title?: string;
  readonly layout?: 'horizontal' | 'vertical';
  readonly flush?: boolean;
  readonly reverseOrder?: boolean;
  readonly imageWidth?: number;
  readonly children?: ReactNode;
}

/** Says that there is nothing yet. HubSpot's drawings are not public, so a plain one stands in their place. */
export function EmptyState({
  title,
  layout = 'horizontal',
  flush,
  reverseOrder,
  imageWidth,
  ...rest
}: EmptyStateProps) {
  return (
    <div
      className={classes('hs-empty', `hs-empty-${layout}`, flush && 'hs-flush', reverseOrder && 'hs-reverse')}
      data-testid={rest.testId}
    >
      <div>
        {title ? <h4 className="hs-empty-title">{title}</h4> : null}
        {rest.children}
      </div>
      <div className="hs-empty-picture" style={{ width: imageWidth ?? 96 }} aria-hidden="true" />
    </div>
  );
}

interface ErrorStateProps extends BaseProps {
  readonly title?: string;
  readonly type?: 'error' | 'support' | 'lock';
  readonly children?: ReactNode;
}

/** Says that something failed and what to do. */
export function ErrorState({
  title = 'Something went wrong',
  type = 'error',
  children,
  testId,
}: ErrorStateProps) {
  return (
    <div className={`hs-error-state hs-error-${type}`} role="alert" data-testid={testId}>
      <div className="hs-error-picture" aria-hidden="true">
        {type === 'lock' ? '⚿' : '!'}
      </div>
      <h4 className="hs-empty-title">{title}</h4>
      {children}
    </div>
  );
}

interface LoadingSpinnerProps extends BaseProps {
  readonly label: string;
  readonly showLabel?: boolean;
  readonly size?: string;
  readonly layout?: 'inline' | 'centered';
}

/** Work in progress. */
export function LoadingSpinner({
  label,
  showLabel = false,
  size = 'sm',
  layout = 'inline',
  testId,
}: LoadingSpinnerProps) {
  return (
    <div className={`hs-loading hs-loading-${layout}`} role="status" data-testid={testId}>
      <span className={`hs-spinner hs-size-${shortSize(size)}`} aria-hidden="true" />
      <span className={showLabel ? '' : 'visually-hidden'}>{label}</span>
    </div>
  );
}

interface ProgressBarProps extends BaseProps {
  readonly title?: string;
  readonly 'aria-label'?: string;
  readonly showPercentage?: boolean;
  readonly value?: number;
  readonly maxValue?: number;
  readonly valueMax?: number;
  readonly valueDescription?: string;
  readonly variant?: 'success' | 'danger' | 'warning';
}

/** How far something is. */
export function ProgressBar(props: ProgressBarProps) {
  const max = props.maxValue ?? props.valueMax ?? 100;
  const value = Math.min(Math.max(props.value ?? 0, 0), max);
  const percent = max > 0 ? Math.round((value / max) * 100) : 0;
  const id = useId();
  return (
    <div className={`hs-progress hs-progress-${props.variant ?? 'success'}`} data-testid={props.testId}>
      <div className="hs-progress-head">
        <span id={id}>{props.title}</span>
        <span>{props.showPercentage ? `${percent}%` : props.valueDescription}</span>
      </div>
      <div
        className="hs-progress-track"
        role="progressbar"
        aria-valuenow={value}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-label={props.title ? undefined : (props['aria-label'] ?? 'Progress')}
        aria-labelledby={props.title ? id : undefined}
      >
        <div className="hs-progress-fill" style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}

interface StepIndicatorProps extends BaseProps {
  readonly stepNames?: readonly string[];
  readonly direction?: 'horizontal' | 'vertical';
  readonly circleSize?: string;
  readonly currentStep?: number;
  readonly variant?: 'default' | 'compact' | 'flush';
  readonly onClick?: (stepIndex: number) => void;
}

/** Steps of a way, with those done, the one at hand and those to come. */
export function StepIndicator(props: StepIndicatorProps) {
  const { stepNames = [], direction = 'horizontal', currentStep = 0, variant = 'default' } = props;
  return (
    <ol className={`hs-steps hs-steps-${direction} hs-steps-${variant}`} data-testid={props.testId}>
      {stepNames.map((name, index) => {
        const state = index < currentStep ? 'done' : index === currentStep ? 'current' : 'next';
        const label = (
          <>
            <span className="hs-step-circle" aria-hidden="true">
              {state === 'done' ? '✓' : index + 1}
            </span>
            <span
              className={variant === 'compact' && state !== 'current' ? 'visually-hidden' : 'hs-step-name'}
            >
              {name}
            </span>
            {state === 'done' ? <span className="visually-hidden"> (done)</span> : null}
          </>
        );
        return (
          <li
            key={name}
            className={`hs-step hs-step-${state}`}
            aria-current={state === 'current' ? 'step' : undefined}
          >
            {props.onClick ? (
              <button type="button" className="hs-step-button" onClick={() => props.onClick?.(index)}>
                {label}
              </button>
            ) : (
              label
            )}
          </li>
        );
      })}
    </ol>
  );
}
