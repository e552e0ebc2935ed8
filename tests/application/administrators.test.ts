import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../server/adapters/store/open-store.ts';
import { type AdministratorRule, isAdministrator } from '../../src/application/admin/administrators.ts';
import { publishPolicy } from '../../src/application/published-policy.ts';
import type { PeopleSnapshot } from '../../src/domain/policy/directory.ts';
import type { Role } from '../../src/domain/policy/policy.ts';
import { sha256 } from '../fixtures/sha256.ts';
import { EMPTY_POLICY, tenantNames } from '../fixtures/store.ts';

const NOW = new Date('2026-11-23T09:00:00.000Z');
const OPS = 'ops@example.com';
const LEFT = 'left@example.com';
const STAND_IN = 'stand-in@example.com';
const REP = 'rep@example.com';

const TEAM: Role = {
  id: 'revops',
  label: 'RevOps',
  source: { kind: 'team', team: 'Revenue Operations' },
  otherwise: [STAND_IN],
};
const FIXED: Role = { id: 'revops', label: 'RevOps', people: [OPS] };
const BY_FACT: Role = {
  id: 'revops',
  label: 'RevOps',
  byFact: { fact: 'deal.region', people: { EMEA: [OPS], AMER: [LEFT] } },
  otherwise: [STAND_IN],
};
const read = (members: readonly string[]): PeopleSnapshot => ({
  readAt: NOW.toISOString(),
  people: [OPS, LEFT, STAND_IN, REP].map((email) => ({ email, name: email, active: email !== LEFT })),
  teams: [{ name: 'Revenue Operations', members }],
});

const newTenant = tenantNames('administrators');
let store: Store;

beforeAll(async () => {
  store = await openStore({ sha256 });
}, 120_000);
afterAll(() => store.close());

/** Who of the four administers. */
async function administrators(
  roles: readonly Role[] | null,
  people: PeopleSnapshot | null,
  rule: Partial<AdministratorRule> = {},
): Promise<readonly string[]> {
  const tenantId = newTenant();
  const context = { unitOfWork: store, clock: { now: () => NOW }, sha256 };
  if (roles) {
    const by = { email: OPS, name: 'Ops' };
    const policy = { ...EMPTY_POLICY, roles };
    await publishPolicy(context, tenantId, { policy, by, reason: 'test', expected: 0 });
  }
  if (people) await store.transact(tenantId, (tx) => tx.savePeople(people));
  const found: string[] = [];
  for (const email of [OPS, LEFT, STAND_IN, REP]) {
    const caller = { tenantId, userId: `id-of-${email}`, email };
    if (await isAdministrator(context, caller, { role: 'revops', installedBy: null, ...rule })) {
      found.push(email);
    }
  }
  return found;
}

describe('who administers an account', () => {
  it.each([
    ['everybody of the team', [TEAM], read([OPS]), [OPS]],
    ['of the team only who is active', [TEAM], read([OPS, LEFT]), [OPS]],
    ['who stands in, while the team has nobody who is active', [TEAM], read([LEFT]), [STAND_IN]],
    ['who stands in, before people were read', [TEAM], null, [STAND_IN]],
    ['people the policy names', [FIXED], read([]), [OPS]],
    ['people the policy names, before people were read', [FIXED], null, [OPS]],
    ['people of any value of a fact', [BY_FACT], read([]), [OPS]],
    ['nobody without the role', [{ ...FIXED, id: 'cro' }], read([OPS]), []],
    ['nobody before a policy is in force', null, read([OPS]), []],
  ])('is %s', async (_who, roles, people, expected) => {
    expect(await administrators(roles, people)).toEqual(expected);
  });

  it('is who connected the account, whatever the policy says', async () => {
    const installedBy = `id-of-${REP}`;
    expect(await administrators(null, null, { installedBy })).toEqual([REP]);
    expect(await administrators([TEAM], read([OPS]), { installedBy })).toEqual([OPS, REP]);
  });

  it('is the role that the server was told', async () => {
    const roles = [TEAM, { ...FIXED, id: 'crm_admins', people: [REP] }];
    expect(await administrators(roles, read([OPS]), { role: 'crm_admins' })).toEqual([REP]);
  });
});
