import type { ReactNode } from 'react';
import { useId, useState } from 'react';
import type { BaseProps } from './remote-props.ts';

/** A small "i" that tells more on hover and on focus. */
export function HelpTip({ text }: { text: string }) {
  const id = useId();
  return (
    <span className="hs-tooltip">
      <button type="button" className="hs-help" aria-label="More information" aria-describedby={id}>
        i
      </button>
      <span id={id} role="tooltip" className="hs-tooltip-text hs-top">
        {text}
      </span>
    </span>
  );
}

interface TooltipProps extends BaseProps {
  readonly children?: ReactNode;
  readonly placement?: 'top' | 'bottom' | 'left' | 'right';
}

/**
 * HubSpot's `Tooltip` is passed to another component's `overlay` and then explains that component; placed alone, its
 * content is shown as help behind an "i".
 */
export function Tooltip({ children, placement = 'top', testId }: TooltipProps) {
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <span className="hs-tooltip" data-testid={testId}>
      <button
        type="button"
        className="hs-help"
        aria-label="More information"
        aria-describedby={id}
        onClick={() => setShown(!shown)}
        onBlur={() => setShown(false)}
      >
        i
      </button>
      <span id={id} role="tooltip" className={`hs-tooltip-text hs-${placement}${shown ? ' hs-shown' : ''}`}>
        {children}
      </span>
    </span>
  );
}
