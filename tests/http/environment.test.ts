import { describe, expect, it } from '@jest/globals';
import { EnvironmentError, readServerEnvironment } from '../../server/env.ts';

const COMPLETE = {
  HUBSPOT_PORTAL_ID: '123',
  HUBSPOT_ACCESS_TOKEN: 'token-of-the-app',
  HUBSPOT_CLIENT_SECRET: 'secret-of-the-app',
};

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    readServerEnvironment(source);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
}

describe('the environment', () => {
  it('needs three variables; the rest has defaults', () => {
    expect(readServerEnvironment(COMPLETE)).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      store: { dataDir: './.data/handrail' },
      hubspot: { apiOrigin: 'https://api.hubapi.com' },
      policyDir: 'config',
      sweepSeconds: 30,
    });
  });

  it('tells every problem at once and no value', () => {
    const problems = problemsOf({
      HUBSPOT_CLIENT_SECRET: 'has a blank in it',
      PORT: '70000',
      PUBLIC_ORIGIN: 'http://handrail.example.com/path',
      DATABASE_URL: 'mysql://user:hidden@db/handrail',
    });
    const names = problems.map((problem) => problem.split(' ')[0]);
    expect([...new Set(names)].toSorted()).toEqual([
      'DATABASE_URL',
      'HUBSPOT_ACCESS_TOKEN',
      'HUBSPOT_CLIENT_SECRET',
      'HUBSPOT_PORTAL_ID',
      'PORT',
      'PUBLIC_ORIGIN',
    ]);
    expect(problems.join()).not.toMatch(/hidden|blank in/);
  });

  it.each([
    ['http://handrail.example.com', false],
    ['https://handrail.example.com/', true],
    ['https://handrail.example.com/base', false],
    ['https://user@handrail.example.com', false],
    ['http://127.0.0.1:3000', true],
    ['handrail', false],
  ])('takes %s as public origin: %s', (origin, taken) => {
    expect(problemsOf({ ...COMPLETE, PUBLIC_ORIGIN: origin }).length === 0).toBe(taken);
  });

  it('counts a variable set to nothing as not set', () => {
    expect(readServerEnvironment({ ...COMPLETE, DATABASE_URL: '', PORT: '' }).port).toBe(3000);
  });

  it('sets up a channel only when all of it is there, and shows no secret', () => {
    expect(readServerEnvironment(COMPLETE).notifications).toEqual({
      recordUrl: 'https://app.hubspot.com/contacts/{portalId}/record/{objectTypeId}/{recordId}',
    });
    const { notifications } = readServerEnvironment({
      ...COMPLETE,
      HANDRAIL_SLACK_TOKEN: 'xoxb-1234567890',
      HANDRAIL_SMTP_URL: 'smtps://user:hidden@mail.example.com',
      HANDRAIL_MAIL_FROM: 'Handrail <handrail@example.com>',
    });
    expect(notifications).toMatchObject({ slack: { token: 'xoxb-1234567890' }, email: {} });
    const problems = problemsOf({
      ...COMPLETE,
      HANDRAIL_SLACK_TOKEN: 'hidden-token',
      HANDRAIL_SMTP_URL: 'smtps://user:hidden@mail.example.com',
      HANDRAIL_SLACK_API_URL: 'http://slack.example.com/api/',
      HANDRAIL_RECORD_URL: 'https://app.hubspot.com/hidden',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'HANDRAIL_SLACK_TOKEN',
      'HANDRAIL_SLACK_API_URL',
      'HANDRAIL_RECORD_URL',
      'HANDRAIL_MAIL_FROM',
    ]);
    expect(problems.join()).not.toContain('hidden');
  });

  describe('for an installation by OAuth', () => {
    const KEY = Buffer.alloc(32, 7).toString('base64');
    const OAUTH = {
      HUBSPOT_CLIENT_ID: 'client-id-of-the-app',
      HUBSPOT_CLIENT_SECRET: 'secret-of-the-app',
      HANDRAIL_TOKEN_KEYS: `k2:${KEY},k1:${Buffer.alloc(32, 8).toString('base64')}`,
    };

    it('needs the app and keys for stored tokens, and no account', () => {
      expect(readServerEnvironment({ ...OAUTH, HANDRAIL_PORTALS: '1, 2' }).hubspot).toMatchObject({
        auth: 'oauth',
        clientId: 'client-id-of-the-app',
        appOrigin: 'https://app.hubspot.com',
        portals: ['1', '2'],
        tokenKeys: [
          { id: 'k2', bytes: Buffer.alloc(32, 7) },
          { id: 'k1', bytes: Buffer.alloc(32, 8) },
        ],
      });
    });

    it('refuses to guess when a static token is set too', () => {
      const problems = problemsOf({ ...COMPLETE, ...OAUTH });
      expect(problems).toEqual([
        expect.stringMatching(/HUBSPOT_ACCESS_TOKEN.*HUBSPOT_CLIENT_ID and HANDRAIL_TOKEN_KEYS/),
      ]);
    });

    it('tells what is missing of it, once each', () => {
      const names = problemsOf({ HUBSPOT_CLIENT_ID: 'x', PORT: 'x' }).map((problem) => problem.split(' ')[0]);
      expect(names.toSorted()).toEqual([
        'HANDRAIL_TOKEN_KEYS',
        'HUBSPOT_CLIENT_ID',
        'HUBSPOT_CLIENT_SECRET',
        'PORT',
      ]);
    });

    it.each([
      KEY,
      `k1:${KEY.slice(4)}`,
      `k1:${KEY},`,
      `k1:${KEY},k1:${KEY}`,
      `a key:${KEY}`,
      'k1:',
      'k1:not-base64!',
    ])('does not take %j as keys, and shows none', (keys) => {
      const problems = problemsOf({ ...OAUTH, HANDRAIL_TOKEN_KEYS: keys });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/^HANDRAIL_TOKEN_KEYS /);
      expect(problems[0]).not.toContain(KEY.slice(4, 20));
    });
  });
});

