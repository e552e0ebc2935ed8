import type { RequestView } from '@handrail/contracts/card-view';
import type { DemoWorld } from './demo-world.ts';
import type { Narrator } from './narrator.ts';

/** The request as people see it in the CRM; the same words in both. */
export type RequestSeen = Pick<
  RequestView,
  'requestId' | 'status' | 'next' | 'decision' | 'waitingFor' | 'endReason' | 'failure'
>;

/** What a person asks for; the record and the new owner are the scene's. */
export interface Ask {
  readonly exceptionTypeId: string;
  readonly reasonCode: string;
  readonly reason: string;
  /** The new owner's e-mail address. */
  readonly proposedOwner: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** One thing that the CRM's own automation did with a record, or left. */
export interface AutomationLine {
  readonly recordId: string;
  readonly automation: string;
  readonly did: 'ran' | 'left alone';
  readonly words: string;
}

/**
 * A CRM in which the story is told. People act in it as the CRM lets them, each as themselves; facts are looked up in
 * it, and never asked of Handrail.
 */
export interface Scene {
  readonly world: DemoWorld;
  /** The words of this CRM, for the headlines. */
  readonly words: {
    readonly record: string;
    readonly records: string;
    readonly automation: string;
    /** "the portal" or "the org". */
    readonly place: string;
    readonly installs: string;
    /** Where the rep asks: "in the card". */
    readonly asks: string;
    readonly holdField: string;
  };
  /** The record that is tagged, and the like one that is not. */
  readonly tagged: string;
  readonly untagged: string;

  /** Readies the CRM for Handrail, with the claims of this CRM. */
  install(narrator: Narrator): Promise<void>;
  /** A record in one line: name, amount, region, owner. */
  describe(recordId: string): string;
  ownerOf(recordId: string): { readonly email: string; readonly name: string };
  titleOf(recordId: string): string;
  isHeld(recordId: string): boolean;
  /** Whether the hold was set before the owner, by the CRM's own write log. */
  holdCameFirst(): boolean;
  /** Whether the hold was taken off in the last write to the record. */
  holdWentLast(): boolean;
  /** The latest note that Handrail left on the tagged record; empty without one. */
  note(): string;

  /** What the rep reads about the standard path before anybody asks for anything; empty when it is not told. */
  standardPath(): Promise<string>;
  /** Files a request and waits until Handrail has answered. @throws Error when it is refused */
  file(email: string, ask: Ask): Promise<RequestSeen>;
  /** Approves the request. @returns the refusal in words; undefined when it was accepted */
  approve(email: string, comment: string): Promise<string | undefined>;
  /** Ends the exception. @throws Error when it is refused */
  end(email: string): Promise<void>;
  /** The request of the tagged record as the rep sees it now. */
  seen(): Promise<RequestSeen | undefined>;

  /** Brings both records to the next stage as a person, and lets automation run. */
  reachNextStage(email: string): Promise<readonly AutomationLine[]>;
  /** Lets automation do what it has to do now. */
  settle(): Promise<readonly AutomationLine[]>;
  /** What only this CRM shows of a request that waits. */
  afterFiling?(narrator: Narrator, request: RequestSeen): Promise<void>;
  /** What only this CRM shows while the exception is in force. */
  afterRouting?(narrator: Narrator): Promise<void>;
  /** The request's trail, one entry a line. May stop the server. */
  trail(requestId: string): Promise<readonly string[]>;
  /** Calls of Handrail that the stand-in does not know. */
  unknownCalls(): readonly string[];
}
