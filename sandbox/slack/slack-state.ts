/** A member of the workspace. */
export interface SlackUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly deleted?: boolean;
}

/** A message as it arrived. */
export interface SlackMessage {
  /** The member it was sent to. */
  readonly channel: string;
  readonly text: string;
  /** As sent: Block Kit as JSON. */
  readonly blocks: unknown;
  readonly ts: string;
}

/**
 * How the workspace behaves:
 * - `down`: every call is answered 503, and nothing happens
 * - `loses_replies`: a message arrives, then the connection breaks
 * - `limited`: every call is answered 429 with that Retry-After, in seconds
 */
export type SlackWeather = 'fine' | 'down' | 'loses_replies' | { readonly limited: number };

/** The whole workspace. */
export interface SlackState {
  readonly token: string;
  readonly users: readonly SlackUser[];
  readonly messages: SlackMessage[];
  calls: number;
  weather: SlackWeather;
}
