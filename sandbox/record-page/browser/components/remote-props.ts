import type { ReactNode } from 'react';

/** What every HubSpot component takes. */
export interface BaseProps {
  readonly testId?: string;
}

/** HubSpot's size words; each has a short and a long form. */
export type Size =
  | 'extra-small'
  | 'xs'
  | 'small'
  | 'sm'
  | 'medium'
  | 'md'
  | 'large'
  | 'lg'
  | 'extra-large'
  | 'xl';

/** A distance between things: a size, or none at all. */
export type Distance = 'flush' | Size;

/** A link target: an address, or an address with the wish to open a new tab. */
export type Href = string | { readonly url: string; readonly external?: boolean };

/** A prop that holds a dialog to open when the component is clicked. */
export interface OverlayProps {
  readonly overlay?: ReactNode;
}

const SHORT_SIZES: Readonly<Record<string, string>> = {
  'extra-small': 'xs',
  small: 'sm',
  medium: 'md',
  large: 'lg',
  'extra-large': 'xl',
  none: 'flush',
};

/** The short form of a size word, as our class names use it. */
export function shortSize(size: string): string {
  return SHORT_SIZES[size] ?? size;
}

/** Joins the class names that are set. */
export function classes(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
