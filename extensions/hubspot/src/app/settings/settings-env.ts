/** What every part of the settings page needs besides the thing it shows. */
export interface SettingsEnv {
  /** The portal's IANA time zone. */
  readonly timeZone: string;
  /** Where the documentation stands, without a slash at its end; undefined when nobody said so. */
  readonly docsUrl: string | undefined;
  /** Tells the person something worked. */
  announce(message: string): void;
  closeOverlay(id: string): void;
}
