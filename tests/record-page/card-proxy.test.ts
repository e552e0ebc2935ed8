import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CardProxy } from '../../sandbox/record-page/card-proxy.ts';
import type { PageUser } from '../../sandbox/record-page/wire.ts';
import { type ProbeServer, startProbeServer } from './fixtures/probe-server.ts';

const PUBLIC = 'https://probe.example';
const SECRET = '11111111-2222-3333-4444-555555555555';
const USER: PageUser = {
  ownerId: '9',
  userId: 7,
  email: 'rep+1@example.test',
  firstName: 'Ann',
  lastName: 'Lee',
  teams: [],
};

describe('the proxy behind hubspot.fetch', () => {
  let server: ProbeServer;
  let proxy: CardProxy;

  beforeEach(async () => {
    server = await startProbeServer();
    proxy = new CardProxy({
      portalId: 123,
      appId: 55,
      clientSecret: SECRET,
      permittedOrigins: [PUBLIC],
      realOrigins: { [PUBLIC]: server.origin },
    });
  });
  afterEach(() => server.close());

  const ask = async (url: string, options: { method?: string; body?: unknown; timeout?: number } = {}) => {
    const reply = await proxy.fetch({ url, userId: USER.userId, ...options }, USER);
    return { status: reply.status, body: JSON.parse(reply.body) };
  };

  it('appends who asks and signs the public URL with the body as sent', async () => {
    const reply = await ask(`${PUBLIC}/echo?dealId=5&q=a%20b`, { method: 'POST', body: { reason: 'Über' } });
    expect(reply).toEqual({ status: 200, body: { method: 'POST', body: { reason: 'Über' } } });
    const [seen] = server.seen;
    expect(seen?.url).toBe(
      '/echo?dealId=5&q=a%20b&userId=7&userEmail=rep%2B1%40example.test&portalId=123&appId=55',
    );
    const timestamp = String(seen?.headers['x-hubspot-request-timestamp']);
    const signedUri = `${PUBLIC}${seen?.url}`.replace('%40', '@');
    const expected = createHmac('sha256', SECRET)
      .update(`POST${signedUri}${seen?.body}${timestamp}`, 'utf8')
      .digest('base64');
    expect(seen?.headers['x-hubspot-signature-v3']).toBe(expected);
    expect(Math.abs(Date.now() - Number(timestamp))).toBeLessThan(60_000);
  });

  it('repeats a request once after a 5xx, with the same body', async () => {
    const reply = await ask(`${PUBLIC}/flaky`, { method: 'POST', body: { key: 'k1' } });
    expect(reply).toEqual({ status: 200, body: { attempt: 2 } });
    expect(server.seen.map((seen) => seen.body)).toEqual(['{"key":"k1"}', '{"key":"k1"}']);
  });

  it('gives up after the second 5xx and wraps it', async () => {
    const reply = await ask(`${PUBLIC}/down`);
    expect(server.seen).toHaveLength(2);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      category: 'BAD_GATEWAY',
      responseBody: { code: 'down' },
      context: { appServerStatusCode: ['503'] },
    });
  });

  it('wraps a 4xx without repeating it', async () => {
    const reply = await ask(`${PUBLIC}/broken`);
    expect(server.seen).toHaveLength(1);
    expect(reply.body).toMatchObject({
      category: 'BAD_GATEWAY',
      responseBody: { code: 'too_short' },
      context: { appServerStatusCode: ['422'] },
    });
  });

  it('does not follow a redirect', async () => {
    const reply = await ask(`${PUBLIC}/moved`);
    expect(server.seen.map((seen) => seen.url.split('?')[0])).toEqual(['/moved']);
    expect(reply.body).toMatchObject({ category: 'BAD_GATEWAY', context: { appServerStatusCode: ['302'] } });
  });

  it('counts a server that cannot be reached as 500', async () => {
    await server.close();
    const reply = await ask(`${PUBLIC}/echo`);
    expect(reply.body).toMatchObject({ category: 'BAD_GATEWAY', context: { appServerStatusCode: ['500'] } });
    server = await startProbeServer();
  });

  it('stops waiting at the time the card asked for, and does not try again', async () => {
    const reply = await ask(`${PUBLIC}/slow`, { timeout: 100 });
    expect(reply.body).toMatchObject({ category: 'BAD_GATEWAY', context: { appServerStatusCode: ['504'] } });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ['another origin', 'https://elsewhere.example/', 403, 'not in permittedUrls.fetch'],
    ['a look-alike origin', 'https://probe.example.evil.example/', 403, 'not in permittedUrls.fetch'],
    ['plain http', 'http://probe.example/echo', 400, 'https'],
    ['no URL', 'probe', 400, 'malformed'],
  ])('refuses %s', async (_name, url, status, message) => {
    const reply = await ask(url);
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ category: 'VALIDATION_ERROR' });
    expect(reply.body.message).toContain(message);
    expect(server.seen).toHaveLength(0);
  });

  it('passes Authorization on and refuses every other header', async () => {
    const headers = { Authorization: 'Bearer t' };
    await proxy.fetch({ url: `${PUBLIC}/echo`, userId: 7, headers }, USER);
    expect(server.seen[0]?.headers.authorization).toBe('Bearer t');
    const refused = await proxy.fetch({ url: `${PUBLIC}/echo`, userId: 7, headers: { 'X-Own': '1' } }, USER);
    expect(refused.status).toBe(400);
    expect(server.seen).toHaveLength(1);
  });

  it('refuses more than 1 MB in either direction', async () => {
    const sent = await ask(`${PUBLIC}/echo`, { method: 'POST', body: { text: 'x'.repeat(1_000_000) } });
    expect(sent.status).toBe(413);
    expect(server.seen).toHaveLength(0);
    const received = await ask(`${PUBLIC}/large`);
    expect(received.status).toBe(502);
  });

  it('lets at most 20 requests run at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 21 }, () => proxy.fetch({ url: `${PUBLIC}/slow`, userId: 7, timeout: 300 }, USER)),
    );
    expect(replies.filter((reply) => reply.status === 429)).toHaveLength(1);
  });
});
