import type { ChangeVerdict, RemedyKind } from '@handrail/contracts/vocabulary';
import type { GoverningException } from './circumstances.ts';
import type { FieldChange } from './field-change.ts';

/**
 * Why a change was called what it was: the verdict it leads to, and the sentence that says so. `{writer}` is who or what
 * changed it, `{field}` the field, `{type}` the exception type, `{handoff}` and `{next}` standard handoffs, `{unknown}`
 * facts that are missing, `{flows}` automations. Stable; a script may branch on the key.
 */
export const CHANGE_REASONS = {
  own_app: { verdict: 'ours', words: 'Handrail wrote the {field} itself.' },
  own_write: {
    verdict: 'ours',
    words:
      'Handrail wrote this value into the {field} at this time; the CRM names an integration as the source.',
  },
  own_property: {
    verdict: 'ours',
    words:
      "An integration wrote one of Handrail's own fields. Nobody said which app Handrail is, so it counts as its own write.",
  },
  own_user_tag: {
    verdict: 'ours',
    words: "Handrail's own user wrote one of Handrail's own fields.",
  },
  own_flow: {
    verdict: 'ours',
    words: "The flow of Handrail's own package set the {field}, until the request is answered.",
  },
  fits_exception: {
    verdict: 'allowed',
    words: '{writer} left the {field} as the exception {type} set it.',
  },
  by_party: {
    verdict: 'allowed',
    words: '{writer}, who has a part in the exception {type}, changed the {field}, which it does not set.',
  },
  against_hold: {
    verdict: 're_correction',
    words: '{writer} changed the {field} while the exception {type} held it.',
  },
  in_name_of: {
    verdict: 're_correction',
    words:
      'In the name of {writer}, the {field} was changed while the exception {type} held it. The CRM names only that user: it may have been automation they set off.',
  },
  two_writers: {
    verdict: 're_correction',
    words:
      '{writer} wrote the {field} while the exception {type} held it: two systems write one field, and one of them must own it as long as the exception lives.',
  },
  hold_taken_off: {
    verdict: 're_correction',
    words: '{writer} took the routing hold off while the exception {type} was in force.',
  },
  tag_changed: {
    verdict: 're_correction',
    words: "{writer} changed one of Handrail's own fields while the exception {type} was in force.",
  },
  person_against_exception: {
    verdict: 'untracked_override',
    words: '{writer} changed the {field} against the exception {type}, without leave.',
  },
  hold_while_waiting: {
    verdict: 'allowed',
    words: '{writer} set the routing hold while a request waits for its decision.',
  },
  hold_without_request: {
    verdict: 'untracked_override',
    words: '{writer} set the routing hold, and no exception covers it.',
  },
  tag_without_request: {
    verdict: 'untracked_override',
    words: "{writer} changed one of Handrail's own fields, and no exception covers it.",
  },
  owner_outside_standard: {
    verdict: 'untracked_override',
    words:
      '{writer} changed the {field} of a record that the standard handoff {handoff} governs, and no exception covers it.',
  },
  stage_outside_standard: {
    verdict: 'untracked_override',
    words:
      '{writer} moved the record from the standard handoff {handoff} to {next}, which is not the next one, and no exception covers it.',
  },
  imported: { verdict: 'import', words: '{writer} changed the {field}; no exception held it.' },
  merged: { verdict: 'standard_routing', words: '{writer} changed the {field}; no exception held it.' },
  before_hold: {
    verdict: 'standard_routing',
    words: '{writer} changed the {field} before the hold of the exception {type} stood.',
  },
  routing: { verdict: 'standard_routing', words: '{writer} changed the {field}; no exception held it.' },
  other_system: { verdict: 'standard_routing', words: '{writer} wrote the {field}; no exception held it.' },
  may_be_automation: {
    verdict: 'standard_routing',
    words:
      'In the name of {writer}, the {field} was changed, and no exception covers it. {flows} may have done it: the CRM names only whoever set automation off, so nobody is asked.',
  },
  automation_unread: {
    verdict: 'standard_routing',
    words:
      'In the name of {writer}, the {field} was changed, and no exception covers it. The automation of the CRM could not be read, and may have done it, so nobody is asked.',
  },
  author_unseen: {
    verdict: 'standard_routing',
    words:
      'Somebody or something changed the {field}; no exception held it. The CRM keeps no history of this field, so nobody can say who, and nobody is asked.',
  },
  within_standard: {
    verdict: 'standard_routing',
    words: '{writer} changed the {field} within the standard handoffs.',
  },
  first_value: {
    verdict: 'standard_routing',
    words: '{writer} gave the {field} a value where there was none.',
  },
  role_may_change: {
    verdict: 'standard_routing',
    words: '{writer} changed the {field} and has a role that may.',
  },
  not_watched: {
    verdict: 'standard_routing',
    words: '{writer} changed the {field}, whose changes by people are not watched here.',
  },
  no_standard_handoff: {
    verdict: 'standard_routing',
    words: '{writer} changed the {field}; the record is under no standard handoff.',
  },
  handoff_unknown: {
    verdict: 'standard_routing',
    words:
      '{writer} changed the {field}. Whether a standard handoff governed the record cannot be told: {unknown} is not known.',
  },
} as const satisfies Readonly<Record<string, { readonly verdict: ChangeVerdict; readonly words: string }>>;

export type ChangeReason = keyof typeof CHANGE_REASONS;

/** What was decided about one change. */
export interface Judgement {
  readonly verdict: ChangeVerdict;
  readonly reason: ChangeReason;
  /** The exception it was held against. */
  readonly requestId?: string;
  /** In the order in which they are carried out. */
  readonly remedies: readonly RemedyKind[];
  /** Values for the words of the reason. */
  readonly about: Readonly<Partial<Record<'type' | 'handoff' | 'next' | 'unknown' | 'flows', string>>>;
}

/** A change with what was decided about it. What people wrote into Handrail's own fields is in it as a digest only. */
export interface JudgedChange extends Judgement {
  /** The same for every telling of one change. */
  readonly changeId: string;
  readonly change: FieldChange;
  /** ISO 8601 instant. */
  readonly judgedAt: string;
}

/** What a part of the judging found out. */
export interface Found {
  readonly reason: ChangeReason;
  readonly exception?: GoverningException;
  readonly about?: Judgement['about'];
}
