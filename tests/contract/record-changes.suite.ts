import { RECORD_PROPERTY } from '@handrail/contracts/crm-properties';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordRef } from '../../src/domain/policy/facts.ts';
import type { ChangeSource } from '../../src/domain/watch/field-change.ts';
import type { ChangedRecord, RecordChanges } from '../../src/ports/record-changes.ts';

/** A CRM with one deal, as the suite needs it; writes go past the port. */
export interface ChangesWorld {
  readonly changes: RecordChanges;
  readonly deal: RecordRef;
  readonly noDeal: RecordRef;
  /** A deal that is deleted. */
  readonly deleted: RecordRef;
  /** The CRM's names of the deal's owner and stage. */
  readonly properties: { readonly owner: string; readonly stage: string };
  /** Two owners and a stage the deal can be given. */
  readonly owners: readonly [string, string];
  readonly stage: string;
  /** When the deal was made. */
  readonly madeAt: Date;
  /** The present of the CRM, which each change moves on. */
  now(): Date;
  /** Changes a property of the deal, and who did it. */
  change(property: string, value: string, by: 'person' | 'integration' | 'workflow'): Partial<ChangeSource>;
  /** Makes deals at one moment of the CRM's clock. @returns their ids */
  makeDeals(count: number): readonly string[];
  breakDown(): void;
  forbid(): void;
  mend(): void;
  close(): Promise<void>;
}

/** What every `RecordChanges` must do. */
export function recordChangesSuite(name: string, open: () => Promise<ChangesWorld>): void {
  describe(`changes of records in ${name}`, () => {
    let world: ChangesWorld;
    let readAll: (since?: Date) => ReturnType<RecordChanges['readChanges']>;

    beforeAll(async () => {
      world = await open();
      readAll = (since = new Date(0)) => world.changes.readChanges([world.deal], { since });
    });
    afterAll(() => world.close());

    it('are told oldest first, with the value before and who did it', async () => {
      const { properties, owners, stage, deal } = world;
      const since = world.now();
      const person = world.change(properties.owner, owners[0], 'person');
      const workflow = world.change(properties.stage, stage, 'workflow');
      const integration = world.change(properties.owner, owners[1], 'integration');
      const [reading] = await readAll(since);
      expect(reading?.changes).toEqual([
        expect.objectContaining({ record: deal, field: 'owner', property: properties.owner, to: owners[0] }),
        expect.objectContaining({ record: deal, field: 'stage', property: properties.stage, to: stage }),
        expect.objectContaining({ field: 'owner', from: owners[0], to: owners[1] }),
      ]);
      expect(reading?.changes.map(({ source }) => source)).toEqual([
        expect.objectContaining(person),
        expect.objectContaining(workflow),
        expect.objectContaining(integration),
      ]);
      const times = reading?.changes.map(({ changedAt }) => Date.parse(changedAt)) ?? [];
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(Date.parse(reading?.modifiedAt ?? '')).toBeGreaterThanOrEqual(times.at(-1) ?? 0);
    });

    it('say how the watched fields stand now, also those that never had a value', async () => {
      const { properties, owners } = world;
      const [reading] = await readAll(world.now());
      expect(reading?.changes).toEqual([]);
      const value = (property: string) => reading?.present.find((one) => one.property === property);
      expect(value(properties.owner)).toMatchObject({ field: 'owner', value: owners[1] });
      expect(value(RECORD_PROPERTY.routingHold)).toEqual({
        field: 'tag',
        property: RECORD_PROPERTY.routingHold,
        value: null,
        changedAt: null,
      });
    });

    it('tell a field that was emptied, and Handrail’s own', async () => {
      const { properties } = world;
      const since = world.now();
      world.change(properties.owner, '', 'person');
      world.change(RECORD_PROPERTY.routingHold, 'true', 'person');
      const [reading] = await readAll(since);
      expect(reading?.changes).toMatchObject([
        { field: 'owner', to: null },
        { field: 'tag', property: RECORD_PROPERTY.routingHold, from: null, to: 'true' },
      ]);
    });

    it('leave out what was before', async () => {
      const before = (await readAll())[0]?.changes.length ?? 0;
      const since = world.now();
      world.change(world.properties.owner, world.owners[0], 'person');
      expect((await readAll(since))[0]?.changes).toHaveLength(1);
      expect((await readAll())[0]?.changes).toHaveLength(before + 1);
    });

    it('are null for a record that is gone, in the order asked', async () => {
      const { deal, noDeal, deleted } = world;
      const readings = await world.changes.readChanges([noDeal, deal, deleted], { since: new Date(0) });
      expect(readings.map((reading) => reading?.record ?? null)).toEqual([null, deal, null]);
      expect(await world.changes.readChanges([], { since: new Date(0) })).toEqual([]);
    });

    it('are found by when the record was changed, oldest first, page by page, none left out', async () => {
      const since = world.now();
      const made = Array.from({ length: 5 }, () => world.makeDeals(100)).flat();
      const { records, pages } = await lookThrough(world.changes, since);
      expect(pages).toBeGreaterThan(1);
      expect(new Set(records.map(({ recordId }) => recordId))).toEqual(new Set(made));
      const times = records.map(({ modifiedAt }) => Date.parse(modifiedAt));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(await lookThrough(world.changes, world.now())).toMatchObject({ records: [] });
    });

    it('cannot be had while the CRM is down or forbids it', async () => {
      for (const [spoil, code] of [
        [world.breakDown, 'unavailable'],
        [world.forbid, 'refused'],
      ] as const) {
        spoil();
        try {
          await expect(readAll()).rejects.toMatchObject({ name: 'CrmError', code });
          const looking = world.changes.changedRecords('deal', new Date(0));
          await expect(looking).rejects.toMatchObject({ name: 'CrmError', code });
        } finally {
          world.mend();
        }
      }
    });
  });
}

/** Every page of the deals changed since a moment. */
export async function lookThrough(
  changes: RecordChanges,
  since: Date,
): Promise<{ records: readonly ChangedRecord[]; pages: number }> {
  const records: ChangedRecord[] = [];
  let pages = 0;
  let next: string | undefined;
  do {
    const page = await changes.changedRecords('deal', since, next);
    records.push(...page.records);
    pages += 1;
    if (pages > 500) throw new Error('the pages never end');
    next = page.next;
  } while (next !== undefined);
  return { records, pages };
}
