import type { Truth } from '@handrail/contracts/vocabulary';

/** Kleene's AND: false wins, then unknown. True for nothing at all. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes('false')) return 'false';
  return truths.includes('unknown') ? 'unknown' : 'true';
}

/** Kleene's OR: true wins, then unknown. False for nothing at all. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes('true')) return 'true';
  return truths.includes('unknown') ? 'unknown' : 'false';
}

/** A plain boolean as a truth. */
export function truthOf(holds: boolean): Truth {
  return holds ? 'true' : 'false';
}
