import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { hubspotScene } from './demo/hubspot-scene.ts';
import { startWorld } from './demo/hubspot-world.ts';
import { createNarrator } from './demo/narrator.ts';
import { REP } from './demo/people.ts';
import { salesforceScene } from './demo/salesforce-scene.ts';
import { startOrgWorld } from './demo/salesforce-world.ts';
import type { Scene } from './demo/scene.ts';
import { tellStory } from './demo/story.ts';
import { LIKE_DEALS } from './hubspot/seed/records.ts';
import { startOrgPage } from './org-page/start-org-page.ts';

const CRMS = ['hubspot', 'salesforce'] as const;
type Crm = (typeof CRMS)[number];

const USAGE = `Usage: npm run demo [-- options]

Starts a stand-in for the CRM, the Handrail server and a CRM record page on this machine, and tells the story of one
handoff exception, step by step, with what it saw. Then it stays up; stop it with Ctrl-C.

  --crm <name>  hubspot (when left out) or salesforce
  --once        end after the story
  --help        show this

Exit codes: 0 every claim was observed, 1 one was not, 2 the options are wrong`;

/** Lines of the server's log that help where a story breaks off. */
const LAST_WORDS = 20;

/** A CRM, ready for the story. */
interface Stage {
  readonly scene: Scene;
  /** Starts what a person looks at, once the story is over. @returns the addresses, a line each */
  open(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const STAGES: Readonly<Record<Crm, () => Promise<Stage>>> = { hubspot, salesforce };

/** Runs the demo. @returns the exit code */
async function main(): Promise<number> {
  const options = parseOptions();
  if (options === null) return 2;
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  console.log(
    options.crm === 'hubspot' ? 'Starting portal, server and record page …' : 'Starting org and server …',
  );
  let stage: Stage | undefined;
  try {
    stage = await STAGES[options.crm]();
    const narrator = createNarrator((text) => process.stdout.write(text));
    await tellStory(stage.scene, narrator);
    console.log(`\n${narrator.held} claims seen, ${narrator.failed} not seen.`);
    if (!options.once) {
      const addresses = await stage.open();
      console.log(`\nTry it yourself, until Ctrl-C:\n${addresses.join('\n')}

On the record page, switch between rep, manager and RevOps at the top, and let routing run.`);
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    }
    return narrator.failed === 0 ? 0 : 1;
  } catch (error) {
    console.error(`\nThe story broke off: ${error instanceof Error ? error.message : String(error)}`);
    const log = stage?.scene.world.serverLog().trim();
    if (log) console.error(`\nThe server's last words:\n${log.split('\n').slice(-LAST_WORDS).join('\n')}`);
    return 1;
  } finally {
    await stage?.close();
  }
}

function parseOptions(): { crm: Crm; once: boolean; help: boolean } | null {
  try {
    const { values } = parseArgs({
      options: { crm: { type: 'string' }, once: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    const { crm: named = 'hubspot' } = values;
    const crm = CRMS.find((one) => one === named);
    if (crm === undefined) throw new Error(`There is no demo on ${named}: --crm is ${CRMS.join(' or ')}.`);
    return { crm, once: values.once ?? false, help: values.help ?? false };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return null;
  }
}

async function hubspot(): Promise<Stage> {
  const world = await startWorld();
  return {
    scene: hubspotScene(world),
    open: async () => [
      `  a deal with the card  ${world.pageOrigin}/contacts/0-3/${LIKE_DEALS.borealisFreight.id}`,
      `  all deals             ${world.pageOrigin}/deals`,
      `  Handrail server       ${world.serverOrigin}/readyz`,
      `  the portal's API      ${world.portal.origin}`,
    ],
    close: () => world.close(),
  };
}

async function salesforce(): Promise<Stage> {
  const world = await startOrgWorld();
  const { org, like, serverOrigin } = world;
  let closePage = async () => {};
  return {
    scene: salesforceScene(world),
    open: async () => {
      const page = await startOrgPage({ orgOrigin: org.origin, firstUser: REP });
      closePage = () => page.close();
      const components = page.components();
      return [
        `  an opportunity     ${page.origin}/r/Opportunity/${like.borealisFreight}`,
        `  all opportunities  ${page.origin}/opportunities`,
        `  the inbox          ${page.origin}/inbox`,
        `  Handrail server    ${serverOrigin}/readyz`,
        `  the org's API      ${org.origin}`,
        ...(components.state === 'not_installed'
          ? [
              '',
              "The Handrail components are built with Salesforce's own tools. To see them on the page, run once",
              `  ${components.command}`,
              'and start the demo again. Everything else works without them.',
            ]
          : ['', 'The Handrail components on it are being built; they appear within a minute.']),
      ];
    },
    close: async () => {
      await closePage();
      await world.close();
    },
  };
}

process.exitCode = await main();
