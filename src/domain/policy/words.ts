import type { Fact } from './facts.ts';

const amounts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** A fact's value in plain words: "62,000", "EMEA", "yes". */
export function valueInWords(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? amounts.format(value) : value;
}

/** What was seen of a fact. */
export function factInWords(fact: Fact): string {
  if (fact.state === 'known') return valueInWords(fact.value);
  return fact.state === 'blank' ? 'blank' : `not known (${fact.why})`;
}

/** A fact name as a person says it: `deal.sales_region` → "deal sales region". */
export function factNameInWords(name: string): string {
  return name.replace('.', ' ').replaceAll('_', ' ');
}

/** "a", "a and b", "a, b and c". */
export function listInWords(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

/** Where a sentence comes from: `policy version 7, Strategic Logo, row "Over 100,000"`. */
export function sourceInWords(version: number, type: string, row: string): string {
  return `policy version ${version}, ${type}, row "${row}"`;
}
