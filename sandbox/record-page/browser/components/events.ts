import type { SyntheticEvent } from 'react';

/** The event object HubSpot hands to a card: plain data, since a DOM event cannot leave the page. */
export interface ExtensionEvent {
  readonly type: string;
  readonly bubbles: boolean;
  readonly timeStamp: number;
  readonly id: string;
}

/** Makes the plain event of a DOM event. */
export function extensionEvent(event: SyntheticEvent): ExtensionEvent {
  return { type: event.type, bubbles: event.bubbles, timeStamp: event.timeStamp, id: crypto.randomUUID() };
}
