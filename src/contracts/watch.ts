/**
 * The words of the watch over governed fields: what a change is called, and what is done about it. Part of the
 * vocabulary, where everything takes it from.
 */

/**
 * What a change of a governed field, or of one of Handrail's own properties, is called. `re_correction`: something put
 * it back while an exception held it; `untracked_override`: somebody changed it without leave; `standard_routing`:
 * nothing out of the ordinary, by automation or by a person.
 */
export const CHANGE_VERDICTS = [
  'ours',
  'allowed',
  're_correction',
  'untracked_override',
  'standard_routing',
  'import',
] as const;
export type ChangeVerdict = (typeof CHANGE_VERDICTS)[number];

/**
 * What is done about a change: `put_back` writes the former value, `raise` tells RevOps, `ask` asks its author for a
 * retroactive request.
 */
export const REMEDY_KINDS = ['put_back', 'raise', 'ask'] as const;
export type RemedyKind = (typeof REMEDY_KINDS)[number];

/**
 * What became of a remedy. `already_right`: the field held the right value again; `overtaken`: it holds a third value by
 * now; `over`: the exception had ended; `limit_reached`: it was put back as often as it may be, and is raised instead;
 * `raised_before`: RevOps knows already; `refused`: the CRM will not take it.
 */
export const REMEDY_OUTCOMES = [
  'put_back',
  'already_right',
  'overtaken',
  'over',
  'limit_reached',
  'raised',
  'raised_before',
  'asked',
  'refused',
] as const;
export type RemedyOutcome = (typeof REMEDY_OUTCOMES)[number];
