import type { MendFailure, MendObstacle, MendStatus, MendWay } from '@handrail/contracts/vocabulary';
import type { Person } from '../../policy/facts.ts';
import type { Automation } from '../automation.ts';
import type { ChangeLine } from './compare-json.ts';

/** An automation's definition as the CRM sends it, kept word for word: an undo must put back exactly that. */
export type AutomationDocument = Readonly<Record<string, unknown>>;

/** A change that would make an automation keep held records out, before anybody judged it. */
export interface MendDraft {
  readonly kind: 'draft';
  readonly way: MendWay;
  /** The document with the change in it, and nothing else changed. */
  readonly document: AutomationDocument;
  /** The same as the guard reads it. */
  readonly automation: Automation;
  readonly lines: readonly ChangeLine[];
  /** What must be made beside it, in words, such as a list; null when nothing. */
  readonly makes: string | null;
}

/** Why no change can be worked out. */
export interface NoMendDraft {
  readonly kind: 'none';
  readonly code: MendObstacle;
  /** One sentence. */
  readonly why: string;
}

/** What a CRM's adapter can say about changing one automation that it read. */
export interface Mendable {
  /** As it was read. */
  readonly document: AutomationDocument;
  /** Null when the CRM named none: nothing can be changed safely then. */
  readonly revision: string | null;
  /** Works the change out. Pure; not done before it is asked for. */
  draft(): MendDraft | NoMendDraft;
}

/** Why a mend or its undo did not come about, and what is in the CRM now. */
export interface MendTrouble {
  readonly code: MendFailure;
  /** What happened and what to do next. Without personal text. */
  readonly message: string;
}

/** A mend as it is kept. */
export interface Mend {
  readonly mendId: string;
  readonly automationId: string;
  readonly automationName: string;
  readonly way: MendWay;
  readonly status: MendStatus;
  /** As it was before, whole. */
  readonly former: AutomationDocument;
  readonly formerRevision: string;
  /** As it was to be. */
  readonly proposed: AutomationDocument;
  /** As it was read back; null until then. */
  readonly applied: AutomationDocument | null;
  readonly appliedRevision: string | null;
  /** Who asked; null for the command line without a name. */
  readonly by: Person | null;
  /** ISO 8601 instants. */
  readonly proposedAt: string;
  readonly appliedAt: string | null;
  readonly undoneAt: string | null;
  readonly undoneBy: Person | null;
  readonly trouble: MendTrouble | null;
}
