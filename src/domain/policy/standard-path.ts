import type { StandardPath } from './decision.ts';
import { evaluateConditions, unknownFactsOf } from './evaluate-conditions.ts';
import type { FactMap, RecordRef } from './facts.ts';
import type { StandardHandoff } from './policy.ts';
import { factNameInWords, listInWords } from './words.ts';

/**
 * The counterfactual: what standard routing would do with the record if nobody tagged it. The first handoff whose
 * entry definition holds applies, and in it the first rule whose conditions hold. Where a fact is unknown the
 * answer is unknown: a rule is never guessed.
 */
export function standardPath(
  handoffs: readonly StandardHandoff[],
  record: RecordRef,
  facts: FactMap,
): StandardPath {
  const candidates = handoffs.filter(({ appliesTo }) => appliesTo === record.objectType);
  for (const handoff of candidates) {
    const entry = evaluateConditions(handoff.entry, facts);
    if (entry.truth === 'false') continue;
    if (entry.truth === 'unknown')
      return unknown(`whether "${handoff.label}" applies`, unknownFactsOf(entry));
    return ruleOf(handoff, facts);
  }
  return {
    state: 'none',
    words: 'No standard handoff applies to this record now: routing leaves it as it is.',
  };
}

function ruleOf(handoff: StandardHandoff, facts: FactMap): StandardPath {
  for (const rule of handoff.routing) {
    const when = evaluateConditions(rule.when, facts);
    if (when.truth === 'false') continue;
    if (when.truth === 'unknown') {
      return unknown(`which rule of "${handoff.label}" applies`, unknownFactsOf(when));
    }
    return {
      state: 'known',
      handoffId: handoff.id,
      handoffLabel: handoff.label,
      ruleId: rule.id,
      words: rule.words,
      slaHours: handoff.slaHours,
    };
  }
  return { state: 'none', words: `"${handoff.label}" applies, but none of its rules does: the owner stays.` };
}

function unknown(what: string, facts: readonly string[]): StandardPath {
  const names = listInWords(facts.map(factNameInWords));
  return { state: 'unknown', words: `Cannot tell ${what}: ${names} is not known.`, unknownFacts: facts };
}
