/** Minutes since midnight on the wall clock; `to` is up to 1440, the end of the day. */
export interface OpenHours {
  readonly from: number;
  readonly to: number;
}

/** When a unit works. */
export interface BusinessCalendar {
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** By day of the week, Monday first; null on a day nobody works. At least one day is open. */
  readonly week: readonly (OpenHours | null)[];
  /** Days off, as `YYYY-MM-DD` in the time zone. */
  readonly holidays: readonly string[];
}
