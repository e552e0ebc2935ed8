/** Where a client's access token comes from. */
export interface AccessTokens {
  /**
   * A token to call with.
   *
   * @throws CrmError `unavailable` when there is none; its message says what an administrator must do
   */
  get(): Promise<string>;
  /**
   * Tells that HubSpot did not accept a token: it is not given again.
   *
   * @returns whether `get` may give another one
   */
  discard(token: string): boolean;
}

/** The static token of an app that is installed in one account. There is never another one. */
export function fixedToken(token: string): AccessTokens {
  return { get: async () => token, discard: () => false };
}
