import { useCallback, useRef, useState } from 'react';
import type { CardAlert } from '../card-bridge.ts';

/** A shown alert. */
interface Toast extends CardAlert {
  readonly id: number;
}

/** The alerts of one user of the page. They stay until closed, since nobody reads against a clock. */
export function useToasts() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const nextId = useRef(1);
  const add = useCallback((alert: CardAlert) => {
    const id = nextId.current++;
    setToasts((shown) => [...shown.slice(-3), { ...alert, id }]);
  }, []);
  const close = useCallback(
    (id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)),
    [],
  );
  const clear = useCallback(() => setToasts([]), []);
  return { toasts, add, close, clear };
}

/** Alerts in the corner of the page, told to screen readers as they come. */
export function ToastStack({ toasts, close }: Pick<ReturnType<typeof useToasts>, 'toasts' | 'close'>) {
  return (
    <div className="toasts" aria-live="polite">
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className={`toast hs-alert hs-alert-${toast.type === 'danger' ? 'error' : (toast.type ?? 'info')}`}
          role={toast.type === 'danger' ? 'alert' : 'status'}
          data-testid="toast"
        >
          <div>
            {toast.title ? <div className="hs-alert-title">{toast.title}</div> : null}
            <div>{toast.message}</div>
          </div>
          <button
            type="button"
            className="hs-plain"
            aria-label="Close message"
            onClick={() => close(toast.id)}
          >
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}
