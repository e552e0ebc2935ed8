import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { Connection } from 'jsforce';
import { installIn } from '../../fixtures/installed-org.ts';
import { openRunningOrg, refusalOf } from './running-org.ts';
import { ownerFlow, TRIGGER } from './setup-metadata.ts';

type Types = readonly { readonly name: string; readonly members: readonly string[] }[];

async function retrieve(conn: Connection, types: Types, singlePackage = true) {
  // The client's types name every property of a manifest.
  const request: unknown = { apiVersion: '67.0', singlePackage, unpackaged: { types, version: '67.0' } };
  const { id } = await conn.metadata.retrieve(request as Parameters<Connection['metadata']['retrieve']>[0]);
  const result = await conn.metadata.checkRetrieveStatus(id);
  const zip = unzipSync(new Uint8Array(Buffer.from(result.zipFile, 'base64')));
  const files = new Map(Object.entries(zip).map(([path, bytes]) => [path, strFromU8(bytes)]));
  return { result, files };
}

describe('a retrieval', () => {
  it('gives back what was deployed, with an object’s parts in its file', async () => {
    const { org, conn } = await openRunningOrg({ installed: false });
    await installIn(org);
    const { result, files } = await retrieve(conn, [
      { name: 'CustomObject', members: ['Handoff_Seat__c'] },
      { name: 'CustomField', members: ['Opportunity.Handoff_Routing_Hold__c'] },
      { name: 'Report', members: ['Handrail/'] },
      { name: 'LightningComponentBundle', members: ['handoffCard'] },
    ]);
    expect(result).toMatchObject({ status: 'Succeeded', success: true, done: true, messages: [] });
    expect(files.get('objects/Handoff_Seat__c.object')).toMatch(
      /<CustomObject xmlns=.*<sharingModel>.*<fields>.*<validationRules>.*Never_Back/s,
    );
    const opportunity = files.get('objects/Opportunity.object') ?? '';
    expect(opportunity.match(/<fields>/g)).toHaveLength(1);
    expect(opportunity).toContain('<fullName>Handoff_Routing_Hold__c</fullName>');
    const card = org.core.deployed.find('LightningComponentBundle', 'handoffCard');
    expect(card).toBeDefined();
    for (const [path, text] of card?.files ?? []) expect(files.get(path)).toBe(text);
    expect(files.has('package.xml')).toBe(true);
    expect(result.fileProperties).toContainEqual(
      expect.objectContaining({ type: 'ValidationRule', fullName: 'Handoff_Seat__c.Never_Back' }),
    );
    expect(org.unknownCalls).toEqual([]);
  });

  it('finds all of a type, under a folder unless told otherwise, and nothing of a managed package', async () => {
    const { conn } = await openRunningOrg({
      metadata: [
        { type: 'Flow', fullName: 'Route_Deals', content: ownerFlow('Route deals') },
        { type: 'Flow', fullName: 'acme__Hidden', namespace: 'acme', content: ownerFlow('Hidden') },
      ],
    });
    const { files } = await retrieve(conn, [{ name: 'Flow', members: ['*'] }], false);
    expect([...files.keys()]).toEqual(['unpackaged/flows/Route_Deals.flow', 'unpackaged/package.xml']);
    expect(files.get('unpackaged/flows/Route_Deals.flow')).toBe(ownerFlow('Route deals'));
  });

  it('names what is not there, and gives the rest', async () => {
    const { conn } = await openRunningOrg({
      metadata: [
        { type: 'Flow', fullName: 'Route_Deals', content: ownerFlow('Route deals') },
        { type: 'ApexTrigger', fullName: 'AssignDeals', content: TRIGGER },
      ],
    });
    const { result, files } = await retrieve(conn, [
      { name: 'Flow', members: ['Nope', 'Route_Deals'] },
      { name: 'Blockchain', members: ['*'] },
      { name: 'ApexTrigger', members: ['AssignDeals'] },
    ]);
    expect(result.messages.map(({ problem }) => problem)).toEqual([
      "Entity of type 'Flow' named 'Nope' cannot be found",
      "Entity type 'Blockchain' is unknown",
      "The sandbox org does not retrieve 'ApexTrigger'",
    ]);
    expect(files.has('flows/Route_Deals.flow')).toBe(true);
  });

  it('is refused without a manifest, and for a job that nobody has', async () => {
    const { conn } = await openRunningOrg();
    const bare: unknown = { apiVersion: '67.0' };
    expect(
      await refusalOf(conn.metadata.retrieve(bare as Parameters<Connection['metadata']['retrieve']>[0])),
    ).toMatchObject({ errorCode: 'soapenv:Client' });
    expect(await refusalOf(conn.metadata.checkRetrieveStatus('09S000000000099AAA'))).toMatchObject({
      errorCode: 'sf:INVALID_CROSS_REFERENCE_KEY',
    });
  });
});
