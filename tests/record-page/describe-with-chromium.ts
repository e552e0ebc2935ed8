import { describe, it } from '@jest/globals';
import { CHROMIUM_MISSING, hasChromium } from './launch-chromium.ts';

/**
 * `describe` for tests that need Chromium. Where it is missing, one skipped test says so in its name instead; with
 * `HANDRAIL_REQUIRE_CHROMIUM=1`, as CI sets it, that test fails.
 */
export function describeWithChromium(name: string, body: () => void): void {
  if (hasChromium()) {
    describe(name, body);
    return;
  }
  describe(name, () => {
    if (process.env.HANDRAIL_REQUIRE_CHROMIUM === '1') {
      it('needs Chromium', () => {
        throw new Error(CHROMIUM_MISSING);
      });
    } else {
      // Jest's summary does not name skipped tests.
      process.stderr.write(`${CHROMIUM_MISSING}\n`);
      it.skip(CHROMIUM_MISSING, () => {});
    }
  });
}
