import { z } from 'zod';
import type { ChangedPage, ChangedRecord, RecordChanges } from '../../src/ports/record-changes.ts';
import { type Vendor, vendorOfId } from './vendors.ts';

/** What changed in the CRMs of one tenant, by CRM. */
export type ChangesByVendor = Readonly<Partial<Record<Vendor, RecordChanges>>>;

const changedSchema = z.object({ recordId: z.string(), modifiedAt: z.string() });

/** How far each CRM was read: what came and was not handed out, and the CRM's own mark of the next page. */
const positionSchema = z.record(
  z.enum(['hubspot', 'salesforce']),
  z.object({ waiting: z.array(changedSchema), next: z.string().optional() }).optional(),
);
type Position = z.infer<typeof positionSchema>;

const START: Position = { hubspot: undefined, salesforce: undefined };

/**
 * The changes of several CRMs as one. Changed records come in the order of their changes over all CRMs, because whoever
 * reads them remembers how far they came by the last one: a page hands out nothing that is newer than what a CRM may
 * still tell.
 *
 * @param changesOf the CRMs that are connected now
 */
export function combineChanges(changesOf: () => Promise<ChangesByVendor>): RecordChanges {
  return {
    async readChanges(records, options) {
      const changes = await changesOf();
      const groups = Map.groupBy(records, ({ recordId }) => vendorOfId(recordId));
      const readings = await Promise.all(
        [...groups].map(
          async ([vendor, refs]) => (vendor && changes[vendor]?.readChanges(refs, options)) ?? [],
        ),
      );
      const byId = new Map(
        readings.flat().flatMap((reading) => (reading ? [[reading.record.recordId, reading] as const] : [])),
      );
      return records.map(({ recordId }) => byId.get(recordId) ?? null);
    },

    async changedRecords(objectType, since, after) {
      const changes = await changesOf();
      const position = after === undefined ? START : positionSchema.parse(JSON.parse(after));
      const read = await Promise.all(
        sources(changes).map(async ([vendor, source]) => {
          const known = position[vendor];
          if (after !== undefined && known === undefined) return [vendor, undefined] as const;
          if (known && known.waiting.length > 0) return [vendor, known] as const;
          const { records, next } = await source.changedRecords(objectType, since, known?.next);
          return [vendor, { waiting: [...records], ...(next !== undefined && { next }) }] as const;
        }),
      );
      return handOut(Object.fromEntries(read));
    },
  };
}

function sources(changes: ChangesByVendor): readonly (readonly [Vendor, RecordChanges])[] {
  const { hubspot, salesforce } = changes;
  return [
    ...(hubspot ? ([['hubspot', hubspot]] as const) : []),
    ...(salesforce ? ([['salesforce', salesforce]] as const) : []),
  ];
}

/** What is not newer than the last record that a CRM with further pages has told of. */
function handOut(read: Partial<Position>): ChangedPage {
  const open = Object.entries(read).flatMap(([vendor, state]) => (state ? [{ vendor, ...state }] : []));
  const limits = open.flatMap(({ next, waiting }) =>
    next === undefined ? [] : [Date.parse(waiting.at(-1)?.modifiedAt ?? '')],
  );
  const limit = Math.min(...limits.filter((moment) => !Number.isNaN(moment)));
  const isDue = ({ modifiedAt }: ChangedRecord) => Date.parse(modifiedAt) <= limit;
  const records = open
    .flatMap(({ waiting }) => waiting.filter(isDue))
    .toSorted((a, b) => Date.parse(a.modifiedAt) - Date.parse(b.modifiedAt));
  const left = open
    .map(({ vendor, waiting, next }) => ({
      vendor,
      next,
      waiting: waiting.filter((record) => !isDue(record)),
    }))
    .filter(({ waiting, next }) => waiting.length > 0 || next !== undefined);
  if (left.length === 0) return { records };
  const position = Object.fromEntries(left.map(({ vendor, ...state }) => [vendor, state]));
  return { records, next: JSON.stringify(position) };
}
