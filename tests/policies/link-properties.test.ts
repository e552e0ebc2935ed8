import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  loadLinkProperties,
  STANDARD_LINKS,
} from '../../server/adapters/policy-catalog/load-link-properties.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'handrail-links-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

it('takes what is left out from the standard, also the whole file', async () => {
  expect(await loadLinkProperties(dir)).toEqual(STANDARD_LINKS);
  await writeFile(join(dir, 'linked-records.yml'), 'ticket: [salesforce_case_id]\ndeal: []\n');
  expect(await loadLinkProperties(dir)).toEqual({
    ...STANDARD_LINKS,
    deal: [],
    ticket: ['salesforce_case_id'],
  });
});

it('ships a file that says what holds without it', async () => {
  expect(await loadLinkProperties('config')).toEqual(STANDARD_LINKS);
});

it('names line and key of what it cannot take', async () => {
  await writeFile(join(dir, 'linked-records.yml'), 'deals: [x]\ndeal: [Not A Name]\n');
  await expect(loadLinkProperties(dir)).rejects.toThrow(/linked-records\.yml/);
});
