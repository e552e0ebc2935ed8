import type { Rejection } from '../domain/exception-request/commands.ts';

/** Thrown by a use case that refuses: the transaction rolls back and nothing has changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: Rejection['code'];
  /** The live request that stands in the way, for `live_exception_exists`. */
  readonly liveRequestId: string | undefined;

  constructor({ code, message }: Rejection, liveRequestId?: string) {
    super(message);
    this.code = code;
    this.liveRequestId = liveRequestId;
  }
}
