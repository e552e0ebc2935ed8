import type { ReactNode, SyntheticEvent } from 'react';
import { createContext, useContext, useEffect, useId, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { FormFieldsContext } from './form-fields.ts';
import { type BaseProps, classes, shortSize } from './remote-props.ts';

/** What HubSpot passes as second argument to a click or submit handler. */
export interface Reactions {
  readonly openModal: (id: string) => void;
  readonly closeModal: (id: string) => void;
  readonly openPanel: (id: string) => void;
  readonly closePanel: (id: string) => void;
}

/** Which dialogs of the card are open, and how to change that. */
export interface OverlayControl {
  readonly openIds: ReadonlySet<string>;
  readonly open: (id: string) => void;
  readonly close: (id: string) => void;
  readonly reactions: Reactions;
}

const OverlayContext = createContext<OverlayControl | null>(null);

/** Gives every component below it the open dialogs. `control` comes from `useOverlayControl`. */
export function OverlayProvider({ control, children }: { control: OverlayControl; children: ReactNode }) {
  return <OverlayContext.Provider value={control}>{children}</OverlayContext.Provider>;
}

/** Keeps which dialogs are open for one card. */
export function useOverlayControl(): OverlayControl {
  const [openIds, setOpenIds] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const open = (id: string) => setOpenIds((ids) => new Set(ids).add(id));
    const close = (id: string) => setOpenIds((ids) => new Set([...ids].filter((other) => other !== id)));
    return {
      openIds,
      open,
      close,
      reactions: { openModal: open, closeModal: close, openPanel: open, closePanel: close },
    };
  }, [openIds]);
}

function useOverlays(): OverlayControl {
  const control = useContext(OverlayContext);
  if (control === null)
    throw new Error('A card component was rendered outside OverlayProvider (this is a bug)');
  return control;
}

/** The reactions HubSpot hands to event handlers. */
export function useReactions(): Reactions {
  return useOverlays().reactions;
}

const TriggerContext = createContext<((id: string | null) => void) | null>(null);

/**
 * The dialog held by a trigger's `overlay` prop: `slot` must be rendered beside the trigger, `open` shows it.
 * The dialog tells the trigger its id when it mounts, so the trigger needs to know nothing about it.
 */
export function useOverlayTrigger(overlay: ReactNode): { slot: ReactNode; open: () => void } {
  const overlays = useOverlays();
  const heldId = useRef<string | null>(null);
  const register = useMemo(
    () => (id: string | null) => {
      heldId.current = id;
    },
    [],
  );
  const slot = overlay ? <TriggerContext.Provider value={register}>{overlay}</TriggerContext.Provider> : null;
  return {
    slot,
    open: () => {
      if (heldId.current !== null) overlays.open(heldId.current);
    },
  };
}

interface DialogProps extends BaseProps {
  readonly id: string;
  readonly title?: string;
  readonly 'aria-label'?: string;
  readonly children?: ReactNode;
  readonly width?: string;
  readonly variant?: string;
  readonly onOpen?: () => void;
  readonly onClose?: () => void;
}

const stopPropagation = (event: SyntheticEvent) => event.stopPropagation();

/** A `<dialog>` shown modally: the browser itself keeps the focus inside and closes it on Escape. */
function Dialog({ kind, ...props }: DialogProps & { kind: 'modal' | 'panel' }) {
  const overlays = useOverlays();
  const register = useContext(TriggerContext);
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const isOpen = overlays.openIds.has(props.id);
  const handlers = useRef({ onOpen: props.onOpen, onClose: props.onClose });
  handlers.current = { onOpen: props.onOpen, onClose: props.onClose };

  useEffect(() => {
    register?.(props.id);
    return () => register?.(null);
  }, [register, props.id]);

  useEffect(() => {
    if (!isOpen) return;
    const opener = document.activeElement;
    element.current?.showModal();
    handlers.current.onOpen?.();
    return () => {
      // React removes the element without `close()`, so the browser does not give the focus back by itself.
      if (opener instanceof HTMLElement) opener.focus();
      handlers.current.onClose?.();
    };
  }, [isOpen]);

  if (!isOpen) return null;
  return createPortal(
    <TriggerContext.Provider value={null}>
      <FormFieldsContext.Provider value={null}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: stops bubbling through the React portal, handles no click */}
        <dialog
          ref={element}
          className={classes(
            `hs-${kind}`,
            `hs-width-${shortSize(props.width ?? 'sm')}`,
            props.variant === 'danger' && 'hs-danger',
          )}
          aria-labelledby={props.title ? titleId : undefined}
          aria-label={props.title ? undefined : (props['aria-label'] ?? 'Dialog')}
          data-testid={props.testId}
          onCancel={(event) => {
            event.preventDefault();
            overlays.close(props.id);
          }}
          onClick={stopPropagation}
          onSubmit={stopPropagation}
        >
          <header className="hs-dialog-header">
            {props.title ? <h2 id={titleId}>{props.title}</h2> : <span />}
            <button
              type="button"
              className="hs-dialog-close"
              aria-label="Close"
              onClick={() => overlays.close(props.id)}
            >
              ✕
            </button>
          </header>
          {props.children}
        </dialog>
      </FormFieldsContext.Provider>
    </TriggerContext.Provider>,
    document.body,
  );
}

/** A dialog in the middle of the page. */
export function Modal(props: DialogProps) {
  return <Dialog {...props} kind="modal" />;
}

/** A dialog at the right edge of the page. */
export function Panel(props: DialogProps) {
  return <Dialog {...props} kind="panel" />;
}

interface PartProps extends BaseProps {
  readonly children?: ReactNode;
  readonly flush?: boolean;
}

/** The scrolling middle of a dialog. */
export function DialogBody({ children, testId }: PartProps) {
  return (
    <div className="hs-dialog-body" data-testid={testId}>
      {children}
    </div>
  );
}

/** The fixed foot of a dialog, for its buttons. */
export function DialogFooter({ children, testId }: PartProps) {
  return (
    <footer className="hs-dialog-footer" data-testid={testId}>
      {children}
    </footer>
  );
}

/** A part of a panel's body. */
export function PanelSection({ children, flush, testId }: PartProps) {
  return (
    <section className={classes('hs-panel-section', flush && 'hs-flush')} data-testid={testId}>
      {children}
    </section>
  );
}
