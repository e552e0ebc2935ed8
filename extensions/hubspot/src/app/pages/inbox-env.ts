/** What every part of the inbox needs besides the thing it shows. */
export interface InboxEnv {
  readonly portalId: number;
  /** The portal's IANA time zone. */
  readonly timeZone: string;
  /** Tells the person something worked. */
  announce(message: string): void;
  closeOverlay(id: string): void;
  /** Puts text on the person's clipboard; rejects where the browser forbids it. */
  copy(text: string): Promise<void>;
}
