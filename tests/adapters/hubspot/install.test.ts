import { PROPERTY_GROUP, RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { OBJECT_TYPES } from '@handrail/contracts/vocabulary';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunningPortal } from '../../../sandbox/hubspot/start-portal.ts';
import { createHubSpotClient } from '../../../server/adapters/hubspot/client.ts';
import { checkProperties, installProperties } from '../../../server/adapters/hubspot/install.ts';
import { HUBSPOT_OBJECT_TYPE } from '../../../server/adapters/hubspot/paths.ts';
import { PROPERTY_DEFINITIONS } from '../../../server/adapters/hubspot/properties.ts';
import { startWatchedPortal } from '../../fixtures/start-watched-portal.ts';
import { createLogLines } from './log-lines.ts';
import { createManualTiming } from './manual-timing.ts';

let running: RunningPortal;
afterEach(() => running.close());

async function setUp() {
  running = await startWatchedPortal({ clientSecret: 'secret-of-the-test', seed: 'empty', rateLimit: 'off' });
  const client = createHubSpotClient({
    accessToken: running.accessToken,
    basePath: running.origin,
    logger: createLogLines().logger,
    timing: createManualTiming(),
  });
  return { client, catalog: running.portal.catalog, faults: running.faults };
}

describe('installProperties', () => {
  it('creates the group and every property with its help text on every record type', async () => {
    const { client, catalog } = await setUp();
    const report = await installProperties(client, OBJECT_TYPES);
    expect(report).toMatchObject({ dryRun: false, complete: true });
    expect(report.entries).toHaveLength(OBJECT_TYPES.length * (PROPERTY_DEFINITIONS.length + 1));
    expect(new Set(report.entries.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    for (const objectType of OBJECT_TYPES) {
      for (const { name, type, description } of PROPERTY_DEFINITIONS) {
        const found = catalog.require(HUBSPOT_OBJECT_TYPE[objectType], name);
        expect(found).toMatchObject({ type, description, groupName: PROPERTY_GROUP, hidden: false });
      }
    }
    await expect(checkProperties(client)).resolves.toEqual([]);
  });

  it('covers every property that Handrail writes, each with help text', () => {
    expect(PROPERTY_DEFINITIONS.map(({ name }) => name).sort()).toEqual(
      Object.values(RECORD_PROPERTY).sort(),
    );
    for (const { description } of PROPERTY_DEFINITIONS) expect(description.length).toBeGreaterThan(30);
  });

  it('changes nothing the second time', async () => {
    const { client } = await setUp();
    await installProperties(client, ['deal', 'ticket']);
    const writes = running.writeLog.length;
    const report = await installProperties(client, ['deal', 'ticket']);
    expect(new Set(report.entries.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
    expect(running.writeLog).toHaveLength(writes);
  });

  it('corrects what has drifted, and keeps the options that others added', async () => {
    const { client, catalog } = await setUp();
    await installProperties(client, ['deal']);
    const status = catalog.require('deals', RECORD_PROPERTY.status);
    const added = { label: 'Ours', value: 'ours', hidden: false, displayOrder: 9 };
    catalog.replace('deals', { ...status, label: 'Renamed', options: [...status.options.slice(1), added] });
    const reason = catalog.require('deals', RECORD_PROPERTY.reason);
    catalog.replace('deals', { ...reason, description: '', groupName: 'dealinformation', fieldType: 'text' });

    const { entries, complete } = await installProperties(client, ['deal']);
    expect(complete).toBe(true);
    expect(entries.filter(({ outcome }) => outcome !== 'unchanged')).toEqual([
      {
        objectType: 'deal',
        kind: 'property',
        name: status.name,
        outcome: 'updated',
        detail: 'label, options',
      },
      {
        objectType: 'deal',
        kind: 'property',
        name: reason.name,
        outcome: 'updated',
        detail: 'description, fieldType, groupName',
      },
    ]);
    expect(catalog.require('deals', reason.name)).toMatchObject({
      description: reason.description,
      groupName: PROPERTY_GROUP,
      fieldType: 'textarea',
    });
    const { label, options } = catalog.require('deals', status.name);
    expect(label).toBe(status.label);
    expect(options.map(({ value }) => value)).toEqual([...status.options.map(({ value }) => value), 'ours']);
  });

  it('leaves a property of our name with another type alone, and installs the rest', async () => {
    const { client, catalog } = await setUp();
    await installProperties(client, ['deal']);
    const hold = catalog.require('deals', RECORD_PROPERTY.routingHold);
    const taken = { ...hold, type: 'string', fieldType: 'text', options: [], label: 'Mine' } as const;
    catalog.replace('deals', taken);

    const { entries, complete } = await installProperties(client, ['deal']);
    expect(complete).toBe(false);
    const conflicts = entries.filter(({ outcome }) => outcome === 'conflict');
    expect(conflicts).toMatchObject([{ name: hold.name, detail: expect.stringContaining('type string') }]);
    expect(catalog.require('deals', hold.name)).toEqual(taken);
    await expect(checkProperties(client, ['deal'])).resolves.toEqual([
      { objectType: 'deal', name: hold.name, problem: 'wrong_type' },
    ]);
  });

  it('notices a status that an older release did not know, and adds it', async () => {
    const { client, catalog } = await setUp();
    await installProperties(client, ['deal']);
    const status = catalog.require('deals', RECORD_PROPERTY.status);
    catalog.replace('deals', {
      ...status,
      options: status.options.filter(({ value }) => value !== 'lapsed'),
    });
    await expect(checkProperties(client, ['deal'])).resolves.toEqual([
      { objectType: 'deal', name: status.name, problem: 'missing_option' },
    ]);
    await installProperties(client, ['deal']);
    await expect(checkProperties(client, ['deal'])).resolves.toEqual([]);
  });

  it('only tells on a dry run', async () => {
    const { client } = await setUp();
    const report = await installProperties(client, ['company'], { dryRun: true });
    expect(report.dryRun).toBe(true);
    expect(new Set(report.entries.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    expect(running.writeLog).toEqual([]);
    const gaps = await checkProperties(client, ['company']);
    expect(gaps.map(({ name }) => name)).toEqual(PROPERTY_DEFINITIONS.map(({ name }) => name));
  });

  it('creates a property once when the reply is lost', async () => {
    const { client, faults } = await setUp();
    faults.inject({ kind: 'lose-reply', method: 'POST', path: '/groups$' });
    faults.inject({ kind: 'break-after', method: 'POST', path: '/crm/v3/properties/deals$' });
    const report = await installProperties(client, ['deal']);
    expect(report.complete).toBe(true);
    expect(faults.pending).toBe(0);
    expect(running.writeLog).toHaveLength(PROPERTY_DEFINITIONS.length + 1);
  });

  it('goes on where it broke off', async () => {
    const { client, faults } = await setUp();
    faults.inject({ kind: 'status', status: 403, method: 'POST', path: '/crm/v3/properties/deals$' });
    await expect(installProperties(client, ['deal'])).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('no permission in HubSpot to create the deal property'),
    });
    const { entries } = await installProperties(client, ['deal']);
    expect(entries.map(({ outcome }) => outcome)).toEqual([
      'unchanged',
      ...PROPERTY_DEFINITIONS.map(() => 'created'),
    ]);
  });

  it('reports a property that HubSpot will not have, and installs the rest', async () => {
    const { client, faults } = await setUp();
    faults.inject({ kind: 'status', status: 409, method: 'POST', path: '/crm/v3/properties/deals$' });
    const { entries, complete } = await installProperties(client, ['deal']);
    expect(complete).toBe(false);
    expect(entries.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(1);
    expect(entries.filter(({ outcome }) => outcome === 'created')).toHaveLength(PROPERTY_DEFINITIONS.length);
  });
});
