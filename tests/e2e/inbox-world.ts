import { fileURLToPath } from 'node:url';
import { cardUser, PUBLIC_ORIGIN } from '../../sandbox/demo/card-user.ts';
import { seedPerson } from '../../sandbox/hubspot/seed/people.ts';
import { type RunningRecordPage, startRecordPage } from '../../sandbox/record-page/start-record-page.ts';
import { startTestServer, type TestServer } from '../http/test-server.ts';

const entry = (path: string) =>
  fileURLToPath(new URL(`../../extensions/hubspot/src/app/${path}`, import.meta.url));

const DAY = 24 * 60 * 60 * 1000;
const REPS = ['maya.chen', 'jonas.lind', 'tom.becker', 'grace.okafor', 'ravi.menon', 'carla.nunez'].map(
  (name) => `${name}@northwind.example`,
);
/** Every fourth request asks for this owner; the others only hold routing. */
const NEW_OWNER = seedPerson('amira.haddad@northwind.example').ownerId;
/** Each reason code with what a rep would write. */
const REASONS = [
  [
    'wrong-import',
    'The region came wrong out of the partner import; operations corrects the list by Friday.',
  ],
  ['duplicate', 'Two companies are about to be merged, and routing would pick the wrong owner in between.'],
  ['wrong-field', 'The country says Germany, the buyer is in Austria; the field is being corrected today.'],
] as const;

/** A server without rate limits on the way, its portal, and a record page with the inbox. */
export interface InboxWorld {
  readonly server: TestServer;
  readonly page: RunningRecordPage;
  /** The requests that were filed, oldest first. */
  readonly filed: readonly {
    readonly requestId: string;
    readonly recordTitle: string;
    readonly rep: string;
  }[];
  close(): Promise<void>;
}

/** @param count how many reps' requests wait for the deal desk; the seed has 320 deals */
export async function startInboxWorld(count: number): Promise<InboxWorld> {
  const server = await startTestServer({ variables: { PUBLIC_ORIGIN } });
  const { portal } = server;
  const page = await startRecordPage({
    portalOrigin: portal.origin,
    accessToken: portal.accessToken,
    clientSecret: portal.clientSecret,
    appId: portal.appId,
    portalId: portal.portalId,
    publicOrigin: PUBLIC_ORIGIN,
    serverOrigin: server.server.origin,
    cardEntry: entry('cards/handoff-sidebar-card.tsx'),
    pageEntry: entry('pages/inbox-page.tsx'),
  });
  const close = async () => {
    await page.close();
    await server.close();
  };
  try {
    return { server, page, filed: await fileRequests(server, count), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fileRequests({ portal, server }: TestServer, count: number) {
  const deals = portal.portal.list('deals').slice(0, count);
  if (deals.length < count) throw new Error(`the seed has only ${deals.length} deals`);
  const filed: InboxWorld['filed'][number][] = [];
  for (const [at, deal] of deals.entries()) {
    const rep = REPS[at % REPS.length] ?? '';
    const [reasonCode, reason] = REASONS[at % REASONS.length] ?? REASONS[0];
    const card = await cardUser(portal, server.origin, rep).submit({
      record: { objectType: 'deal', recordId: deal.id },
      exceptionTypeId: 'data-fix',
      reasonCode,
      reason,
      ...(at % 4 === 1 && { proposedOwnerId: NEW_OWNER }),
      expiresAt: new Date(Date.now() + 7 * DAY).toISOString(),
    });
    if (!card.live) throw new Error(`no request was filed on ${card.recordTitle}`);
    filed.push({ requestId: card.live.requestId, recordTitle: card.recordTitle, rep });
  }
  return filed;
}
