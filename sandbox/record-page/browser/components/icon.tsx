import { type BaseProps, classes, shortSize } from './remote-props.ts';

/**
 * Glyphs for the icons cards use most. HubSpot's own icon font is not public; the rest show a plain dot so that
 * the place stays visible.
 */
const GLYPHS: Readonly<Record<string, string>> = {
  add: '+',
  approvals: '✓',
  block: '⊘',
  checkCircle: '✓',
  success: '✓',
  clock: '◷',
  delay: '◷',
  snooze: '◷',
  contact: '☺',
  copy: '⧉',
  date: '▦',
  delete: '✕',
  remove: '✕',
  xCircle: '✕',
  downCarat: '▾',
  upCarat: '▴',
  edit: '✎',
  ellipses: '…',
  email: '✉',
  exclamation: '!',
  exclamationCircle: '!',
  warning: '⚠',
  flame: '▲',
  info: 'i',
  infoNoCircle: 'i',
  left: '‹',
  right: '›',
  link: '⚭',
  locked: '⚿',
  pin: '⚲',
  question: '?',
  questionCircle: '?',
  refresh: '↻',
  rotate: '↻',
  search: '⌕',
  send: '➤',
  settings: '⚙',
  star: '★',
  tag: '⌑',
  tasks: '☑',
  undo: '↶',
  workflows: '⇄',
};

interface IconProps extends BaseProps {
  readonly name: string;
  readonly color?: 'alert' | 'warning' | 'success' | 'inherit';
  readonly size?: string;
  readonly screenReaderText?: string;
}

/** A small picture. It is hidden from screen readers unless it carries a text for them. */
export function Icon({ name, color = 'inherit', size = 'sm', screenReaderText, testId }: IconProps) {
  return (
    <span
      className={classes('hs-icon', `hs-icon-${color}`, `hs-size-${shortSize(size)}`)}
      data-testid={testId}
    >
      <span aria-hidden="true">{GLYPHS[name] ?? '•'}</span>
      {screenReaderText ? <span className="visually-hidden">{screenReaderText}</span> : null}
    </span>
  );
}
