import { longestDays } from '../longest-days.ts';
import type { ExceptionType } from '../policy.ts';
import type { LintFinding } from './finding.ts';

/** From here on an exception is a rule that nobody wrote down, in days. */
const A_YEAR = 365;
/** A review after more than a working week is no control, in business hours. */
const A_WEEK = 40;

/** Limits that are allowed and hardly meant: exceptions without end, reviews that come when all is over. */
export function lintLimits(type: ExceptionType): readonly LintFinding[] {
  return [...endless(type), ...lateReview(type)];
}

function endless({ id, label, validity }: ExceptionType): readonly LintFinding[] {
  if (!validity.extensions) return [];
  const longest = longestDays(validity);
  if (longest <= A_YEAR) return [];
  const message = `${label} can last ${longest} days with all its extensions. Whatever lasts longer than a year should become a rule: lower max_days or the extensions.`;
  return [{ code: 'endless_extensions', severity: 'warning', exceptionType: id, message }];
}

function lateReview({ id, label, breakGlass }: ExceptionType): readonly LintFinding[] {
  if (!breakGlass || breakGlass.reviewWithin <= A_WEEK) return [];
  const message = `${label} may take effect at once and is reviewed only after ${breakGlass.reviewWithin} business hours, more than a week. Lower review_within: until then nobody has approved it.`;
  return [{ code: 'late_review', severity: 'warning', exceptionType: id, message }];
}
