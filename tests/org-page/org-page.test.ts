import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningOrgPage, startOrgPage } from '../../sandbox/org-page/start-org-page.ts';
import type { EditReply, OpportunityRow, OrgRecordView } from '../../sandbox/org-page/wire.ts';
import { type Northwind, startNorthwind } from '../../sandbox/salesforce/start-northwind.ts';

const MAYA = 'maya.chen@northwind.example';
const JONAS = 'jonas.lind@northwind.example';

describe("the org page's server", () => {
  let northwind: Northwind;
  let page: RunningOrgPage;
  let aurora: string;

  beforeAll(async () => {
    northwind = await startNorthwind();
    aurora = northwind.like.auroraGrid;
    page = await startOrgPage({ orgOrigin: northwind.org.origin, firstUser: MAYA, withoutComponents: true });
  }, 60_000);
  afterAll(async () => {
    await page.close();
    await northwind.org.close();
    expect(northwind.org.unknownCalls).toEqual([]);
  });

  const call = async (path: string, body?: unknown) => {
    const response = await fetch(page.origin + path, {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    return { status: response.status, body: await response.json() };
  };
  const record = async (as = MAYA) =>
    (await call(`/api/records/Opportunity/${aurora}?as=${as}`)).body as OrgRecordView;
  const edit = (property: string, value: string, username = MAYA) =>
    call(`/api/records/Opportunity/${aurora}/edit`, { property, value, username });
  /** With headers that `fetch` does not let one set. */
  const statusWith = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      request(`${page.origin}/api/session`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });

  it('answers only under its own name and to its own page', async () => {
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ host: 'evil.example' })).toBe(403);
    expect(await statusWith({ origin: 'http://evil.example' })).toBe(403);
  });

  it('lists opportunities, and finds them by part of their name taken as it stands', async () => {
    const named = async (query: string) => {
      const { body } = await call(`/api/opportunities?as=${MAYA}&query=${encodeURIComponent(query)}`);
      return (body as OpportunityRow[]).map(({ name }) => name);
    };
    expect(await named('aurora')).toEqual(['Aurora Grid: group rollout']);
    expect(await named("'; %")).toEqual([]);
    expect((await named('')).length).toBeGreaterThan(50);
  });

  it('shows a record as the person who looks may read it', async () => {
    const seen = await record();
    expect(seen).toMatchObject({ kind: 'Opportunity', title: 'Aurora Grid: group rollout' });
    expect(seen.highlights.map(({ label, display }) => [label, display])).toContainEqual([
      'Amount',
      '84,000',
    ]);
    northwind.org.hideField(JONAS, 'Opportunity', 'Amount', true);
    expect((await record(JONAS)).highlights.map(({ label }) => label)).not.toContain('Amount');
  });

  it('offers no editor for what only Handrail writes', async () => {
    const [handoff] = (await record()).sections;
    expect(handoff?.properties.length).toBeGreaterThan(10);
    expect(handoff?.properties.filter(({ editor }) => editor !== null)).toEqual([]);
  });

  it('writes an edit as the person, and tells what the flows did in it', async () => {
    const reply = (await edit('StageName', 'Proposal/Price Quote')).body as EditReply;
    expect(reply.automation.lines.map(({ workflow }) => workflow)).toContain('Territory_Routing');
    const seen = await record();
    expect(seen.owner?.name).toBe('Jonas Lind');
    expect(seen.timeline.map(({ title, body, by }) => [title, body, by])).toEqual(
      expect.arrayContaining([
        ['Owner', 'Maya Chen → Jonas Lind', 'Maya Chen'],
        ['Stage Name', 'Qualification → Proposal/Price Quote', 'Maya Chen'],
      ]),
    );
  });

  it('tells what a flow changed in a save of its own', async () => {
    const { automation } = (await edit('StageName', 'Negotiation/Review')).body as EditReply;
    expect(automation.summary).toContain('changed 1 record');
    expect(automation.lines).toContainEqual(
      expect.objectContaining({
        kind: 'changed',
        workflow: 'Large_Deals_In_Negotiation',
        text: 'set OwnerId to Grace Okafor',
      }),
    );
  });

  it('tells refusals in the words of the org', async () => {
    expect(await edit('Sales_Region__c', 'Nowhere')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('Nowhere') },
    });
    expect(await edit('NoSuchField', 'x')).toMatchObject({ status: 400 });
    expect(await call(`/api/records/Opportunity/006000000000000AAA?as=${MAYA}`)).toMatchObject({
      status: 404,
    });
    expect(await call(`/api/records/User/${aurora}?as=${MAYA}`)).toMatchObject({ status: 404 });
    expect(await call(`/api/records/Opportunity/${aurora}`)).toMatchObject({ status: 400 });
  });

  it('begins an ended session again', async () => {
    northwind.org.sessions.endAll();
    expect((await record()).title).toBe('Aurora Grid: group rollout');
  });

  it('says by which command the components are installed', async () => {
    const { body } = await call('/api/components');
    expect(body).toEqual({ state: 'not_installed', command: 'npm --prefix extensions/salesforce ci' });
  });

  it('leads from the address of a record, as the components link to it, to its page', async () => {
    for (const path of [aurora, `lightning/r/Opportunity/${aurora}/view`]) {
      const response = await fetch(`${page.origin}/${path}`, { redirect: 'manual' });
      expect(response.headers.get('location')).toBe(`/r/Opportunity/${aurora}`);
    }
  });
});
