import type { AddedApprovers } from '../../../src/domain/exception-request/state.ts';
import { rolesOf } from '../../../src/domain/policy/requirement.ts';
import { factNameInWords, listInWords } from '../../../src/domain/policy/words.ts';

/** Who was asked later than at filing, and what changed: "Deal amount changed from 84,000 to 120,000: …". */
export function additionInWords({ changed, parts }: AddedApprovers): string {
  const changes = listInWords(
    changed.map(({ name, from, to }) => `${factNameInWords(name)} changed from ${from} to ${to}`),
  );
  const asked = parts.flatMap(rolesOf).map(({ label, people }) => `${label} (${namesOf(people)})`);
  return `${capital(changes)}, so ${listInWords([...new Set(asked)])} must decide as well. Approvals given before still count.`;
}

function namesOf(people: readonly { readonly name: string }[]): string {
  return listInWords(people.map(({ name }) => name)) || 'nobody found';
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
