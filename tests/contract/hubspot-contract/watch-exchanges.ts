import type { Exchange } from '../../../sandbox/hubspot/http/exchanges.ts';
import { exchangeMisfits } from './check-exchange.ts';

const MOST_TOLD = 10;
const wrong = new Set<string>();

/** Takes down what of an exchange does not fit HubSpot's contract; the test in which it happened fails. */
export function watchExchange(exchange: Exchange): void {
  for (const what of exchangeMisfits(exchange)) {
    wrong.add(`${exchange.method} ${exchange.path} (${exchange.status}): ${what}`);
  }
}

/** @throws Error when anything did not fit since the last look */
export function failOnMisfits(): void {
  const found = [...wrong];
  wrong.clear();
  if (found.length === 0) return;
  const more = found.length > MOST_TOLD ? `\n… and ${found.length - MOST_TOLD} more` : '';
  throw new Error(
    `A call to the sandbox portal, or its answer, does not fit what is known of HubSpot's API (tests/contract/hubspot-contract):\n${found.slice(0, MOST_TOLD).join('\n')}${more}`,
  );
}

// Helpers are imported by scripts as well, which have no tests to fail.
for (const hook of ['afterEach', 'afterAll']) {
  const register: unknown = Reflect.get(globalThis, hook);
  if (typeof register === 'function') register(failOnMisfits);
}
