import type { CSSProperties, ReactNode } from 'react';
import { Children, useEffect, useRef } from 'react';
import { type ExtensionEvent, extensionEvent } from './events.ts';
import { linkTarget } from './links.ts';
import { type Reactions, useOverlayTrigger, useReactions } from './overlays.tsx';
import { type BaseProps, classes, type Href, type OverlayProps } from './remote-props.ts';

interface TextFormat {
  readonly fontWeight?: 'regular' | 'bold' | 'demibold';
  readonly italic?: boolean;
  readonly lineDecoration?: 'none' | 'underline' | 'strikethrough';
  readonly textTransform?: 'none' | 'uppercase' | 'lowercase' | 'capitalize' | 'sentenceCase';
}

interface TextProps extends BaseProps {
  readonly variant?: 'bodytext' | 'microcopy';
  readonly inline?: boolean;
  readonly format?: TextFormat;
  readonly truncate?: boolean | { readonly maxWidth?: number; readonly tooltipText?: string };
  readonly children?: ReactNode;
}

/** Text with HubSpot's few ways to set it off. */
export function Text({
  variant = 'bodytext',
  inline = false,
  format = {},
  truncate = false,
  ...rest
}: TextProps) {
  const limits = typeof truncate === 'object' ? truncate : {};
  const style: CSSProperties = limits.maxWidth === undefined ? {} : { maxWidth: limits.maxWidth };
  const className = classes(
    'hs-text',
    `hs-text-${variant}`,
    format.fontWeight && `hs-weight-${format.fontWeight}`,
    format.italic && 'hs-italic',
    format.lineDecoration && `hs-line-${format.lineDecoration}`,
    format.textTransform && `hs-case-${format.textTransform}`,
    truncate !== false && 'hs-truncate',
  );
  const Element = inline ? 'span' : 'div';
  return (
    <Element className={className} style={style} title={limits.tooltipText} data-testid={rest.testId}>
      {rest.children}
    </Element>
  );
}

/** The heading of an app page, which also names the browser's tab. */
export function PageTitle({ children, testId }: BaseProps & { children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${heading.current?.textContent} | Sandbox CRM`;
  });
  return (
    <h1 ref={heading} className="app-page-title" data-testid={testId}>
      {children}
    </h1>
  );
}

/** A heading inside the card, one level below the card's own title. */
export function Heading({
  inline = false,
  children,
  testId,
}: BaseProps & { inline?: boolean; children?: ReactNode }) {
  return (
    <h3 className={classes('hs-heading', inline && 'hs-inline')} data-testid={testId}>
      {children}
    </h3>
  );
}

interface TagProps extends BaseProps, OverlayProps {
  readonly variant?: 'default' | 'warning' | 'success' | 'error' | 'info';
  readonly inline?: boolean;
  readonly onClick?: (event: ExtensionEvent, reactions: Reactions) => void;
  readonly children?: ReactNode;
}

/** A label; a button when it can be clicked. */
export function Tag({ variant = 'default', onClick, children, testId, ...rest }: TagProps) {
  const reactions = useReactions();
  const overlay = useOverlayTrigger(rest.overlay);
  const className = `hs-tag hs-tag-${variant}`;
  if (!onClick && !rest.overlay) {
    return (
      <span className={className} data-testid={testId}>
        {children}
      </span>
    );
  }
  return (
    <>
      <button
        type="button"
        className={className}
        data-testid={testId}
        onClick={(event) => {
          onClick?.(extensionEvent(event), reactions);
          overlay.open();
        }}
      >
        {children}
      </button>
      {overlay.slot}
    </>
  );
}

interface StatusTagProps extends BaseProps {
  readonly variant?: 'danger' | 'warning' | 'info' | 'success' | 'default';
  readonly hollow?: boolean;
  readonly onClick?: () => void;
  readonly showRemoveIcon?: boolean;
  readonly onRemoveClick?: () => void;
  readonly children?: ReactNode;
}

/** A state in words with a coloured dot. */
export function StatusTag({
  variant = 'default',
  hollow = false,
  children,
  testId,
  ...props
}: StatusTagProps) {
  const content = (
    <>
      <span className={classes('hs-dot', hollow && 'hs-hollow')} aria-hidden="true" />
      {children}
    </>
  );
  return (
    <span className={`hs-status hs-status-${variant}`} data-testid={testId}>
      {props.onClick ? (
        <button type="button" className="hs-plain" onClick={() => props.onClick?.()}>
          {content}
        </button>
      ) : (
        content
      )}
      {props.showRemoveIcon ? (
        <button
          type="button"
          className="hs-plain"
          aria-label="Remove"
          onClick={() => props.onRemoveClick?.()}
        >
          ✕
        </button>
      ) : null}
    </span>
  );
}

interface ImageProps extends BaseProps, OverlayProps {
  readonly src: string;
  readonly alt?: string;
  readonly width?: number;
  readonly height?: number;
  readonly href?: Href;
  readonly onClick?: (event: ExtensionEvent, reactions: Reactions) => void;
}

/** A picture; a link or a button when it has something to do. */
export function Image({ src, alt = '', width, height, testId, ...props }: ImageProps) {
  const reactions = useReactions();
  const overlay = useOverlayTrigger(props.overlay);
  const target = linkTarget(props.href);
  const picture = (
    <img className="hs-image" src={src} alt={alt} width={width} height={height} data-testid={testId} />
  );
  if (target) return <a {...target}>{picture}</a>;
  if (!props.onClick && !props.overlay) return picture;
  return (
    <>
      <button
        type="button"
        className="hs-plain"
        onClick={(event) => {
          props.onClick?.(extensionEvent(event), reactions);
          overlay.open();
        }}
      >
        {picture}
      </button>
      {overlay.slot}
    </>
  );
}

interface ListProps extends BaseProps {
  readonly variant?:
    | 'unordered'
    | 'unordered-styled'
    | 'ordered'
    | 'ordered-styled'
    | 'inline'
    | 'inline-divided';
  readonly children?: ReactNode;
}

/** A list; each child becomes one item. */
export function List({ variant = 'unordered', children, testId }: ListProps) {
  const Element = variant.startsWith('ordered') ? 'ol' : 'ul';
  return (
    <Element className={`hs-list hs-list-${variant}`} data-testid={testId}>
      {Children.map(children, (child) => (
        <li>{child}</li>
      ))}
    </Element>
  );
}
