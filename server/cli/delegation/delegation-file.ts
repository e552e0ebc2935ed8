import type { DelegationWish } from '../../../src/application/set-delegations.ts';
import { MOMENT_WORDS, momentOf } from './moment.ts';
import { type CsvFault, type CsvRecord, readCsv } from './read-csv.ts';

/** The columns of a file of absences, in any order. */
export const COLUMNS = ['from', 'to', 'starts', 'ends', 'reason'] as const;
type Column = (typeof COLUMNS)[number];

/** A wish with the line it stands on. */
export interface LineOfFile {
  readonly line: number;
  readonly wish: DelegationWish;
}

/** A file of absences that was read: its wishes, or everything that is wrong with it. */
export type DelegationFile =
  | { readonly ok: true; readonly lines: readonly LineOfFile[] }
  | { readonly ok: false; readonly faults: readonly CsvFault[] };

const EMAIL = /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/;

/**
 * Reads a file of absences.
 *
 * @param timeZone IANA name, for days and times without an offset
 */
export function readDelegationFile(text: string, timeZone: string): DelegationFile {
  const records = readCsv(text);
  if ('message' in records) return { ok: false, faults: [records] };
  const [header, ...rows] = records;
  if (!header || rows.length === 0) {
    return {
      ok: false,
      faults: [{ line: 1, message: `the file must hold a line "${COLUMNS.join(',')}" and one a delegation` }],
    };
  }
  const places = placesOf(header);
  if ('message' in places) return { ok: false, faults: [places] };
  const read = rows.map((row) => readRow(row, header.fields.length, places, timeZone));
  const faults = read.flatMap((one) => ('faults' in one ? one.faults : []));
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, lines: read.flatMap((one) => ('wish' in one ? [one] : [])) };
}

function placesOf({ line, fields }: CsvRecord): Readonly<Record<Column, number>> | CsvFault {
  const names = fields.map((field) => field.toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  const unknown = names.filter((name) => !COLUMNS.some((column) => column === name));
  if (missing.length > 0 || unknown.length > 0 || new Set(names).size !== names.length) {
    return { line, message: `the first line must name the columns ${COLUMNS.join(', ')}, each once` };
  }
  const at = (column: Column) => names.indexOf(column);
  return { from: at('from'), to: at('to'), starts: at('starts'), ends: at('ends'), reason: at('reason') };
}

function readRow(
  { line, fields }: CsvRecord,
  width: number,
  places: Readonly<Record<Column, number>>,
  timeZone: string,
): LineOfFile | { readonly faults: readonly CsvFault[] } {
  if (fields.length !== width) {
    return { faults: [{ line, message: `there are ${fields.length} values for ${width} columns` }] };
  }
  const value = (column: Column) => fields[places[column]] ?? '';
  const faults: CsvFault[] = [];
  const email = (column: 'from' | 'to') => {
    if (!EMAIL.test(value(column))) {
      faults.push({ line, message: `"${column}" must be an e-mail address; it is "${value(column)}"` });
    }
    return value(column).toLowerCase();
  };
  const moment = (column: 'starts' | 'ends', as: 'start' | 'end') => {
    const found = momentOf(value(column), timeZone, as);
    if (found === null) {
      faults.push({ line, message: `"${column}" must be such as ${MOMENT_WORDS}; it is "${value(column)}"` });
    }
    return found ?? '';
  };
  const wish = {
    delegator: email('from'),
    delegate: email('to'),
    from: moment('starts', 'start'),
    until: moment('ends', 'end'),
    reason: value('reason'),
  };
  return faults.length > 0 ? { faults } : { line, wish };
}
