import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  missingScopes,
  OAUTH_SCOPE,
  SCOPES,
  scopesDocument,
  scopesOfNeed,
} from '../../server/adapters/hubspot/scopes.ts';

const ROOT = new URL('../../', import.meta.url);
const projectSchema = z.object({
  uid: z.string(),
  type: z.string(),
  config: z.looseObject({
    auth: z.object({
      type: z.string(),
      redirectUrls: z.array(z.string()).optional(),
      requiredScopes: z.array(z.string()),
      optionalScopes: z.array(z.string()),
    }),
  }),
});

async function project(file: string) {
  return projectSchema.parse(JSON.parse(await readFile(new URL(file, ROOT), 'utf8')));
}

const STATIC = 'extensions/hubspot/src/app/app-hsmeta.json';
const OAUTH = 'extensions/hubspot/oauth/app-hsmeta.json';

describe('the table of scopes', () => {
  it('is what the project file of an app with a static token asks for', async () => {
    const { auth } = (await project(STATIC)).config;
    expect(auth.type).toBe('static');
    expect(['oauth', ...auth.requiredScopes].toSorted()).toEqual(scopesOfNeed('required').toSorted());
    expect(auth.optionalScopes.toSorted()).toEqual(scopesOfNeed('optional').toSorted());
  });

  it('is what the project file of an app installed by OAuth asks for, which differs in nothing else', async () => {
    const [byToken, byOAuth] = [await project(STATIC), await project(OAUTH)];
    const { auth, ...config } = byOAuth.config;
    expect(auth.type).toBe('oauth');
    expect(auth.redirectUrls).toEqual([`\${API_ORIGIN}/oauth/callback`]);
    expect(auth.requiredScopes.toSorted()).toEqual(scopesOfNeed('required').toSorted());
    expect(auth.optionalScopes.toSorted()).toEqual(scopesOfNeed('optional').toSorted());
    expect({ ...byOAuth, config: { ...config, auth: byToken.config.auth } }).toEqual(byToken);
  });

  it('is docs/scopes.md', async () => {
    expect(await readFile(new URL('docs/scopes.md', ROOT), 'utf8')).toBe(scopesDocument());
  });

  it('names each scope once, with a reason a person can judge', () => {
    const names = [OAUTH_SCOPE, ...SCOPES].map(({ scope }) => scope);
    expect(new Set(names).size).toBe(names.length);
    for (const { why } of SCOPES) expect(why).toMatch(/^[A-Z].{20,}\.$/);
  });

  it('says what of it was not granted', () => {
    const granted = scopesOfNeed('required').filter((scope) => scope !== 'tickets');
    expect(missingScopes(granted, 'required').map(({ scope }) => scope)).toEqual(['tickets']);
    expect(missingScopes([...granted, 'tickets', 'more'], 'required')).toEqual([]);
  });
});
