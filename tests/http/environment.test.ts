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
});
