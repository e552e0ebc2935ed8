import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What a person who cannot see, point or widen their window would stumble over. */
export interface Obstacles {
  /** axe-core findings of serious or critical impact, each with the HTML it was found in. */
  readonly violations: readonly string[];
  /** How far the page scrolls sideways in a window of 400 px, in CSS pixels. */
  readonly sidewaysScroll: number;
}

export const NO_OBSTACLES: Obstacles = { violations: [], sidewaysScroll: 0 };

/** Looks for obstacles on the page as it stands, at its own width and at 400 px. */
export async function findObstacles(page: Page): Promise<Obstacles> {
  const own = page.viewportSize();
  const wide = await seriousViolations(page);
  await page.setViewportSize({ width: 400, height: 900 });
  const narrow = await seriousViolations(page);
  const sidewaysScroll = await page.evaluate<number>(
    'document.documentElement.scrollWidth - window.innerWidth',
  );
  if (own) await page.setViewportSize(own);
  return { violations: [...wide, ...narrow], sidewaysScroll };
}

async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' | ')))`);
}
