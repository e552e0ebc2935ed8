import { existsSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a machine without the browser must read. */
export const CHROMIUM_MISSING = 'Chromium is missing: apt-get install chromium; CI runs this';

/** Starts the Chromium of the operating system without a window. @throws Error when it is not installed */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) throw new Error(CHROMIUM_MISSING);
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, args: ARGUMENTS });
}

/**
 * `describe` for tests that need Chromium. Where it is missing, one skipped test says so in its name instead; with
 * `HANDRAIL_REQUIRE_CHROMIUM=1`, as CI sets it, that test fails.
 */
export function describeWithChromium(name: string, body: () => void): void {
  if (existsSync(EXECUTABLE)) {
    describe(name, body);
    return;
  }
  describe(name, () => {
    if (process.env.HANDRAIL_REQUIRE_CHROMIUM === '1') {
      it('needs Chromium', () => {
        throw new Error(CHROMIUM_MISSING);
      });
    } else {
      it.skip(CHROMIUM_MISSING, () => {});
    }
  });
}
