import { CARD_ROUTES } from '@handrail/contracts/card-routes';
import { type SettingsView, settingsReplySchema } from '@handrail/contracts/settings';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OAuthServer, startBrowser, startOAuthServer } from './oauth-server.ts';
import { signedClient } from './signed-client.ts';
import { CLIENT_SECRET, eventually } from './test-server.ts';

let world: OAuthServer;

beforeAll(async () => {
  world = await startOAuthServer({
    portal: { withheldScopes: ['automation'] },
    // Who connects the account does not hold it.
    variables: { HANDRAIL_ADMIN_ROLE: 'cro' },
  });
  await startBrowser(world.server.origin).install(world.portals[0]);
}, 120_000);
afterAll(() => world.close());

const as = ({ userId, email }: { readonly userId: number; readonly email: string }, portal: 0 | 1 = 0) =>
  signedClient(
    {
      origin: world.server.origin,
      clientSecret: CLIENT_SECRET,
      portalId: world.portals[portal].portalId,
    },
    { userId, email },
  );

/** The portal's first super admin, who is the one to connect it in the sandbox. */
function installer() {
  const admin = world.portals[0].portal.people.people().find((person) => person.superAdmin);
  if (!admin) throw new Error('nobody may connect the portal');
  return admin;
}

async function settings(body?: unknown): Promise<SettingsView> {
  const path = body === undefined ? CARD_ROUTES.settings : CARD_ROUTES.settingsTasks;
  const reply = await as(installer()).call(settingsReplySchema, path, body);
  if (!reply.ok) throw new Error(reply.problem.code);
  return reply;
}

describe('the settings of an account that is connected by OAuth', () => {
  it('are open to who connected it, and tell what was granted but nothing of a token', async () => {
    const view = await settings();
    expect(view.connection).toMatchObject({ auth: 'oauth', state: 'connected' });
    expect(view.connection.token).toMatch(/^Encrypted/);
    const withheld = view.connection.scopes.filter(({ granted }) => granted !== 'yes');
    expect(withheld).toMatchObject([{ scope: 'automation', need: 'optional', granted: 'no' }]);
    expect(JSON.stringify(view)).not.toMatch(/v1:k1|at-|refresh/i);
  });

  it('say that HubSpot gives no access any more', async () => {
    const [portal] = world.portals;
    portal.grants.uninstall();
    await settings({ kind: 'check_health', pressKey: 'press-of-this-test' });
    const view = await eventually(
      () => settings(),
      ({ tasks }) => tasks.every(({ state }) => state !== 'running'),
    );
    expect(view.health).toMatchObject({ healthy: false, properties: null });
    expect(view.connection.state).toBe('refused');
  });

  it('are not open across accounts', async () => {
    const answer = await as(installer(), 1).raw(CARD_ROUTES.settings);
    expect(answer.status).toBe(403);
  });
});
