import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunningPortal } from '../../../sandbox/hubspot/start-portal.ts';
import { createHubSpotClient } from '../../../server/adapters/hubspot/client.ts';
import { checkProperties, installProperties } from '../../../server/adapters/hubspot/install.ts';
import { startWatchedPortal } from '../../fixtures/start-watched-portal.ts';
import { createLogLines } from './log-lines.ts';
import { createManualTiming } from './manual-timing.ts';

let running: RunningPortal;
afterEach(() => running.close());

async function setUp(limits: { readonly max: number; readonly daily?: number }) {
  const timing = createManualTiming();
  running = await startWatchedPortal({
    clientSecret: 'secret-of-the-test',
    seed: 'empty',
    rateLimit: { intervalMs: 10_000, searchPerSecond: 5, ...limits },
    wallClock: () => timing.now(),
  });
  const { logger, lines } = createLogLines();
  const { origin, accessToken } = running;
  return { client: createHubSpotClient({ accessToken, basePath: origin, logger, timing }), timing, lines };
}

describe("a portal's own rate limit", () => {
  it('slows a long piece of work down, and loses nothing of it', async () => {
    const { client, timing, lines } = await setUp({ max: 10 });
    await expect(installProperties(client, ['deal', 'contact'])).resolves.toMatchObject({ complete: true });
    const sent = lines.filter(({ msg }) => msg === 'hubspot call').length;
    const refused = lines.filter(({ status }) => status === 429).length;
    expect(refused).toBe(Math.ceil(sent / 10) - 1);
    expect(timing.pauses).toEqual(Array(refused).fill(10_000));
    // A check has no patience for a limit that the installation has just used up.
    await timing.sleep(10_000);
    await expect(checkProperties(client, ['deal', 'contact'])).resolves.toEqual([]);
  });

  it('ends the work for the day when the daily limit is used up', async () => {
    const { client, timing } = await setUp({ max: 100, daily: 3 });
    await expect(installProperties(client, ['deal'])).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('daily limit'),
    });
    expect(timing.pauses).toEqual([]);
  });
});
