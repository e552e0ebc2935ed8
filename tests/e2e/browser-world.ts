import type { Browser, Page } from 'playwright-core';
import { runHandrail } from '../../sandbox/demo/handrail-process.ts';
import { startWorld, type World } from '../../sandbox/demo/hubspot-world.ts';
import { launchChromium } from '../record-page/launch-chromium.ts';
import { DealPage } from './browser-deal-page.ts';

/** The size of window that every picture and test starts with, in CSS pixels. */
export const WINDOW = { width: 1280, height: 900 };

/** The world of the demo with Handrail's properties installed, and a browser to look at it. */
export interface BrowserWorld {
  readonly world: World;
  /** A new window with cookies and storage of its own, as on another person's machine. */
  openDeal(dealId: string): Promise<DealPage>;
  /** An empty window of that kind. */
  openWindow(): Promise<Page>;
  /** Script errors of all windows so far. */
  readonly scriptErrors: readonly string[];
  close(): Promise<void>;
}

/**
 * @param variables further settings of the server
 * @throws Error when Chromium is missing, the server does not start or the properties cannot be installed
 */
export async function startBrowserWorld(
  variables: Readonly<Record<string, string>> = {},
): Promise<BrowserWorld> {
  const browser = await launchChromium();
  const world = await startWorld(variables).catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  const close = async () => {
    await browser.close();
    await world.close();
  };
  const installed = await runHandrail(['install'], world.environment);
  if (installed.code !== 0) {
    await close();
    throw new Error(`handrail install failed: ${installed.stderr || installed.stdout}`);
  }
  const scriptErrors: string[] = [];
  return {
    world,
    scriptErrors,
    close,
    openWindow: () => newWindow(browser, scriptErrors),
    openDeal: async (dealId) => {
      const page = await newWindow(browser, scriptErrors);
      const deal = new DealPage(page, world.pageOrigin);
      await deal.open(dealId);
      return deal;
    },
  };
}

async function newWindow(browser: Browser, scriptErrors: string[]): Promise<Page> {
  const page = await browser.newPage({
    viewport: WINDOW,
    deviceScaleFactor: 1,
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => scriptErrors.push(error.message));
  return page;
}
