import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where the pictures of the README are. */
export const PICTURES = join(ROOT, 'docs/screenshots');

/** A part of a page in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** @param clip what of the whole page is in the picture; the window when left out */
export async function writePicture(page: Page, name: string, clip?: Box): Promise<void> {
  const path = join(PICTURES, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', ...(clip && { clip, fullPage: true }) });
  const kilobytes = Math.round((await stat(path)).size / 1000);
  console.log(`${relative(ROOT, path)} (${kilobytes} kB)`);
}
