import type { Connection } from './flow-document.ts';

/** What an action did and where the enrolment goes next. */
export type ActionOutcome =
  | {
      readonly kind: 'acted';
      readonly detail: string;
      readonly changes?: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
      /** Values that later branches can look at. */
      readonly outputs?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'branched'; readonly detail: string; readonly connection: Connection | undefined }
  /** Goes on with the next action at `until`. */
  | {
      readonly kind: 'waiting';
      readonly detail: string;
      readonly until: number;
      readonly callbackId?: string;
    }
  /** Tries this action again at `until`. */
  | { readonly kind: 'retry'; readonly detail: string; readonly until: number }
  | { readonly kind: 'not-executed'; readonly detail: string }
  | { readonly kind: 'action-failed'; readonly detail: string };
