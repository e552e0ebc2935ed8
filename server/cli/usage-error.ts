/** A command that cannot run as it was called. `message` says what to change. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
