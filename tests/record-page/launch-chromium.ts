import { existsSync } from 'node:fs';
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

/** Whether the operating system has Chromium. */
export function hasChromium(): boolean {
  return existsSync(EXECUTABLE);
}

/** Starts the Chromium of the operating system without a window. @throws Error when it is not installed */
export async function launchChromium(): Promise<Browser> {
  if (!hasChromium()) throw new Error(CHROMIUM_MISSING);
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, args: ARGUMENTS });
}
