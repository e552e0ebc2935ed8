import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { hubspotScene } from './demo/hubspot-scene.ts';
import { startWorld } from './demo/hubspot-world.ts';
import { createNarrator } from './demo/narrator.ts';
import { tellStory } from './demo/story.ts';
import { LIKE_DEALS } from './hubspot/seed/records.ts';

const USAGE = `Usage: npm run demo [-- options]

Starts a HubSpot stand-in, the Handrail server and a CRM record page on this machine, and tells the story of one
handoff exception, step by step, with what it saw. Then it stays up; stop it with Ctrl-C.

  --once   end after the story
  --help   show this

Exit codes: 0 every claim was observed, 1 one was not, 2 the options are wrong`;

/** Runs the demo. @returns the exit code */
async function main(): Promise<number> {
  const options = parseOptions();
  if (options === null) return 2;
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  console.log('Starting portal, server and record page …');
  const world = await startWorld();
  try {
    const narrator = createNarrator((text) => process.stdout.write(text));
    await tellStory(hubspotScene(world), narrator);
    console.log(`\n${narrator.held} claims seen, ${narrator.failed} not seen.`);
    if (!options.once) {
      printAddresses(world.pageOrigin, world.serverOrigin, world.portal.origin);
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    }
    return narrator.failed === 0 ? 0 : 1;
  } catch (error) {
    console.error(`\nThe story broke off: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await world.close();
  }
}

function parseOptions(): { once: boolean; help: boolean } | null {
  try {
    const { values } = parseArgs({ options: { once: { type: 'boolean' }, help: { type: 'boolean' } } });
    return { once: values.once ?? false, help: values.help ?? false };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return null;
  }
}

function printAddresses(page: string, server: string, portal: string): void {
  console.log(`
Try it yourself, until Ctrl-C:
  a deal with the card  ${page}/contacts/0-3/${LIKE_DEALS.borealisFreight.id}
  all deals             ${page}/deals
  Handrail server       ${server}/readyz
  the portal's API      ${portal}

On the record page, switch between rep, manager and RevOps at the top, and let routing run.`);
}

process.exitCode = await main();
