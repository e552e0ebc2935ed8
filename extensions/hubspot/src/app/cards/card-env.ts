import type { ExceptionDraft } from '@handrail/contracts/submission';
import type { HandoffApi } from './api/handoff-api.ts';
import type { CardSession } from './use-card.ts';

/** What every screen needs besides the thing it shows. */
export interface CardEnv {
  readonly api: HandoffApi;
  readonly record: ExceptionDraft['record'];
  readonly perform: CardSession['perform'];
  readonly reload: CardSession['reload'];
  /** The HubSpot account, for links to records. */
  readonly portalId: number;
  /** The portal's IANA time zone. */
  readonly timeZone: string;
  /** True beside the record, where the card is about 340 px wide. */
  readonly narrow: boolean;
  /** Tells the person something worked. */
  announce(message: string): void;
}
