import type { CSSProperties, ReactNode } from 'react';
import { useId, useState } from 'react';
import { type BaseProps, classes, type Distance, shortSize } from './remote-props.ts';

type Justify = 'center' | 'end' | 'start' | 'around' | 'between';
type Align = 'start' | 'center' | 'baseline' | 'end' | 'stretch';

interface ChildrenProps extends BaseProps {
  readonly children?: ReactNode;
}

interface FlexProps extends ChildrenProps {
  readonly gap?: Distance;
  readonly direction?: 'row' | 'column';
  readonly justify?: Justify;
  readonly align?: Align;
  readonly alignSelf?: Align;
  readonly wrap?: boolean | 'wrap' | 'nowrap';
}

/** A row or column of things. HubSpot's default direction is a row without gap. */
export function Flex(props: FlexProps) {
  const { direction = 'row', gap = 'flush', wrap = false } = props;
  return (
    <div
      className={classes(
        'hs-flex',
        `hs-${direction}`,
        `hs-gap-${shortSize(gap)}`,
        (wrap === true || wrap === 'wrap') && 'hs-wrap',
        props.justify && `hs-justify-${props.justify}`,
        props.align && `hs-align-${props.align}`,
        props.alignSelf && `hs-self-${props.alignSelf}`,
      )}
      data-testid={props.testId}
    >
      {props.children}
    </div>
  );
}

interface StackProps extends ChildrenProps {
  readonly distance?: Distance;
  readonly direction?: 'row' | 'column';
  readonly justify?: 'center' | 'end' | 'start';
  readonly align?: Align;
  readonly width?: 'auto' | '100%';
}

/** The older form of `Flex`: a column by default. */
export function Stack({ distance = 'flush', direction = 'column', width = '100%', ...rest }: StackProps) {
  return (
    <div className={classes(width === '100%' && 'hs-full-width')}>
      <Flex {...rest} gap={distance} direction={direction} />
    </div>
  );
}

interface InlineProps extends ChildrenProps {
  readonly justify?: Justify;
  readonly align?: Align;
  readonly gap?: Distance;
}

/** A wrapping row. */
export function Inline({ gap = 'sm', align = 'center', ...rest }: InlineProps) {
  return <Flex {...rest} direction="row" wrap gap={gap} align={align} />;
}

interface BoxProps extends ChildrenProps {
  readonly alignSelf?: Align | 'auto';
  readonly flex?: 'initial' | 'auto' | 'none' | number;
}

/** One child of a `Flex`, with its own growth and alignment. */
export function Box({ alignSelf, flex, children, testId }: BoxProps) {
  const style: CSSProperties = flex === undefined ? {} : { flex };
  return (
    <div
      className={classes('hs-box', alignSelf && `hs-self-${alignSelf}`)}
      style={style}
      data-testid={testId}
    >
      {children}
    </div>
  );
}

interface AutoGridProps extends ChildrenProps {
  readonly columnWidth?: number;
  readonly gap?: Distance;
  readonly flexible?: boolean;
}

/** As many columns as fit. */
export function AutoGrid({
  columnWidth = 200,
  gap = 'flush',
  flexible = false,
  children,
  testId,
}: AutoGridProps) {
  const column = flexible ? `minmax(min(${columnWidth}px, 100%), 1fr)` : `minmax(0, ${columnWidth}px)`;
  return (
    <div
      className={classes('hs-grid', `hs-gap-${shortSize(gap)}`)}
      style={{ gridTemplateColumns: `repeat(auto-fit, ${column})` }}
      data-testid={testId}
    >
      {children}
    </div>
  );
}

/** A horizontal line. */
export function Divider({
  distance = 'sm',
  size,
  testId,
}: BaseProps & { distance?: Distance; size?: Distance }) {
  return (
    <hr className={classes('hs-divider', `hs-space-${shortSize(size ?? distance)}`)} data-testid={testId} />
  );
}

/** Vertical room. */
export function Spacer({ size = 'sm', testId }: BaseProps & { size?: Distance }) {
  return <div className={`hs-spacer hs-space-${shortSize(size)}`} data-testid={testId} />;
}

/** A box with a border. */
export function Tile({
  compact,
  flush,
  children,
  testId,
}: ChildrenProps & { compact?: boolean; flush?: boolean }) {
  return (
    <div className={classes('hs-tile', compact && 'hs-compact', flush && 'hs-flush')} data-testid={testId}>
      {children}
    </div>
  );
}

/** A raised box. */
export function Card({ children, testId }: ChildrenProps) {
  return (
    <div className="hs-card" data-testid={testId}>
      {children}
    </div>
  );
}

interface AccordionProps extends ChildrenProps {
  readonly title: string;
  readonly defaultOpen?: boolean;
  readonly disabled?: boolean;
  readonly open?: boolean;
  readonly size?: string;
  readonly onClick?: () => void;
}

/** A section that opens and closes. With `open` set, the card decides; without, the component keeps its own state. */
export function Accordion(props: AccordionProps) {
  const [ownOpen, setOwnOpen] = useState(props.defaultOpen ?? false);
  const bodyId = useId();
  const open = props.open ?? ownOpen;
  const toggle = () => {
    setOwnOpen(!open);
    props.onClick?.();
  };
  return (
    <div className={`hs-accordion hs-size-${shortSize(props.size ?? 'sm')}`} data-testid={props.testId}>
      <button
        type="button"
        className="hs-accordion-title"
        aria-expanded={open}
        aria-controls={bodyId}
        disabled={props.disabled}
        onClick={toggle}
      >
        <span className={classes('hs-caret', open && 'hs-caret-open')} aria-hidden="true" />
        {props.title}
      </button>
      <div id={bodyId} className="hs-accordion-body" hidden={!open}>
        {props.children}
      </div>
    </div>
  );
}