describe('the environment of an org', () => {
  const KEY_FILE = 'tests/http/environment.test.ts';
  const ORG = {
    SALESFORCE_ORG_ID: '00DHr0000000001',
    SALESFORCE_CLIENT_ID: 'consumer.key-of_the_app',
    SALESFORCE_USERNAME: 'handrail@northwind.example',
    SALESFORCE_PRIVATE_KEY_FILE: KEY_FILE,
  };

  it('serves an org alone, whose long id names the tenant', () => {
    const env = readServerEnvironment(ORG);
    expect(env.hubspot).toBeUndefined();
    expect(env.salesforce).toMatchObject({
      orgId: '00DHr0000000001MAA',
      tenantId: 'salesforce:00DHr0000000001MAA',
      loginUrl: 'https://login.salesforce.com',
    });
  });

  it('puts an org beside the account of HubSpot', () => {
    const { hubspot, salesforce } = readServerEnvironment({ ...COMPLETE, ...ORG });
    expect(hubspot).toMatchObject({ portalId: '123' });
    expect(salesforce?.tenantId).toBe('hubspot:123');
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no key', { SALESFORCE_PRIVATE_KEY_FILE: '' }, /SALESFORCE_PRIVATE_KEY_FILE is missing/],
    ['a key that cannot be read', { SALESFORCE_PRIVATE_KEY_FILE: '/nowhere/key.pem' }, /can read$/],
    ['the id of something else', { SALESFORCE_ORG_ID: '006Hr0000000001' }, /SALESFORCE_ORG_ID must be/],
    ['an address of http', { SALESFORCE_LOGIN_ORIGIN: 'http://login.example' }, /must begin with https/],
  ])('refuses %s', (_case, change, problem) => {
    const problems = problemsOf({ ...ORG, ...change }).join();
    expect(problems).toMatch(problem);
    expect(problems).not.toContain('nowhere');
  });
});
