import type { RevertReason } from '@handrail/contracts/vocabulary';
import { REVERT_REASON_IN_WORDS } from '../../../src/domain/playbook/revert-in-words.ts';
import { listInWords } from '../../../src/domain/policy/words.ts';

/** What the trail says of an extension. */
export type ExtensionHappening =
  | { readonly type: 'extension_asked'; readonly data: { readonly from: string; readonly until: string } }
  | { readonly type: 'extension_approved'; readonly data: { readonly until: string } }
  | { readonly type: 'extension_rejected' | 'extension_withdrawn' | 'extension_lapsed' };

/** One sentence for the trail. */
export function extensionInWords(happening: ExtensionHappening): string {
  switch (happening.type) {
    case 'extension_asked': {
      const { from, until } = happening.data;
      return `Asked for an extension until ${dayOf(until)} (the exception ends on ${dayOf(from)})`;
    }
    case 'extension_approved':
      return `All approvals are in: the exception is extended until ${dayOf(happening.data.until)}`;
    case 'extension_rejected':
      return 'The extension is rejected: the exception ends as it was granted';
    case 'extension_withdrawn':
      return 'Withdrew the extension';
    case 'extension_lapsed':
      return 'The extension was not decided before the exception ended';
  }
}

/** What the trail says of an exception that took effect at once. */
export type BreakGlassHappening =
  | { readonly type: 'break_glass_used' | 'break_glass_confirmed' | 'exception_reverted' }
  | { readonly type: 'approvers_skipped'; readonly data: { readonly people: readonly string[] } }
  | { readonly type: 'fields_remembered'; readonly data: { readonly fields: readonly string[] } }
  | { readonly type: 'exception_reverting'; readonly data: { readonly reason: RevertReason } }
  | { readonly type: 'fields_restored'; readonly data: { readonly left: readonly string[] } };

/** One sentence for the trail. @param nameOf what people call a user */
export function breakGlassInWords(
  happening: BreakGlassHappening,
  nameOf: (userId: string) => string,
): string {
  switch (happening.type) {
    case 'break_glass_used':
      return 'Break-glass: had the exception take effect before anybody approved it';
    case 'approvers_skipped': {
      const people = happening.data.people.map(nameOf);
      return `Skipped ${listInWords(people)}, who are told and owe a review`;
    }
    case 'fields_remembered':
      return `Noted what the record held before the change: ${listInWords(happening.data.fields)}`;
    case 'break_glass_confirmed':
      return 'The review confirms the exception: it goes on until its end';
    case 'exception_reverting':
      return `The exception is taken back: ${REVERT_REASON_IN_WORDS[happening.data.reason]}`;
    case 'fields_restored': {
      const { left } = happening.data;
      if (left.length === 0) return 'The record is back as it was before the exception';
      return `The record is back as it was, but for what somebody changed since: ${listInWords(left)}`;
    }
    case 'exception_reverted':
      return 'The exception is reverted, and the hold is gone';
  }
}

function dayOf(instant: string): string {
  return instant.slice(0, 10);
}
