import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { createContext, useContext, useEffect, useId, useRef, useState } from 'react';
import { type ExtensionEvent, extensionEvent } from './events.ts';
import { Icon } from './icon.tsx';
import { linkTarget } from './links.ts';
import { type Reactions, useOverlayTrigger, useReactions } from './overlays.tsx';
import { type BaseProps, classes, type Href, type OverlayProps, shortSize } from './remote-props.ts';

type ClickHandler = (event: ExtensionEvent, reactions: Reactions) => void;

interface ButtonProps extends BaseProps, OverlayProps {
  readonly onClick?: ClickHandler;
  readonly href?: Href;
  readonly disabled?: boolean;
  readonly variant?: 'primary' | 'secondary' | 'destructive' | 'transparent';
  readonly type?: 'button' | 'reset' | 'submit';
  readonly size?: string;
  readonly truncate?: boolean;
  readonly children?: ReactNode;
}

function buttonClass({ variant = 'secondary', size = 'md', truncate = false }: ButtonProps): string {
  return classes('hs-button', `hs-${variant}`, `hs-size-${shortSize(size)}`, truncate && 'hs-truncate');
}

/** A button, or a link that looks like one when it has an `href`. */
export function Button(props: ButtonProps) {
  const reactions = useReactions();
  const overlay = useOverlayTrigger(props.overlay);
  const onClick = (event: MouseEvent) => {
    props.onClick?.(extensionEvent(event), reactions);
    overlay.open();
  };
  const target = props.disabled ? null : linkTarget(props.href);
  return (
    <>
      {target ? (
        <a
          href={target.href}
          target={target.target}
          rel={target.rel}
          className={buttonClass(props)}
          onClick={onClick}
          data-testid={props.testId}
        >
          {props.children}
        </a>
      ) : (
        <button
          type={props.type ?? 'button'}
          className={buttonClass(props)}
          disabled={props.disabled}
          onClick={onClick}
          data-testid={props.testId}
        >
          {props.children}
        </button>
      )}
      {overlay.slot}
    </>
  );
}

interface LoadingButtonProps extends ButtonProps {
  readonly loading?: boolean;
  readonly resultIconName?: string;
  readonly overlayOptions?: { readonly openBehavior?: 'onClick' | 'onLoadingFinish' };
}

/** A button that shows work in progress. It keeps its focus while loading, but a click does nothing then. */
export function LoadingButton(props: LoadingButtonProps) {
  const { loading = false } = props;
  const reactions = useReactions();
  const overlay = useOverlayTrigger(props.overlay);
  const opensWhenDone = props.overlayOptions?.openBehavior === 'onLoadingFinish';
  const wasLoading = useRef(loading);
  useEffect(() => {
    if (wasLoading.current && !loading && opensWhenDone) overlay.open();
    wasLoading.current = loading;
  });
  return (
    <>
      <button
        type={props.type ?? 'button'}
        className={buttonClass(props)}
        disabled={props.disabled}
        aria-disabled={loading}
        aria-busy={loading}
        onClick={(event) => {
          if (loading) {
            event.preventDefault();
            return;
          }
          props.onClick?.(extensionEvent(event), reactions);
          if (!opensWhenDone) overlay.open();
        }}
        data-testid={props.testId}
      >
        {loading ? <span className="hs-spinner hs-size-xs" aria-hidden="true" /> : null}
        {!loading && props.resultIconName ? <Icon name={props.resultIconName} /> : null}
        {props.children}
      </button>
      {overlay.slot}
    </>
  );
}

/** A row of buttons. */
export function ButtonRow({ children, testId }: BaseProps & { children?: ReactNode }) {
  return (
    <div className="hs-button-row" data-testid={testId}>
      {children}
    </div>
  );
}

interface LinkProps extends BaseProps, OverlayProps {
  readonly href?: Href;
  readonly variant?: string;
  readonly onClick?: ClickHandler;
  readonly preventDefault?: boolean;
  readonly children?: ReactNode;
}

/** A link. Without an address it acts as a button that looks like a link. */
export function Link(props: LinkProps) {
  const reactions = useReactions();
  const overlay = useOverlayTrigger(props.overlay);
  const target = linkTarget(props.href);
  const onClick = (event: MouseEvent) => {
    if (props.preventDefault || props.overlay) event.preventDefault();
    props.onClick?.(extensionEvent(event), reactions);
    overlay.open();
  };
  const className = `hs-link hs-link-${props.variant ?? 'primary'}`;
  return (
    <>
      {target ? (
        <a
          href={target.href}
          target={target.target}
          rel={target.rel}
          className={className}
          onClick={onClick}
          data-testid={props.testId}
        >
          {props.children}
          {target.target ? <span className="visually-hidden"> (opens in a new tab)</span> : null}
        </a>
      ) : (
        <button type="button" className={className} onClick={onClick} data-testid={props.testId}>
          {props.children}
        </button>
      )}
      {overlay.slot}
    </>
  );
}

interface DropdownProps extends BaseProps {
  readonly options?: readonly { readonly label: string; readonly onClick?: () => void }[];
  readonly variant?: 'primary' | 'secondary' | 'transparent';
  readonly buttonText?: string;
  readonly buttonSize?: string;
  readonly disabled?: boolean;
  readonly children?: ReactNode;
}

const CloseMenuContext = createContext<() => void>(() => {});

/** A button that opens a list of actions. Arrow keys move in it, Escape closes it. */
export function Dropdown(props: DropdownProps) {
  const [open, setOpen] = useState(false);
  const menuId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (open) menu.current?.querySelector('button')?.focus();
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const items: (Element | null)[] = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.indexOf(document.activeElement);
    const step = event.key === 'ArrowDown' ? 1 : -1;
    (items[(at + step + items.length) % items.length] as HTMLElement | undefined)?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for keys of the menu inside it
    <div
      className="hs-dropdown"
      data-testid={props.testId}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className={buttonClass({ variant: props.variant ?? 'secondary', size: props.buttonSize ?? 'md' })}
        disabled={props.disabled}
        aria-haspopup="true"
        aria-expanded={open}
        aria-controls={menuId}
        onClick={() => setOpen(!open)}
      >
        {props.buttonText ?? 'Actions'}
        <span className="hs-caret hs-caret-open" aria-hidden="true" />
      </button>
      <div ref={menu} id={menuId} className="hs-menu" hidden={!open}>
        <CloseMenuContext.Provider value={close}>
          {props.options?.map((option) => (
            <button
              key={option.label}
              type="button"
              className="hs-menu-item"
              onClick={() => {
                option.onClick?.();
                close();
              }}
            >
              {option.label}
            </button>
          ))}
          {props.children}
        </CloseMenuContext.Provider>
      </div>
    </div>
  );
}

/** One action of a `Dropdown`. */
export function DropdownButtonItem(
  props: BaseProps & OverlayProps & { onClick?: ClickHandler; children?: ReactNode },
) {
  const reactions = useReactions();
  const overlay = useOverlayTrigger(props.overlay);
  const close = useContext(CloseMenuContext);
  return (
    <>
      <button
        type="button"
        className="hs-menu-item"
        onClick={(event) => {
          props.onClick?.(extensionEvent(event), reactions);
          close();
          overlay.open();
        }}
        data-testid={props.testId}
      >
        {props.children}
      </button>
      {overlay.slot}
    </>
  );
}
