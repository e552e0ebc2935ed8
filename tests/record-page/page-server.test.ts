import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildCard, CardBuildError } from '../../sandbox/record-page/build-card.ts';
import { PROBE_CARD, type ProbeSite, startProbeSite } from './fixtures/start-probe-site.ts';

describe('building a card', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'card-build-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("makes HubSpot's script of it, which expects React and RemoteUI from outside", async () => {
    const script = await readFile(await buildCard(PROBE_CARD, join(folder, 'out')), 'utf8');
    expect(script).toContain('RemoteUI');
    expect(script).toMatch(/\(React, RemoteUI\)|React,\s*RemoteUI/);
  });

  it('says what is wrong with a card that cannot be built', async () => {
    const broken = join(folder, 'broken.tsx');
    await writeFile(broken, 'export const half = (');
    await expect(buildCard(broken, join(folder, 'out'))).rejects.toThrow(/could not build .*broken\.tsx/);
    await expect(buildCard(join(folder, 'none.tsx'), join(folder, 'out'))).rejects.toThrow(CardBuildError);
  });
});

describe("the record page's server", () => {
  let site: ProbeSite;
  beforeAll(async () => {
    site = await startProbeSite();
  }, 60_000);
  afterAll(() => site.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
      const call = request(site.page.origin + path, { headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      });
      call.on('error', reject).end();
    });

  it('answers only under its own name and to its own page', async () => {
    expect((await get('/api/session')).status).toBe(200);
    expect((await get('/api/session', { host: 'evil.example' })).status).toBe(403);
    expect((await get('/api/session', { origin: 'http://evil.example' })).status).toBe(403);
  });

  it('lets the page load its own files only, and the worker nothing but scripts', async () => {
    const page = await get('/deals');
    expect(page.headers['content-security-policy']).toContain("default-src 'none';script-src 'self'");
    const worker = await get('/assets/card-worker.js');
    expect(worker.headers['content-security-policy']).toBe("default-src 'none'; script-src 'self'");
  });

  it('never tells the browser the secret or the token', async () => {
    const texts = await Promise.all(
      ['/deals', '/assets/page.js', '/card/card.js', '/api/session'].map(
        async (path) => (await get(path)).body,
      ),
    );
    for (const text of texts) {
      expect(text).not.toContain(site.portal.clientSecret);
      expect(text).not.toContain(site.portal.accessToken);
    }
  });

  it.each([
    ['/contacts/0-9/1', 404, 'UNKNOWN_TYPE'],
    ['/api/records/0-3/abc', 404, 'NOT_FOUND'],
    ['/api/records/0-3/1', 404, 'PORTAL'],
    ['/nowhere', 404, 'NOT_FOUND'],
  ])('answers %s with %i and %s', async (path, status, code) => {
    const reply = await get(path);
    expect({ status: reply.status, code: JSON.parse(reply.body).code }).toEqual({ status, code });
  });

  it('refuses to act as somebody the portal does not know, and a malformed request', async () => {
    const post = async (path: string, body: unknown) => {
      const response = await fetch(site.page.origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    };
    const stranger = await post('/api/card-fetch', { url: 'https://probe.example/echo', userId: 1 });
    expect(stranger).toMatchObject({ status: 400, body: { code: 'UNKNOWN_USER' } });
    const malformed = await post('/api/card-fetch', { userId: 'x' });
    expect(malformed).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
    expect(site.server.seen).toHaveLength(0);
  });

  it('shows all four kinds of record', async () => {
    for (const [type, path] of [
      ['0-1', 'contacts'],
      ['0-2', 'companies'],
      ['0-3', 'deals'],
    ] as const) {
      const [record] = site.portal.portal.list(path);
      const view = JSON.parse((await get(`/api/records/${type}/${record?.id}`)).body);
      expect(view).toMatchObject({ objectTypeId: type, objectId: Number(record?.id) });
      expect(view.title).not.toMatch(/Unnamed/);
    }
    expect(site.portal.unknownCalls).toEqual([]);
  });
});
