const FULL = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** A moment, in UTC as the portal's clock runs. */
export function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{FULL.format(new Date(at))} UTC</time>;
}
